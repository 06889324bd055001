import { byteText, equalBytes, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  bundleIdOf,
  DEBT_LAYER,
  encodeTransaction,
  type Judgement,
  judgeTransaction,
  NO_BUNDLE,
  type Place,
  REWARD,
  type Refusal,
  type StateReader,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import type { BlockWork } from './block-work.ts'
import { type BlockRefusal, blockRefusal } from './refusals.ts'

/** Sums over the transactions of a block so far, smallest units. */
export type Tally = {
  readonly fees: bigint
  readonly premiums: bigint
  readonly released: bigint
  readonly sigops: number
}

export const NO_TALLY: Tally = { fees: 0n, premiums: 0n, released: 0n, sigops: 0 }

/** Where the transactions of one block are judged, one after the other. */
export type TransactionGround = {
  readonly parent: StateReader
  readonly work: BlockWork
  readonly place: Place
  readonly producerKey: Uint8Array
  readonly room: bigint
  /** Stricter rules that the block's own producer keeps besides (configuration.md 3.3). */
  readonly trials?: readonly Place[]
}

/** The rewards at the head of a block's transactions, and the rest. */
export function splitRewards(transactions: readonly Transaction[]): {
  readonly rewards: readonly Transaction[]
  readonly others: readonly Transaction[]
} {
  const at = transactions.findIndex(({ kind }) => kind !== REWARD)
  const count = at < 0 ? transactions.length : at
  return { rewards: transactions.slice(0, count), others: transactions.slice(count) }
}

/** Fee reward, premium reward, then management, debt, circulation; no txid twice (consensus.md 2). */
export function checkOrder(transactions: readonly Transaction[]): BlockRefusal | undefined {
  const seen = new Set<string>()
  let before = -1
  for (const [transaction, tx] of transactions.entries()) {
    const rank = rankOf(tx)
    const txid = byteText(txidOf(tx))
    const repeated = rank === before && tx.kind === REWARD
    if (rank < before || repeated || seen.has(txid)) return blockRefusal('block-order', { transaction })
    seen.add(txid)
    before = rank
  }
  return undefined
}

function rankOf({ kind, layer }: Transaction): number {
  if (kind === REWARD) return layer === DEBT_LAYER ? 0 : 1
  return 2 + layer
}

/** Every atomic bundle is whole: 2 to 64 legs whose ids make the bundle's (ledger.md 2). */
export function checkBundles(transactions: readonly Transaction[]): Refusal | undefined {
  const bundles = new Map<string, { first: number; legs: Transaction[] }>()
  for (const [first, tx] of transactions.entries()) {
    if (equalBytes(tx.bundle, NO_BUNDLE)) continue
    const id = toHex(tx.bundle)
    const bundle = bundles.get(id)
    if (bundle === undefined) bundles.set(id, { first, legs: [tx] })
    else bundle.legs.push(tx)
  }
  for (const [id, { first, legs }] of bundles) {
    const size = legs.length
    if (size < 2 || size > 64)
      return { code: 'bundle-size', facts: { transactions: size, transaction: first } }
    if (toHex(bundleIdOf(legs.map(txidOf))) !== id)
      return { code: 'bundle-id', facts: { transaction: first } }
  }
  return undefined
}

/** Is the transaction valid as the block's next one? Nothing is applied yet. */
export function judgeNext(
  tx: Transaction,
  ground: TransactionGround,
  tally: Tally,
): Result<{ readonly judgement: Judgement; readonly tally: Tally }, Refusal> {
  const { parent, work, producerKey, room } = ground
  const { maxTransactionBytes: limit, maxBlockSigops } = ground.place.configuration
  const bytes = encodeTransaction(tx).length
  if (bytes > limit) return refuse({ code: 'size', facts: { bytes, limit } })
  const view = work.viewOn(parent)
  const producer = { stakeKey: producerKey, room: room - tally.released }
  const judged = judgeTransaction(tx, view, { ...ground.place, producer })
  if (!judged.ok) return judged
  const { fee, released, sigops } = judged.value
  const next: Tally = {
    fees: tally.fees + fee,
    premiums: tally.premiums + tx.premium,
    released: tally.released + released,
    sigops: tally.sigops + sigops,
  }
  if (next.sigops <= maxBlockSigops) return ok({ judgement: judged.value, tally: next })
  return refuse({ code: 'sigops', facts: { sigops: next.sigops, limit: maxBlockSigops } })
}

/** The same by the rules in force and by every trial: the first refusal. */
export function judgeNextOnTrial(
  tx: Transaction,
  ground: TransactionGround,
  tally: Tally,
): ReturnType<typeof judgeNext> {
  for (const place of ground.trials ?? []) {
    const judged = judgeNext(tx, { ...ground, place }, tally)
    if (!judged.ok) return judged
  }
  return judgeNext(tx, ground, tally)
}

/** Judges and applies a block's transactions in turn. Refusals carry the fact `transaction`, its place in the block. */
export function judgeTransactions(
  transactions: readonly Transaction[],
  ground: TransactionGround,
  firstPlace: number,
): Result<{ readonly judgements: readonly Judgement[]; readonly tally: Tally }, BlockRefusal> {
  const judgements: Judgement[] = []
  let tally = NO_TALLY
  for (const [number, tx] of transactions.entries()) {
    const judged = judgeNext(tx, ground, tally)
    if (!judged.ok) {
      const { code, facts } = judged.refusal
      return refuse({ code, facts: { ...facts, transaction: firstPlace + number } })
    }
    judgements.push(judged.value.judgement)
    tally = judged.value.tally
    ground.work.apply(tx)
  }
  return ok({ judgements, tally })
}
