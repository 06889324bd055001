import { equalBytes, toHex } from '@vc/crypto'
import { assert, ok, type Result, refuse } from '@vc/kernel'
import {
  type Changes,
  encodeTransaction,
  type Judgement,
  type StateReader,
  type Transaction,
  totals,
  txidOf,
} from '@vc/ledger'
import { nextMix } from './beacon.ts'
import { BlockWork } from './block-work.ts'
import { type Block, blockSize, transactionRoot, witnessRoot } from './codec/block.ts'
import { encodeExtension, extensionRoot } from './codec/extension.ts'
import { blockHash, type Header } from './codec/header.ts'
import { type BlockContext, type ParentBlock, placeOf } from './context.ts'
import { type ExtensionEffects, judgeExtension } from './judge-extension.ts'
import { checkHeaderShape, judgeHeader } from './judge-header.ts'
import {
  checkBundles,
  checkOrder,
  judgeTransactions,
  splitRewards,
  type Tally,
} from './judge-transactions.ts'
import { type BlockRefusal, blockRefusal } from './refusals.ts'
import { rewardTransactions, splitFees } from './rewards.ts'
import { roomOf } from './room.ts'
import { chainEntry, lastFees, netValue, type Stake } from './state-entries.ts'

/** What a valid block comes to. Amounts in smallest units. */
export type BlockVerdict = {
  readonly hash: Uint8Array
  /** New values of the keys touched, undefined where one is gone. */
  readonly changes: Changes
  /** The exact inverse, for the undo journal. */
  readonly undo: Changes
  readonly stateHash: Uint8Array
  readonly totals: readonly bigint[]
  /** One for each transaction in order; a reward's is all zeros. */
  readonly judgements: readonly Judgement[]
  readonly fees: bigint
  readonly released: bigint
  readonly room: bigint
  readonly finality: ExtensionEffects['finality']
}

/**
 * Is the block valid on its parent (consensus.md 17)? `state`: after the parent; it is only read. The first refusal in
 * the specification's order; a transaction's code is the ledger's with the fact `transaction`.
 */
export function judgeBlock(
  block: Block,
  state: StateReader,
  parent: ParentBlock,
  context: BlockContext,
): Result<BlockVerdict, BlockRefusal> {
  assert(chainEntry(state).height === parent.header.height, 'the state is that of the parent')
  const misshapen = checkShape(block, context)
  if (misshapen !== undefined) return refuse(misshapen)
  const right = judgeHeader(block.header, { parent, state, context })
  if (!right.ok) return right
  if (!equalBytes(block.header.extRoot, extensionRoot(block.extension))) {
    return refuse(blockRefusal('block-extension', { extRoot: toHex(block.header.extRoot) }))
  }
  const effects = judgeExtension(block.extension, { parent, state, context, time: block.header.time })
  return effects.ok
    ? judgeBody(block, state, { parent, context, stake: right.value.stake, effects: effects.value })
    : effects
}

function checkShape(block: Block, context: BlockContext): BlockRefusal | undefined {
  const { maxBlockBytes, maxExtensionBytes } = context.configuration.parameters
  const bytes = blockSize(block)
  if (bytes > maxBlockBytes) return blockRefusal('block-too-large', { bytes, limit: maxBlockBytes })
  const extension = encodeExtension(block.extension).length
  if (extension > maxExtensionBytes) {
    return blockRefusal('block-too-large', { bytes: extension, limit: maxExtensionBytes })
  }
  return checkHeaderShape(block.header)
}

type Ground = {
  readonly parent: ParentBlock
  readonly context: BlockContext
  readonly stake: Stake | undefined
  readonly effects: ExtensionEffects
}

function judgeBody(block: Block, state: StateReader, ground: Ground): Result<BlockVerdict, BlockRefusal> {
  const { header, transactions } = block
  const { context, stake } = ground
  const misplaced = checkMerkle(block) ?? checkOrder(transactions) ?? checkBundles(transactions)
  if (misplaced !== undefined) return refuse(misplaced)
  const { parameters } = context.configuration
  const work = new BlockWork(state, header, parameters, context.openSum)
  const room = stake === undefined ? 0n : roomOf(stake, header.time, parameters)
  const { rewards, others } = splitRewards(transactions)
  for (const reward of rewards) if (isRewardForm(reward, header.height)) work.apply(reward)
  const place = placeOf(context, header.height)
  const { producerKey } = header
  const judged = judgeTransactions(others, { parent: state, work, place, producerKey, room }, rewards.length)
  if (!judged.ok) return judged
  const { judgements, tally } = judged.value
  const due = rewardsDue(block, state, ground, tally)
  const wrong = checkRewards(rewards, due)
  if (wrong !== undefined) return refuse(wrong)
  const stateHash = closeBlock(work, { header, state, ground, room, tally })
  const unequal = checkSums(header, state, work, stateHash)
  if (unequal !== undefined) return refuse(unequal)
  const changes = work.state.changes()
  return ok({
    hash: blockHash(header),
    changes,
    undo: work.state.undo(),
    stateHash,
    totals: header.totals,
    judgements: [...rewards.map(rewardJudgement), ...judgements],
    fees: tally.fees,
    released: tally.released,
    room,
    finality: ground.effects.finality,
  })
}

