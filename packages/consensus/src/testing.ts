import { hash160, nobleChecks, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  keyHashScript,
  memoryState,
  type OutputAt,
  outputsOf,
  pay,
  signInput,
  type Transaction,
  txidOf,
} from '@vc/ledger'
import { type BlockPlan, type BuiltBlock, buildBlock, signHeader } from './build-block.ts'
import { certificateOf, signVote } from './checkpoints.ts'
import { type Block, decodeBlock, encodeBlock, transactionRoot, witnessRoot } from './codec/block.ts'
import { type Certificate, type Extension, extensionRoot } from './codec/extension.ts'
import { blockHash, type Header, ZERO_HASH } from './codec/header.ts'
import type { Checkpoint, Link } from './codec/vote.ts'
import { commitmentChain } from './commitment-chain.ts'
import { development, type GenesisParameters } from './configuration/parameters.ts'
import type { BlockContext, ParentBlock } from './context.ts'
import { findSlot } from './find-slot.ts'
import { applyGenesis, type GenesisSpec, genesis, genesisConfiguration } from './genesis.ts'
import { judgeBlock } from './judge-block.ts'
import { votersFor } from './members.ts'
import { chainEntry, netValue, type Stake, stakes } from './state-entries.ts'

const STAKE = 10n ** 9n
const COIN = 10n ** 9n

/** Someone who makes blocks, votes, and pays: one key. */
export function testMember(name: string) {
  const secret = sha256(utf8(name))
  const key = schnorrPublicKey(secret)
  const reveals = commitmentChain(sha256(utf8(`${name} reveals`)), 200)
  return { secret, key, script: keyHashScript(hash160(key)), reveals }
}
export type TestMember = ReturnType<typeof testMember>

/** What a block to be built has besides its place. */
export type BlockParts = Partial<
  Pick<BlockPlan, 'candidates' | 'references' | 'evidence' | 'certificates' | 'ballots'>
> & {
  /** The slot is the first that is won so many seconds after the parent's. */
  readonly after?: number
  /** Which of the member's stakes wins; absent: the first. */
  readonly stake?: number
}

