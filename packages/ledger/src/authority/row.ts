import { must } from '@vc/kernel'
import type { Producer } from '../place.ts'
import type { Transaction } from '../transaction.ts'
import {
  allSigned,
  alteredSheetHash,
  otherNetwork,
  type Staged,
  signedBy,
  softwareSecret,
  wellFormed,
} from './staged.ts'
import type { World } from './world.ts'

/** The ways in which an act can lack authority. */
export const columns = [
  'a signature missing',
  'one signature too few',
  'the same signer twice',
  'a revoked signer',
  'a software key',
  'over the ceiling',
  'signed for another network',
  'one character of the sheet changed',
] as const
export type Column = (typeof columns)[number]

/** An act that must be refused, with the code and, of a script, its word. */
export type Attempt = { readonly tx: Transaction; readonly code: string; readonly producer?: Producer }
export type Cell = { readonly none: string } | ((act: Act) => readonly Attempt[])

/** A privileged act on a world of its own, well-formed, and what takes a signer's power away. */
export type Act = {
  readonly world: World
  readonly good: Transaction
  readonly producer?: Producer
  readonly staged?: Staged
}
export type Row = {
  readonly act: string
  readonly open: () => Act
  readonly cells: Readonly<Record<Column, Cell>>
}

export const one = (tx: Transaction, code: string): readonly Attempt[] => [{ tx, code }]
export const stagedOf = (act: Act) => must(act.staged, 'an act of hardware keys')

/** The act of a staging, signed as it should be. */
export function actOf(world: World, staged: Staged): Act {
  return { world, staged, good: wellFormed(staged) }
}

/** Signatures that stand where a script or a roster asks for them, one place for each key. */
export function placedCells(codes: {
  readonly missing: string
  readonly few: string
  readonly wrong: string
  readonly software: string
  readonly altered: string
}): Pick<Row['cells'], Exclude<Column, 'a revoked signer' | 'over the ceiling'>> {
  return {
    'a signature missing': (act) => one(signedBy(stagedOf(act), []), codes.missing),
    'one signature too few': (act) => one(oneTooFew(stagedOf(act)), codes.few),
    'the same signer twice': (act) => one(sameTwice(stagedOf(act)), codes.wrong),
    ...manners({ software: codes.software, network: codes.software, sheet: codes.altered }),
  }
}

/** What one hardware signature can be short of. */
export function manners(codes: {
  readonly software: string
  readonly network: string
  readonly sheet: string
}): Pick<
  Row['cells'],
  'a software key' | 'signed for another network' | 'one character of the sheet changed'
> {
  return {
    'a software key': (act) => one(allSigned(stagedOf(act), { software: softwareSecret }), codes.software),
    'signed for another network': (act) =>
      one(allSigned(stagedOf(act), { network: otherNetwork }), codes.network),
    'one character of the sheet changed': (act) => {
      const staged = stagedOf(act)
      return one(allSigned(staged, { sheetHash: alteredSheetHash(staged) }), codes.sheet)
    },
  }
}

export const byScript = {
  missing: 'script stack',
  few: 'script false',
  wrong: 'script signature',
  software: 'script assertion',
  altered: 'script sheet',
}
export const byRoster = {
  missing: 'group-signature',
  few: 'group-signature',
  wrong: 'group-signature',
  software: 'group-signature',
  altered: 'group-signature',
}

/** Of acts that one key signs. */
export const oneSigner = {
  'one signature too few': { none: 'one signature is all that is asked: too few is none' },
  'the same signer twice': { none: 'one signature is all that is asked' },
} as const
export const movesNoCredit = { 'over the ceiling': { none: 'it moves no credit' } } as const

function oneTooFew(staged: Staged): Transaction {
  return signedBy(
    staged,
    staged.signers.slice(0, -1).map((by) => ({ by })),
  )
}

function sameTwice(staged: Staged): Transaction {
  const [first] = staged.signers
  const by = must(first, 'a signer')
  return signedBy(
    staged,
    staged.signers.map((place, i) => (i === staged.signers.length - 1 ? { by, place } : { by: place })),
  )
}
