import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { membersAnswer } from '@vc/client'
import { chainEntry, decodeBlock, findStake, netValue, parseConfiguration } from '@vc/consensus'
import { equalBytes, fromHex, hash160, nobleChecks, p256PublicKey, sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  decodeTransaction,
  encodeTransaction,
  keyHashScript,
  type OutputAt,
  outputsOf,
  pay,
  payShares,
  registerStake,
  signInput,
  type Transaction,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holder } from '../../test/transfers.ts'
import { initNetwork, type NewNetwork } from '../init.ts'
import { openNodeKey } from '../keys/node-key.ts'
import { openSignState } from '../keys/sign-state.ts'
import { type Node, openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-custody-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const owner = holder(sha256(new Uint8Array([1])))
const FEE = 100n
const COIN = 5_000_000_000_000n
const STAKE = 3_000_000_000_000n
const OWN_STAKE = 1_000_000_000_000n
let made: NewNetwork
let node: Node
let seconds = 1_800_000_000

/** Lets the clock run until the head has risen by so many blocks. */
function produce(blocks: number): void {
  const due = node.face.status().head.height + blocks
  while (node.face.status().head.height < due) {
    seconds += 1
    node.tick()
  }
}

beforeAll(async () => {
  made = await initNetwork({
    ...{ dataDir: folder, name: 'dev-custody', origins: ['http://localhost:3000'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    allotments: [{ scriptHex: toHex(owner.script), amount: COIN }],
    ...{ stakeAmount: OWN_STAKE, commitmentLength: 1_024, time: seconds },
    random: (bytes) => new Uint8Array(bytes).fill(7),
  })
  const parsed = parseConfiguration(made.configuration)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  const producer = {
    key: openNodeKey(join(folder, 'node-key.json')),
    signState: openSignState(join(folder, 'sign-state'), { create: false }),
  }
  node = openNode({
    ...{ store: openMemoryStore(), genesis: made.genesis, configuration: parsed.value, checks: nobleChecks },
    ...{ backend: 'noble', policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, producer },
    ...{ clock: { nowMs: () => seconds * 1000 }, log: pino({ level: 'silent' }) },
  })
}, 60_000)

const network = () => fromHex(made.network)
function signed(tx: Transaction, values: readonly OutputAt[]): Transaction {
  const named = outputsOf(values)
  return values.reduce(
    (one, _, index) => signInput({ tx: one, named, network: network(), index, secret: owner.secret }),
    tx,
  )
}
const submit = (tx: Transaction) => node.face.submit([encodeTransaction(tx)])
const outputAt = (tx: Transaction, index: number, layer: 1 | 2): OutputAt => ({
  outpoint: { txid: txidOf(tx), index },
  output: { ...must(tx.outputs[index], 'an output'), layer, kind: 0, height: 0 },
})
const blocksFrom = (height: number) =>
  Array.from({ length: node.face.status().head.height - height + 1 }, (_, i) => {
    const read = decodeBlock(fromHex(must(node.face.blockAt(height + i), 'a block').bytes), 4_000_000)
    if (!read.ok) throw new Error(read.refusal.code)
    return read.value
  })

test('what is put aside and then registered goes in one after the other; the entrusted stake makes blocks beside the own', () => {
  const { producerKey, commitment } = must(node.face.producer(), 'the node produces')
  const coin = {
    outpoint: { txid: fromHex(must(made.allotments[0], 'an allotment').txid), index: 0 },
    output: { element: VALUE, amount: COIN, script: owner.script, layer: 2, kind: 0, height: 0 },
  } as const
  const payments = [{ to: owner.script, amount: STAKE + FEE }]
  const aside = signed(pay({ values: [coin], payments, fee: FEE, changeTo: owner.script }), [coin])
  const values = [outputAt(aside, 0, 2)]
  const key = { producerKey: fromHex(producerKey), commitment: fromHex(commitment) }
  const registration = registerStake({ values, amount: STAKE, fee: FEE, ...key, ownerScript: owner.script })
  const stake = signed(registration, values)
  const before = netValue(node.chain.state)
  expect([submit(aside), submit(stake)]).toMatchObject([{ accepted: true }, { accepted: true }])
  produce(1)
  expect(node.face.transaction(txidOf(aside))).toMatchObject({ state: 'block' })
  expect(node.face.transaction(txidOf(stake))).toMatchObject({ state: 'mempool' })
  produce(1)
  expect(node.face.transaction(txidOf(stake))).toMatchObject({ state: 'block' })
  const registered = must(findStake(node.chain.state, { txid: txidOf(stake), index: 0 }), 'a stake')
  expect([registered.amount, registered.level]).toEqual([STAKE, 0n])
  const { height } = node.face.status().head
  produce(80)
  const isEntrusted = ({ stakeTxid }: { readonly stakeTxid: Uint8Array }) =>
    equalBytes(stakeTxid, txidOf(stake))
  const old = blocksFrom(height).filter(({ header }) => header.time - registered.registered < 60)
  expect(old.filter(({ header }) => isEntrusted(header))).toEqual([])
  const young = blocksFrom(height + old.length)
  // Three quarters of the stake: by chance alone fewer than a third of some forty blocks never happens.
  expect(young.filter(({ header }) => isEntrusted(header)).length).toBeGreaterThan(young.length / 3)
  expect(young.some(({ header }) => !isEntrusted(header))).toBe(true)
  expect(netValue(node.chain.state)).toBe(before)
})

test('the desk tells of each member its stake and when the last blocks saw it', () => {
  const { head } = node.face.status()
  const { producerKey } = must(node.face.producer(), 'the node produces')
  const { height, window, members } = node.face.members()
  expect({ height, window }).toEqual({ height: head.height, window: 30 })
  expect(members).toMatchObject([
    {
      ...{ stakeKey: producerKey, roles: 7, isSuspended: false, lastBlock: head.height },
      stake: (STAKE + OWN_STAKE).toString(),
    },
  ])
  expect(membersAnswer.parse({ height, window, members })).toEqual({ height, window, members })
  expect(must(members[0]?.lastVote, 'a vote')).toBeGreaterThan(height - 4)
})

test('the desk signs a payment of the rewards that came, and the chain takes it; it signs no other thing', () => {
  const { producerKey } = must(node.face.producer(), 'the node produces')
  const script = keyHashScript(hash160(fromHex(producerKey)))
  const rewards = blocksFrom(1).flatMap(({ transactions: [first] }) =>
    first?.inputs.length === 0 ? first.outputs.map((_, i) => outputAt(first, i, 1)) : [],
  )
  expect(rewards.every(({ output }) => equalBytes(output.script, script))).toBe(true)
  const sum = rewards.reduce((all, { output }) => all + output.amount, 0n)
  // The fees of both transactions but for what is carried to the next block that has any.
  expect(sum + chainEntry(node.chain.state).carry).toBe(2n * FEE)
  const shares = [{ to: owner.script, amount: 50n }]
  const draft = payShares({ rewards, shares, producer: script, fee: FEE })
  const answer = node.face.signShares(toHex(encodeTransaction(draft)))
  const read = answer.signed ? decodeTransaction(fromHex(answer.transaction), 100_000) : undefined
  expect(read?.ok && submit(read.value)).toMatchObject({ accepted: true })
  produce(1)
  expect(node.face.output(txidOf(draft), 0)).toMatchObject({ amount: '50', layer: 1 })
  expect(node.face.signShares(toHex(encodeTransaction(draft)))).toMatchObject({
    refusal: { code: 'shares-input' },
  })
  expect(node.face.signShares('00')).toMatchObject({ refusal: { code: 'shares-form' } })
})
