import { actChallenge, schnorrPublicKey, sha256, signSchnorr, utf8 } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { actSheet, sheetHashOf } from '../act-sheet.ts'
import { outputsOf } from '../build/make-transaction.ts'
import { inputDigest, putSignature, signInput } from '../build/sign.ts'
import { ada } from '../build/test-kit.ts'
import type { OutputAt } from '../state-effects.ts'
import type { TestLedger } from '../testing.ts'
import type { Transaction } from '../transaction.ts'
import { type Hand, sheetContext } from './world.ts'

/** A privileged act before its signatures: which input asks for them, and whose they are. */
export type Staged = {
  readonly tx: Transaction
  readonly inputs: readonly OutputAt[]
  readonly asked: number
  readonly signers: readonly Hand[]
  /** Inputs of Ada's, who pays. */
  readonly paid: readonly number[]
}

/** How one signature is made, and into whose place it is put. */
type Manner = {
  readonly by: Hand
  readonly place?: Hand
  readonly network?: Uint8Array
  readonly sheetHash?: Uint8Array
  readonly software?: Uint8Array
}

/** The act with the payer's signatures and these. */
export function signedBy(staged: Staged, manners: readonly Manner[]): Transaction {
  const named = outputsOf(staged.inputs)
  const { network } = sheetContext
  const paid = staged.paid.reduce(
    (tx, index) => signInput({ tx, named, network, index, secret: ada.secret }),
    staged.tx,
  )
  return manners.reduce((tx, manner) => {
    const { publicKey33: key } = manner.place ?? manner.by
    return putSignature({ tx, named, index: staged.asked, key, item: itemOf(staged, manner) })
  }, paid)
}

/** The well-formed act. */
export const wellFormed = (staged: Staged) =>
  signedBy(
    staged,
    staged.signers.map((by) => ({ by })),
  )

/** The same manner for every signer. */
export const allSigned = (staged: Staged, manner: Omit<Manner, 'by'>) =>
  signedBy(
    staged,
    staged.signers.map((by) => ({ by, ...manner })),
  )

/** The hash of the sheet with its last letter another one. */
export function alteredSheetHash(staged: Staged): Uint8Array {
  const { canonical } = actSheet(staged.tx, outputsOf(staged.inputs), sheetContext)
  const altered = canonical.slice()
  const last = altered.lastIndexOf(utf8('0')[0] ?? 0)
  altered[last] = must(utf8('1')[0], 'a letter')
  return sha256(altered)
}

export const otherNetwork = new Uint8Array(32).fill(8)
export const softwareSecret = sha256(utf8('a software key'))
export const softwareKey = schnorrPublicKey(softwareSecret)

function itemOf(staged: Staged, manner: Manner): Uint8Array {
  const named = outputsOf(staged.inputs)
  const network = manner.network ?? sheetContext.network
  const digest = inputDigest({ tx: staged.tx, named, network }, staged.asked)
  if (manner.software !== undefined) return signSchnorr(digest, manner.software)
  const sheet = manner.sheetHash ?? sheetHashOf(staged.tx, named, sheetContext)
  return manner.by.assert(actChallenge(digest, sheet), sheet)
}

/** Signs what Ada owns and takes it onto the ledger. */
export function adaSubmits(ledger: TestLedger, tx: Transaction, inputs: readonly OutputAt[]): Transaction {
  const named = outputsOf(inputs)
  const { network } = ledger
  const signed = inputs.reduce(
    (one, _, index) => signInput({ tx: one, named, network, index, secret: ada.secret }),
    tx,
  )
  assert(ledger.submit(signed).ok, 'what Ada pays is valid')
  return signed
}
