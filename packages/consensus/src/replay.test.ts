import { equalBytes, hash160, nobleChecks, schnorrPublicKey, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { keyHashScript, memoryState, outputsOf, pay, signInput, type Transaction, txidOf } from '@vc/ledger'
import { expect, test } from 'vitest'
import {
  applyGenesis,
  type Block,
  type BlockContext,
  type BlockPlan,
  blockHash,
  buildBlock,
  certificateOf,
  chainEntry,
  chooseVote,
  commitmentChain,
  decodeBlock,
  development,
  encodeBlock,
  findSlot,
  type GenesisSpec,
  genesis,
  genesisConfiguration,
  type Header,
  judgeBlock,
  type Link,
  netValue,
  type ParentBlock,
  signHeader,
  signVote,
  stakes,
  votersFor,
} from './index.ts'

const secret = new Uint8Array(32).fill(7)
const holder = new Uint8Array(32).fill(9)
const key = schnorrPublicKey(secret)
const script = keyHashScript(hash160(schnorrPublicKey(holder)))
const chain = commitmentChain(new Uint8Array(32).fill(3), 200)
const spec: GenesisSpec = {
  network: 'dev-test',
  time: 1_800_000_000,
  configuration: development(),
  stakes: [{ producerKey: key, commitment: chain.commitment, amount: 10n ** 9n, ownerScript: script }],
  allotments: [{ script, amount: 10n ** 6n }],
  admissionRoster: [key],
  councilRoster: [key],
  members: [{ peerId: Uint8Array.of(1), certificateHash: new Uint8Array(32), stakeKey: key, roles: 3 }],
}

function start() {
  const configuration = genesisConfiguration(spec)
  const first = genesis(spec)
  const state = memoryState()
  state.apply(applyGenesis(first, configuration))
  const network = blockHash(first.header)
  const headers = new Map<string, Header>([[toHex(network), first.header]])
  const headersBack = (hash: Uint8Array) => headers.get(toHex(hash))
  const context: BlockContext = { network, configuration, checks: nobleChecks, headersBack }
  const parent: ParentBlock = { header: first.header, hash: network }
  return { state, context, headers, parent, first }
}

type Chain = ReturnType<typeof start>

function plan(
  { state, context }: Chain,
  parent: ParentBlock,
  candidates: readonly Transaction[] = [],
): BlockPlan {
  const stake = must([...stakes(state)][0], 'a stake')
  const from = parent.header.time + 1
  const slot = must(findSlot({ stake, parent, state, context, from, to: from + 600 }), 'a slot')
  const reveal = must(chain.revealOf(stake.commitment), 'a preimage')
  return {
    parent,
    state,
    context,
    candidates,
    time: slot.time,
    stake: stake.outpoint,
    secretKey: secret,
    reveal,
  }
}

const built = (of: BlockPlan) => {
  const result = buildBlock(of)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}

test('fifty blocks with fees and votes are judged as built, become final, and undo gives genesis back', () => {
  const it = start()
  const snapshot = () =>
    JSON.stringify(
      ['o:', 's:', 'r:', 'g:', 'b:', 'v:', 'q:', 'h', 'l', 'f', 't'].map((prefix) =>
        [...it.state.range(prefix)].map(([k, v]) => [k, toHex(v)]),
      ),
    )
  const [founded, net] = [snapshot(), netValue(it.state)]
  let parent = it.parent
  let coin = {
    txid: txidOf(must(it.first.transactions.at(-1), 'an allotment')),
    index: 0,
    amount: 10n ** 6n,
    height: 0,
  }
  let lastVote: Link | undefined
  const undos = []
  const hashes = [it.context.network]
  for (let height = 1; height <= 50; height += 1) {
    const { txid, index, amount } = coin
    const output = { element: 0, amount, script, layer: 2, kind: 0, height: coin.height } as const
    const values = [{ outpoint: { txid, index }, output }]
    const unsigned = pay({
      values,
      payments: [{ to: script, amount: amount - 101n }],
      fee: 101n,
      changeTo: script,
    })
    const tx = signInput({
      tx: unsigned,
      named: outputsOf(values),
      network: it.context.network,
      index: 0,
      secret: holder,
    })
    const { justified } = chainEntry(it.state)
    const source = justified.height === 0 ? { height: 0, hash: it.context.network } : justified
    const link = chooseVote({
      head: height - 1,
      justified: source,
      lastVote,
      hashAt: (at) => hashes[at],
      parameters: it.context.configuration.parameters,
    })
    const certificate =
      link &&
      certificateOf(link, [signVote(it.context.network, link, secret)], votersFor(it.state, source.height))
    lastVote = link ?? lastVote
    const result = built({ ...plan(it, parent, [tx]), certificates: certificate ? [certificate] : [] })
    expect(result.dropped).toEqual([])
    const decoded = decodeBlock(encodeBlock(result.block), 4_000_000)
    const judged = judgeBlock(decoded.ok ? decoded.value : result.block, it.state, parent, it.context)
    if (!judged.ok) throw new Error(`${height}: ${JSON.stringify(judged.refusal)}`)
    expect(toHex(judged.value.stateHash)).toBe(toHex(result.block.header.stateHash))
    expect(judged.value.fees).toBe(101n)
    it.state.apply(judged.value.changes)
    undos.push(judged.value.undo)
    it.headers.set(toHex(result.hash), result.block.header)
    hashes.push(result.hash)
    parent = { header: result.block.header, hash: result.hash, undo: judged.value.undo }
    coin = { txid: txidOf(tx), index: 0, amount: amount - 101n, height }
    expect(netValue(it.state)).toBe(net)
  }
  expect(chainEntry(it.state).final.height).toBeGreaterThan(40)
  for (const undo of undos.reverse()) it.state.apply(undo)
  expect(snapshot()).toBe(founded)
})

test('one specification gives one genesis', () => {
  expect(equalBytes(encodeBlock(genesis(spec)), encodeBlock(genesis(spec)))).toBe(true)
})

type Mutation = (block: Block, it: Chain) => Block
const signed =
  (change: (header: Header) => Partial<Header>): Mutation =>
  (block) => ({ ...block, header: signHeader({ ...block.header, ...change(block.header) }, secret) })
const junk = new Uint8Array(32).fill(0xee)
const mutations: readonly (readonly [string, Mutation])[] = [
  ['block-shape', signed(() => ({ version: 2 }))],
  ['block-shape', signed(() => ({ ballots: [junk, junk] }))],
  ['block-parent', signed(() => ({ prevHash: junk }))],
  ['block-parent', signed(() => ({ height: 9 }))],
  ['block-time', signed(() => ({ time: spec.time }))],
  ['block-configuration', signed(() => ({ configId: junk }))],
  ['block-bits', signed((header) => ({ bits: header.bits + 1 }))],
  ['block-beacon', signed(() => ({ beaconHash: junk }))],
  ['stake-unknown', signed(() => ({ stakeTxid: junk }))],
  ['stake-unknown', signed(() => ({ stakeAmount: 1n }))],
  ['claim-turn', signed(() => ({ stakeIndex: 0xffff_ffff }))],
  ['reveal-wrong', signed(() => ({ reveal: junk }))],
  ['block-signature', (block) => ({ ...block, header: { ...block.header, signature: new Uint8Array(64) } })],
  ['block-extension', signed(() => ({ extRoot: junk }))],
  ['block-merkle', signed(() => ({ txRoot: junk }))],
  ['block-merkle', signed(() => ({ witnessRoot: junk }))],
  ['totals-wrong', signed((header) => ({ totals: header.totals.map((sum) => sum + 1n) }))],
  ['state-hash', signed(() => ({ stateHash: junk }))],
]

test.each(mutations)('a block is refused with %s when that part is wrong (case %#)', (code, mutate) => {
  const it = start()
  const { block } = built(plan(it, it.parent))
  const judged = judgeBlock(mutate(block, it), it.state, it.parent, it.context)
  expect(judged.ok ? 'valid' : judged.refusal.code).toBe(code)
})
