import {
  type BlockPlan,
  type BlockRefusal,
  buildBlock,
  type DroppedCandidate,
  encodeBlock,
  findSlot,
  type Stake,
  stakes,
  type WonSlot,
} from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import type { Facts, Transaction } from '@vc/ledger'
import type { NodeKey } from '../keys/node-key.ts'
import type { SignState } from '../keys/sign-state.ts'
import { type Chain, parentBlock } from './chain.ts'
import { claimSlot } from './claim-book.ts'
import { evidenceFor, referencesFor } from './extension-parts.ts'
import { certificatesFor } from './vote.ts'

/** What this node produces with. */
export type Producer = { readonly key: NodeKey; readonly signState: SignState }

export type ProducedBlock = {
  readonly bytes: Uint8Array
  readonly time: number
  readonly transactions: readonly Transaction[]
  readonly dropped: readonly DroppedCandidate[]
}
export type ProduceRefusal =
  | BlockRefusal
  | { readonly code: 'reveals-exhausted' | 'slot-signed'; readonly facts: Facts }

/**
 * Draws for the slots `from` … `to` (seconds) with each stake of this key on the head, and builds the block of
 * the first one won; undefined when none is. Nothing is signed for a slot at or below the sign-state's; the
 * signature is given out only after the sign-state is on disk.
 */
export function produceBlock(of: {
  readonly chain: Chain
  readonly producer: Producer
  /** In order of preference; asked when a slot is won. */
  readonly candidates: () => readonly Transaction[]
  readonly from: number
  readonly to: number
  /** Most credit that the node's policy releases, smallest units; undefined: the whole room. Asked when a slot is won. */
  readonly mostCredit?: () => bigint | undefined
}): Result<ProducedBlock, ProduceRefusal> | undefined {
  const { chain, producer } = of
  const { configurations, head } = chain
  if (configurations.stopAfter(head.hash)) return undefined
  const from = Math.max(of.from, producer.signState.lastSlot() + 1)
  const right = rightOf(chain, producer.key, from, of.to)
  if (right === undefined || !right.ok) return right
  const { time, stake, reveal } = right.value
  const references = referencesFor(chain)
  const built = buildBlock({
    parent: parentBlock(chain, references.length > 0),
    state: chain.state,
    context: chain.context,
    candidates: of.candidates(),
    references,
    ballots: configurations.ballots(head.height + 1),
    trials: configurations.trials(head.height + 1),
    evidence: evidenceFor(chain),
    claims: chain.claims.forNext(chain, time),
    certificates: certificatesFor(chain),
    time,
    stake,
    secretKey: producer.key.stakeSecret,
    reveal,
    mostCredit: of.mostCredit?.(),
  })
  if (!built.ok) return built
  const { block, hash, dropped } = built.value
  if (!producer.signState.maySignBlock(time, toHex(hash))) {
    return refuse({ code: 'slot-signed', facts: { time } })
  }
  return ok({ bytes: encodeBlock(block), time, transactions: block.transactions, dropped })
}

type Right = Pick<BlockPlan, 'time' | 'stake' | 'reveal'>

/** A claim's turn, or else the earliest slot that a stake wins with what it reveals. */
function rightOf(
  chain: Chain,
  key: NodeKey,
  from: number,
  to: number,
): Result<Right, ProduceRefusal> | undefined {
  const turn = claimSlot(chain, key.producerKey, from, to)
  if (turn) return ok({ time: turn.time, stake: turn.claim, reveal: new Uint8Array(32) })
  const won = firstWin(chain, key.producerKey, from, to)
  if (!won) return undefined
  const { stake, slot } = won
  const isRevealing = chain.configuration.parameters['beacon.source'] === 'reveal'
  const reveal = isRevealing ? key.reveals.revealOf(stake.commitment) : new Uint8Array(32)
  if (!reveal) return refuse({ code: 'reveals-exhausted', facts: { stake: toHex(stake.outpoint.txid) } })
  return ok({ time: slot.time, stake: stake.outpoint, reveal })
}

/** The earliest slot that any stake of the key wins. */
function firstWin(
  chain: Chain,
  key: Uint8Array,
  from: number,
  to: number,
): { stake: Stake; slot: WonSlot } | undefined {
  const { state, context } = chain
  const parent = parentBlock(chain)
  let first: { stake: Stake; slot: WonSlot } | undefined
  for (const stake of stakes(state)) {
    if (!equalBytes(stake.producerKey, key)) continue
    const slot = findSlot({ stake, parent, state, context, from, to })
    if (slot && (!first || slot.time < first.slot.time)) first = { stake, slot }
  }
  return first
}
