import { equalBytes } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  type Facts,
  type Judgement,
  judgeBundle,
  judgeTransaction,
  NO_BUNDLE,
  type Place,
  type StateReader,
  type Transaction,
  type View,
} from '@vc/ledger'
import type { PlacedBlock } from './chain.ts'
import { type RelayPolicy, refuseRelay } from './relay-policy.ts'

/** Where the mempool stands: the state of the head, and the place of the block that comes next. */
export type MempoolGround = {
  readonly state: StateReader
  readonly place: Place
  /** The largest stake: more credit than that no block can release, ever (consensus.md 11). */
  readonly mostCredit: bigint
  readonly inChain: (txid: Uint8Array) => boolean
  /** Blocks put on the chain since the mempool last moved, as far as they are remembered: all of them are in the chain. */
  readonly placed?: readonly PlacedBlock[]
  /** `placed` is all that has changed the state since: nothing was taken off the chain, and nothing is forgotten. */
  readonly isOnlyPlaced?: boolean
}

export type SubmitRefusal = {
  readonly refusal: { readonly code: string; readonly facts: Facts }
  readonly transaction?: number
}

/** A transaction or the legs of a bundle, on the state with everything in the mempool so far; reading asks the head itself (ledger.md 3). */
export function judgeUnit(
  transactions: readonly Transaction[],
  view: View,
  place: Place,
): Result<readonly Judgement[], SubmitRefusal> {
  return isBundle(transactions) ? judgeLegs(transactions, view, place) : judgeAlone(transactions, view, place)
}

/** What is valid and yet not for this mempool: credit beyond any room, and what the node's own policy leaves out. */
export function refuseUnit(
  transactions: readonly Transaction[],
  judgements: readonly Judgement[],
  ground: MempoolGround,
  policy: RelayPolicy,
): SubmitRefusal | undefined {
  return refuseCredit(judgements, ground) ?? refuseAny(transactions, judgements, policy)
}

function isBundle([first, ...others]: readonly Transaction[]): boolean {
  return others.length > 0 || (first !== undefined && !equalBytes(first.bundle, NO_BUNDLE))
}

function judgeAlone(
  [transaction]: readonly Transaction[],
  view: View,
  place: Place,
): Result<readonly Judgement[], SubmitRefusal> {
  if (!transaction) return ok([])
  const judged = judgeTransaction(transaction, view, place)
  return judged.ok ? ok([judged.value]) : refuse({ refusal: judged.refusal, transaction: 0 })
}

function judgeLegs(
  transactions: readonly Transaction[],
  view: View,
  place: Place,
): Result<readonly Judgement[], SubmitRefusal> {
  const judged = judgeBundle(transactions, view, place)
  if (judged.ok) return ok(judged.value.legs)
  const { transaction } = judged.refusal.facts
  return refuse({ refusal: judged.refusal, ...(typeof transaction === 'number' ? { transaction } : {}) })
}

/** A refusal of the legs in another order, with the number that the leg at fault has in the caller's. */
export function numbered(
  wrong: SubmitRefusal,
  sorted: readonly Transaction[],
  given: readonly Transaction[],
): SubmitRefusal {
  const leg = wrong.transaction === undefined ? undefined : sorted[wrong.transaction]
  if (!leg) return wrong
  const transaction = given.indexOf(leg)
  const { code, facts } = wrong.refusal
  const named = facts.transaction === undefined ? facts : { ...facts, transaction }
  return { refusal: { code, facts: named }, transaction }
}

/** Credit that no room will ever hold would wait for ever. */
function refuseCredit(judgements: readonly Judgement[], ground: MempoolGround): SubmitRefusal | undefined {
  const released = judgements.reduce((sum, judgement) => sum + judgement.released, 0n)
  // Most release none, and the largest stake is looked for among all of them.
  if (released === 0n) return undefined
  const { mostCredit } = ground
  if (released <= mostCredit) return undefined
  const facts = { released: String(released), room: String(mostCredit) }
  return { refusal: { code: 'credit-over-room', facts } }
}

function refuseAny(
  transactions: readonly Transaction[],
  judgements: readonly Judgement[],
  policy: RelayPolicy,
): SubmitRefusal | undefined {
  for (const [at, transaction] of transactions.entries()) {
    const judgement = judgements[at]
    const refusal = judgement && refuseRelay(transaction, judgement, policy)
    if (refusal) return { refusal, transaction: at }
  }
  return undefined
}
