import { equalBytes, hash256, schnorrPublicKey, signSchnorr } from '@vc/crypto'
import { assert, ok, type Result, refuse } from '@vc/kernel'
import {
  type Changes,
  encodeTransaction,
  type Outpoint,
  type StateReader,
  type Transaction,
  totals,
} from '@vc/ledger'
import { beaconOf } from './beacon.ts'
import { BlockWork } from './block-work.ts'
import type { RecordedClaim } from './claims/recorded-claims.ts'
import { type Block, transactionRoot, witnessRoot } from './codec/block.ts'
import type { Certificate, Claim, Evidence, Extension } from './codec/extension.ts'
import { encodeExtension, extensionRoot } from './codec/extension.ts'
import { blockHash, blockMessage, encodeUnsigned, type Header, NO_STAKE } from './codec/header.ts'
import { configurationId } from './configuration/document.ts'
import type { Parameters } from './configuration/parameters.ts'
import { type BlockContext, type ParentBlock, placeOf } from './context.ts'
import { closeBlock } from './judge-block.ts'
import { type ExtensionEffects, judgeExtension } from './judge-extension.ts'
import { isRevealed } from './judge-header.ts'
import { nextBits } from './next-bits.ts'
import { numberOf } from './number-of.ts'
import { type BlockRefusal, blockRefusal } from './refusals.ts'
import { rewardTransactions } from './rewards.ts'
import { roomOf } from './room.ts'
import { type DroppedCandidate, type Selection, selectTransactions } from './select-transactions.ts'
import { findStake, lastFees, netValue, type Stake } from './state-entries.ts'

/** What a producer puts into a block. */
export type BlockPlan = {
  readonly parent: ParentBlock
  /** After the parent; only read. */
  readonly state: StateReader
  readonly context: BlockContext
  /** In order of preference; legs of bundles anywhere among them. */
  readonly candidates: readonly Transaction[]
  /** A slot that the stake wins: see `findSlot`; or one in which the claim has its turn: see `claimTurns`. */
  readonly time: number
  /** What gives the right: a stake, or a recorded claim. */
  readonly stake: Outpoint | RecordedClaim
  readonly secretKey: Uint8Array
  /** The preimage of the stake's commitment in the state; zeros where the beacon needs none, and with a claim. */
  readonly reveal: Uint8Array
  readonly references?: readonly Header[]
  readonly evidence?: readonly Evidence[]
  readonly claims?: readonly Claim[]
  readonly certificates?: readonly Certificate[]
  readonly ballots?: readonly Uint8Array[]
  /** Most credit that this node releases, smallest units: its policy; absent: the whole room. */
  readonly mostCredit?: bigint | undefined
  /** Stricter values that this node tries on its own blocks; what they refuse is left out (configuration.md 3.3). */
  readonly trials?: readonly Partial<Parameters>[]
}

/** A signed block with its change set, as `judgeBlock` would give it. */
export type BuiltBlock = {
  readonly block: Block
  readonly hash: Uint8Array
  readonly changes: Changes
  readonly undo: Changes
  readonly dropped: readonly DroppedCandidate[]
  /** Smallest units. */
  readonly fees: bigint
  readonly released: bigint
}

/**
 * Writes the next block: chooses among the candidates, computes rewards, totals and stateHash, signs. Refused:
 * `stake-unknown`, `reveal-wrong`, `data-missing`, or what is wrong with references, evidence, certificates. Whether
 * the stake wins the slot is `findSlot`'s word.
 */
export function buildBlock(plan: BlockPlan): Result<BuiltBlock, BlockRefusal> {
  const { parent, state, context } = plan
  const maker = makerOf(plan)
  if (maker === undefined) return refuse(blockRefusal('stake-unknown'))
  assert(
    equalBytes(schnorrPublicKey(plan.secretKey), maker.key),
    'the secret is the key of the stake or claim',
  )
  const { parameters } = context.configuration
  if (maker.stake && !isRevealed(plan, maker.stake, parameters)) return refuse(blockRefusal('reveal-wrong'))
  const bits = nextBits(parent.header, context.headersBack, parameters)
  const beacon = beaconOf(state, plan.time, context)
  if (bits === undefined || beacon === undefined) return refuse(blockRefusal('data-missing'))
  const extension = extensionOf(plan)
  const effects = judgeExtension(extension, { parent, state, context, time: plan.time })
  return effects.ok
    ? ok(writeBlock(plan, { ...maker, bits, beacon, extension, effects: effects.value }))
    : effects
}

/** Who makes the block, and what its header says of the right. */
type Maker = {
  readonly key: Uint8Array
  readonly stake: Stake | undefined
  readonly shown: Pick<Header, 'stakeTxid' | 'stakeIndex' | 'stakeAmount' | 'producerKey'>
}

function makerOf({ stake: right, state }: BlockPlan): Maker | undefined {
  if ('claimId' in right) {
    const { claimId, key } = right
    const shown = { stakeTxid: claimId, stakeIndex: NO_STAKE, stakeAmount: 0n, producerKey: key }
    return { key, stake: undefined, shown }
  }
  const stake = findStake(state, right)
  if (stake === undefined) return undefined
  const { outpoint, amount, producerKey } = stake
  const shown = { stakeTxid: outpoint.txid, stakeIndex: outpoint.index, stakeAmount: amount, producerKey }
  return { key: producerKey, stake, shown }
}

