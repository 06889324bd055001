import { equalBytes, fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  type ActSheet,
  acceptanceDigest,
  actSheet,
  computeSighash,
  decodeTransaction,
  type NamedOutput,
  sheetHashOf,
  type Transaction,
} from '@vc/ledger'
import type { ApiAnswers } from '../../trpc/types.ts'

export type BegunAct = ApiAnswers['acts']['begin']
export type RequiredPart = BegunAct['required'][number]
export type DraftLeg = {
  readonly transaction: Transaction
  readonly named: readonly NamedOutput[]
  readonly sheet: ActSheet
  readonly sheetHash: Uint8Array
}
export type DraftRefusal = { readonly code: 'draft-unreadable' | 'draft-differs' }

/**
 * Reads the draft's bytes in the browser and computes sheet and digests itself (keys.md, Hardware keys). Refuses when a
 * digest that the server asks to sign is not the one of these bytes. Names of organisations are shown beside what is
 * signed, never hashed.
 */
export function readDraft(begun: BegunAct, locale: string): Result<readonly DraftLeg[], DraftRefusal> {
  const context = { network: fromHex(begun.network), decimals: begun.decimals }
  const names = new Map(
    begun.organisations.map((one) => [one.id, locale === 'zh-CN' ? one.nameZh : one.name]),
  )
  const describeKey = (hex: string) => names.get(hex)
  const legs: DraftLeg[] = []
  for (const [at, hex] of begun.transactions.entries()) {
    const bytes = fromHex(hex)
    const read = decodeTransaction(bytes, bytes.length)
    if (!read.ok) return refuse({ code: 'draft-unreadable' })
    const named = (begun.named[at] ?? []).map((output) => ({
      ...output,
      amount: BigInt(output.amount),
      script: fromHex(output.script),
    }))
    const transaction = read.value
    const sheet = actSheet(transaction, named, { ...context, describeKey })
    legs.push({ transaction, named, sheet, sheetHash: sheetHashOf(transaction, named, context) })
  }
  const honest = begun.required.every((part) => {
    const digest = digestOf(legs[part.transaction], part, context.network)
    return digest !== undefined && equalBytes(digest, fromHex(part.sighash))
  })
  return honest ? ok(legs) : refuse({ code: 'draft-differs' })
}

function digestOf(
  leg: DraftLeg | undefined,
  part: RequiredPart,
  network: Uint8Array,
): Uint8Array | undefined {
  if (!leg) return undefined
  const { transaction: tx, named } = leg
  if (part.part === 'acceptance') return acceptanceDigest(tx, named, network, part.index)
  return computeSighash({ tx, named, network, index: part.index, type: 0 })
}

/** The places that this person fills now: mine, still empty, and of a set of alternatives only one. */
export function partsToSign(required: BegunAct['required']): readonly RequiredPart[] {
  const taken = new Set(required.filter(({ mine, given }) => mine && given).map(nameOfSet))
  return required.filter((part) => {
    if (!part.mine || part.given) return false
    const name = nameOfSet(part)
    if (name === undefined) return true
    const first = !taken.has(name)
    taken.add(name)
    return first
  })
}

const nameOfSet = (part: RequiredPart) => part.set && `${part.transaction} ${part.set.name}`