/** Bytes under another witnessRoot are another body; under the same one the producer itself wrote a wrong txRoot. */
function checkMerkle({ header, transactions }: Block): BlockRefusal | undefined {
  if (!equalBytes(header.witnessRoot, witnessRoot(transactions)))
    return blockRefusal('block-merkle', { root: 'witnessRoot' })
  const isNamed = equalBytes(header.txRoot, transactionRoot(transactions))
  return isNamed ? undefined : blockRefusal('block-merkle', { root: 'txRoot' })
}

/** A reward of another form would not pay, but could repeat an old txid; it is refused with the rewards. */
function isRewardForm(tx: Transaction, height: number): boolean {
  return tx.lockTime === height && tx.version === 1 && tx.inputs.length === 0 && tx.layer > 0
}

function rewardsDue(block: Block, state: StateReader, { parent, context }: Ground, tally: Tally) {
  return rewardTransactions({
    height: block.header.height,
    producerKey: block.header.producerKey,
    fees: tally.fees,
    premiums: tally.premiums,
    parentKey: parent.header.producerKey,
    parentFees: lastFees(state),
    referenceKeys: block.extension.references.map(({ producerKey }) => producerKey),
    parameters: context.configuration.parameters,
  })
}

function checkRewards(
  rewards: readonly Transaction[],
  due: readonly Transaction[],
): BlockRefusal | undefined {
  const same =
    rewards.length === due.length &&
    rewards.every((reward, i) => {
      const other = due[i]
      return other !== undefined && equalBytes(encodeTransaction(reward), encodeTransaction(other))
    })
  const paid = (list: readonly Transaction[]) =>
    list.flatMap(({ outputs }) => outputs).reduce((sum, { amount }) => sum + amount, 0n)
  return same
    ? undefined
    : blockRefusal('reward-wrong', { out: String(paid(rewards)), due: String(paid(due)) })
}

/** The block's own effects: evidence, the producing stake, chain entry. Gives the stateHash. */
export function closeBlock(
  work: BlockWork,
  of: {
    readonly header: Pick<Header, 'reveal'>
    readonly state: StateReader
    readonly ground: Pick<Ground, 'context' | 'stake' | 'effects'>
    readonly room: bigint
    readonly tally: Tally
  },
): Uint8Array {
  const { ground, room, tally } = of
  const { reveal } = of.header
  for (const key of ground.effects.suspended) work.suspend(key)
  work.settleClaims(ground.effects.claims)
  const { stake } = ground
  if (stake) work.useStake(stake.outpoint, reveal, { room, released: tally.released })
  const before = chainEntry(of.state).mix
  const mix = stake ? nextMix(before, reveal) : before
  const { carry } = splitFees(tally.fees, ground.context.configuration.parameters)
  const { finality, justified } = ground.effects
  return work.finish({ mix, carry, ...finality }, tally.fees, justified)
}

function checkSums(
  header: Header,
  state: StateReader,
  work: BlockWork,
  stateHash: Uint8Array,
): BlockRefusal | undefined {
  const [before, after] = [netValue(state), netValue(work.state)]
  if (before !== after) return blockRefusal('conservation', { before: String(before), after: String(after) })
  const sums = totals(work.state)
  const unequal = sums.findIndex((sum, i) => sum !== header.totals[i])
  if (unequal >= 0) return blockRefusal('totals-wrong', { total: unequal, due: String(sums[unequal]) })
  if (equalBytes(stateHash, header.stateHash)) return undefined
  return blockRefusal('state-hash', { stateHash: toHex(header.stateHash), due: toHex(stateHash) })
}

function rewardJudgement(reward: Transaction): Judgement {
  return { txid: txidOf(reward), fee: 0n, netDebt: 0n, netCredit: 0n, released: 0n, sigops: 0 }
}