type Parts = Maker & {
  readonly bits: number
  readonly beacon: Uint8Array
  readonly extension: Extension
  readonly effects: ExtensionEffects
}

function writeBlock(plan: BlockPlan, parts: Parts): BuiltBlock {
  const { state, context } = plan
  const { stake, extension, effects } = parts
  const selection = choose(plan, parts)
  const { work, tally, dropped } = selection
  const rewards = rewardsOf(plan, parts, selection)
  for (const reward of rewards) work.apply(reward)
  const ground = { context, stake, effects }
  const room = stake === undefined ? 0n : roomOf(stake, plan.time, context.configuration.parameters)
  const stateHash = closeBlock(work, { header: plan, state, ground, room, tally })
  assert(netValue(state) === netValue(work.state), 'value less debt with carry never changes')
  const transactions = [...rewards, ...selection.transactions]
  const header = signHeader(headerOf(plan, parts, { transactions, stateHash, work }), plan.secretKey)
  const changes = work.state.changes()
  const { fees, released } = tally
  const hash = blockHash(header)
  const block = { header, extension, transactions }
  return { block, hash, changes, undo: work.state.undo(), dropped, fees, released }
}

function choose(plan: BlockPlan, parts: Parts): Selection {
  const { parent, state, context, time } = plan
  const { parameters } = context.configuration
  const height = parent.header.height + 1
  const all = parts.stake === undefined ? 0n : roomOf(parts.stake, time, parameters)
  const room = plan.mostCredit === undefined || plan.mostCredit > all ? all : plan.mostCredit
  const place = placeOf(context, height)
  const tried = (plan.trials ?? []).map((trial) => ({ ...parameters, ...trial }))
  const trials = tried.map((one) =>
    placeOf({ ...context, configuration: withParameters(context, one) }, height),
  )
  const producerKey = parts.key
  const open = () => ({
    parent: state,
    work: new BlockWork(state, { height, time }, parameters),
    place,
    producerKey,
    room,
    trials,
  })
  const most = Math.min(...[parameters, ...tried].map(({ maxBlockBytes }) => maxBlockBytes))
  return selectTransactions(plan.candidates, open, most - overhead(plan, parts))
}

const withParameters = ({ configuration }: BlockContext, parameters: Parameters) => ({
  ...configuration,
  parameters,
})

/** Header, extension, count of transactions, and the largest rewards that this block can have. */
function overhead(plan: BlockPlan, { extension }: Parts): number {
  const referenceKeys = extension.references.map(({ producerKey }) => producerKey)
  const large = 2n ** 40n
  const rewards = rewardTransactions({
    height: 1,
    producerKey: plan.parent.header.producerKey,
    fees: large,
    premiums: large,
    parentKey: plan.parent.header.producerKey,
    parentFees: large,
    referenceKeys,
    parameters: plan.context.configuration.parameters,
  })
  const paid = rewards.reduce((sum, reward) => sum + encodeTransaction(reward).length, 0)
  return 613 + 9 + paid + encodeExtension(extension).length
}

function rewardsOf(plan: BlockPlan, { key, extension }: Parts, { tally }: Selection): readonly Transaction[] {
  return rewardTransactions({
    height: plan.parent.header.height + 1,
    producerKey: key,
    fees: tally.fees,
    premiums: tally.premiums,
    parentKey: plan.parent.header.producerKey,
    parentFees: lastFees(plan.state),
    referenceKeys: extension.references.map(({ producerKey }) => producerKey),
    parameters: plan.context.configuration.parameters,
  })
}

function extensionOf({
  references = [],
  evidence = [],
  claims = [],
  certificates = [],
}: BlockPlan): Extension {
  const sorted = [...references].sort((a, b) => (numberOf(blockHash(a)) < numberOf(blockHash(b)) ? -1 : 1))
  return { references: sorted, evidence, claims, certificates }
}

function headerOf(
  plan: BlockPlan,
  { shown, bits, beacon, extension }: Parts,
  body: {
    readonly transactions: readonly Transaction[]
    readonly stateHash: Uint8Array
    readonly work: BlockWork
  },
): Header {
  return {
    version: 1,
    height: body.work.height,
    prevHash: plan.parent.hash,
    time: plan.time,
    bits,
    txRoot: transactionRoot(body.transactions),
    witnessRoot: witnessRoot(body.transactions),
    extRoot: extensionRoot(extension),
    stateHash: body.stateHash,
    configId: configurationId(plan.context.configuration),
    beaconHash: beacon,
    ...shown,
    reveal: plan.reveal,
    totals: totals(body.work.state),
    ballots: plan.ballots ?? [],
    signature: new Uint8Array(64),
  }
}

/** The header with the producer's signature, whatever signature it had before. */
export function signHeader(header: Header, secretKey: Uint8Array): Header {
  const signature = signSchnorr(blockMessage(hash256(encodeUnsigned(header))), secretKey)
  return { ...header, signature }
}