/** A network in memory of members with one equal stake each, one vote each, and coins of the first; for tests. */
export function testBranch(of: {
  readonly members: number
  readonly coins?: number
  /** Numbers of the members who have one stake more. */
  readonly twice?: readonly number[]
  readonly parameters?: Partial<GenesisParameters>
}) {
  const members = Array.from({ length: of.members }, (_, at) => testMember(`member ${at}`))
  const owner = must(members[0], 'a member')
  const spec: GenesisSpec = {
    network: 'dev-branch',
    time: 1_800_000_000,
    configuration: development(of.parameters),
    stakes: [...members, ...(of.twice ?? []).map((at) => must(members[at], 'a member'))].map(
      ({ key, script, reveals }) => ({
        ...{ producerKey: key, commitment: reveals.commitment, amount: STAKE, ownerScript: script },
      }),
    ),
    allotments: Array.from({ length: of.coins ?? 0 }, () => ({ script: owner.script, amount: COIN })),
    admissionRoster: [owner.key],
    councilRoster: [owner.key],
    members: members.map(({ key }, at) => ({
      ...{ peerId: Uint8Array.of(at + 1), certificateHash: ZERO_HASH, stakeKey: key, roles: 3 },
    })),
  }
  const configuration = genesisConfiguration(spec)
  const first = genesis(spec)
  const network = blockHash(first.header)
  const state = memoryState()
  state.apply(applyGenesis(first, configuration))
  const headers = new Map<string, Header>([[toHex(network), first.header]])
  const headersBack = (hash: Uint8Array) => headers.get(toHex(hash))
  const context: BlockContext = { network, configuration, checks: nobleChecks, headersBack }
  const hashes = [network]
  let parent: ParentBlock = { header: first.header, hash: network }

  const stakeOf = (member: TestMember, number = 0): Stake =>
    must(
      [...stakes(state)].filter(({ producerKey }) => toHex(producerKey) === toHex(member.key))[number],
      'a stake',
    )
  const slotOf = (member: TestMember, { after = 1, stake = 0 }: Pick<BlockParts, 'after' | 'stake'> = {}) => {
    const from = parent.header.time + after
    return findSlot({ stake: stakeOf(member, stake), parent, state, context, from, to: from + 2_000 })
  }
  /** The next block as this member would make it. */
  const build = (member: TestMember, { after = 1, stake: number = 0, ...parts }: BlockParts = {}) => {
    const stake = stakeOf(member, number)
    const { time } = must(slotOf(member, { after, stake: number }), 'a slot')
    const reveal = must(member.reveals.revealOf(stake.commitment), 'a preimage')
    const place = { parent, state, context, time, stake: stake.outpoint, secretKey: member.secret, reveal }
    return buildBlock({ ...place, candidates: [], ...parts })
  }
  const built = (member: TestMember, parts: BlockParts = {}): BuiltBlock => {
    const result = build(member, parts)
    if (!result.ok) throw new Error(JSON.stringify(result.refusal))
    return result.value
  }
  const judge = (block: Block) => judgeBlock(block, state, parent, context)
  /** Takes a block as it is read from its bytes. */
  const add = ({ block }: Pick<BuiltBlock, 'block'>) => {
    const decoded = decodeBlock(encodeBlock(block), configuration.parameters.maxBlockBytes)
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.refusal))
    const net = netValue(state)
    const judged = judge(decoded.value)
    if (!judged.ok) throw new Error(JSON.stringify(judged.refusal))
    const { changes, undo, hash } = judged.value
    state.apply(changes)
    if (netValue(state) !== net) throw new Error('value less debt with carry has changed')
    headers.set(toHex(hash), block.header)
    hashes.push(hash)
    parent = { header: block.header, hash, undo }
    return judged.value
  }
  /** The refusal of a block, undefined when it is valid. */
  const refusalOf = (block: Block) => {
    const judged = judge(block)
    return judged.ok ? undefined : judged.refusal
  }
  /** A coin of genesis, the first member's. */
  const coin = (index: number): OutputAt => ({
    outpoint: { txid: txidOf(must(first.transactions.at(-1), 'an allotment')), index },
    output: { element: 0, amount: COIN, script: owner.script, layer: 2, kind: 0, height: 0 },
  })
  /** The first member signs all that it spends. */
  const signed = (unsigned: Transaction, spent: readonly OutputAt[]) =>
    spent.reduce(
      (tx, _, index) => signInput({ tx, named: outputsOf(spent), network, index, secret: owner.secret }),
      unsigned,
    )
  /** A coin paid to its owner again. */
  const payment = (index: number, fee: bigint) => {
    const values = [coin(index)]
    const payments = [{ to: owner.script, amount: COIN - fee }]
    return signed(pay({ values, payments, fee, changeTo: owner.script }), values)
  }
  const checkpoint = (height: number): Checkpoint => ({ height, hash: must(hashes[height], 'a block') })
  /** These members' votes from one height of the branch to another, joined; undefined below the quorum. */
  const certificate = (
    [from, to]: readonly [number, number],
    by: readonly TestMember[],
  ): Certificate | undefined => {
    const link: Link = { source: checkpoint(from), target: checkpoint(to) }
    const votes = by.map(({ secret }) => signVote(network, link, secret))
    return certificateOf(link, votes, votersFor(state, from))
  }
  return {
    ...{ members, spec, configuration, network, state, context, genesis: first },
    ...{
      slotOf,
      stakeOf,
      build,
      built,
      judge,
      add,
      refusalOf,
      payment,
      coin,
      signed,
      checkpoint,
      certificate,
    },
    parent: () => parent,
    chain: () => chainEntry(state),
  }
}
export type TestBranch = ReturnType<typeof testBranch>

/** The block with another extension or other transactions, all roots right, signed again. */
export function rewritten(
  block: Block,
  by: TestMember,
  change: { readonly extension?: Partial<Extension>; readonly transactions?: Block['transactions'] },
): Block {
  const extension = { ...block.extension, ...change.extension }
  const transactions = change.transactions ?? block.transactions
  const roots = { txRoot: transactionRoot(transactions), witnessRoot: witnessRoot(transactions) }
  const header = signHeader({ ...block.header, ...roots, extRoot: extensionRoot(extension) }, by.secret)
  return { header, extension, transactions }
}
