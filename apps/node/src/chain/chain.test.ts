import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chainEntry, decodeBlock, encodeBlock, netValue, parseConfiguration, placeOf } from '@vc/consensus'
import { fromHex, nobleChecks, p256PublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { VALUE } from '@vc/ledger'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Coin, holder, payToSelf } from '../../test/transfers.ts'
import { initNetwork, type NewNetwork } from '../init.ts'
import { openNodeKey } from '../keys/node-key.ts'
import { openSignState } from '../keys/sign-state.ts'
import { type Node, openNode } from '../node.ts'
import { replay } from '../replay.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { type Store, spaces, type Write } from '../storage/store.ts'
import { openChain } from './chain.ts'
import { be32 } from './chain-store.ts'
import { undoPruneWrites } from './finality.ts'
import { importBlock, settle } from './import-block.ts'
import { indexVersionWrite } from './renew-index.ts'
import { undoHead } from './undo-head.ts'

const folder = mkdtempSync(join(tmpdir(), 'vc-chain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const START = 1_800_000_000
const owner = holder(sha256(new Uint8Array([1])))
const keys = [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n])))))

describe('the chain of a node', () => {
  let made: NewNetwork
  let store: Store
  let node: Node
  let seconds = START
  const clock = { nowMs: () => seconds * 1000 }
  const configuration = () => {
    const parsed = parseConfiguration(made.configuration)
    if (!parsed.ok) throw new Error(parsed.refusal.code)
    return parsed.value
  }
  const open = (own: Store) =>
    openChain({ store: own, genesis: made.genesis, configuration: configuration(), checks: nobleChecks })
  const coin = (index: number): Coin => ({
    outpoint: { txid: fromHex(must(made.allotments[index], 'an allotment').txid), index },
    output: { element: VALUE, amount: 1_000n, script: owner.script },
  })
  /** Lets the clock run until the head has risen by so many blocks. */
  const produce = (blocks: number) => {
    const due = node.face.status().head.height + blocks
    while (node.face.status().head.height < due) {
      seconds += 1
      node.tick()
    }
  }
  const bytesAt = (height: number) => fromHex(must(node.face.blockAt(height), 'a block').bytes)

  beforeAll(async () => {
    made = await initNetwork({
      dataDir: folder,
      name: 'dev-chain',
      origins: ['http://localhost:3000'],
      rpIds: ['localhost'],
      councilKeys: keys,
      allotments: [1, 2, 3].map(() => ({ scriptHex: toHex(owner.script), amount: 1_000n })),
      time: START,
      commitmentLength: 1_024,
      random: (bytes) => new Uint8Array(bytes).fill(7),
    })
    store = openMemoryStore()
    node = openNode({
      store,
      genesis: made.genesis,
      configuration: configuration(),
      backend: 'noble',
      checks: nobleChecks,
      policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
      clock,
      log: pino({ level: 'silent' }),
      producer: {
        key: openNodeKey(join(folder, 'node-key.json')),
        signState: openSignState(join(folder, 'sign-state'), { create: false }),
      },
    })
  })

  it('begins with its genesis block, whose hash is the network', () => {
    const status = node.face.status()
    expect(status).toMatchObject({ network: made.network, configurationId: made.configurationId, mempool: 0 })
    expect(status.head).toMatchObject({ height: 0, hash: made.network })
    expect(status.final).toEqual({ height: 0, hash: made.network })
    expect(node.face.roster('admission')?.keys).toEqual(keys)
  })
  it('makes a block every other second, empty ones too, and they become final', () => {
    const before = seconds
    produce(60)
    const { head, justified, final } = node.face.status()
    expect((seconds - before) / 60).toBeGreaterThan(1.2)
    expect((seconds - before) / 60).toBeLessThan(3.5)
    expect(head.height - justified.height).toBeLessThanOrEqual(3)
    expect(head.height - final.height).toBeLessThanOrEqual(5)
    expect(node.face.blockAt(final.height)?.final).toBe(true)
    expect(node.face.blockAt(head.height)?.final).toBe(false)
  })
  it('takes a submitted transaction with its unconfirmed child into a block, with the fees paid', () => {
    const parent = payToSelf(owner, coin(0), 100n, fromHex(made.network))
    const child = payToSelf(owner, parent.coin, 50n, fromHex(made.network))
    for (const { hex } of [parent, child]) expect(node.face.submit([fromHex(hex)]).accepted).toBe(true)
    expect(node.face.transaction(fromHex(child.txid))).toEqual({ state: 'mempool' })
    produce(1)
    const { height, hash } = node.face.status().head
    expect(node.face.transaction(fromHex(child.txid))).toEqual({ state: 'block', height, hash, final: false })
    expect(node.face.output(fromHex(child.txid), 0)).toMatchObject({ amount: '850', height })
    expect(node.face.output(fromHex(parent.txid), 0)).toBeUndefined()
    expect(node.face.submit([fromHex(parent.hex)])).toEqual({ accepted: true, txids: [parent.txid] })
    produce(6)
    expect(node.face.transaction(fromHex(child.txid))).toMatchObject({ state: 'block', final: true })
  })
  it('gives the same state when its blocks are replayed from bytes', async () => {
    const { head, totals } = node.face.status()
    const blocks = Array.from({ length: head.height + 1 }, (_, height) => bytesAt(height))
    const replayed = await replay(blocks, made.configuration)
    expect(replayed).toMatchObject({ height: head.height, stateHash: head.stateHash })
    expect(replayed.totals.map(String)).toEqual(totals)
    expect(new Set(replayed.conserved).size).toBe(1)
  })
  it('undoes block after block to exactly the state of each parent, down to the final one, and goes forth again', () => {
    const other = openMemoryStore()
    const chain = open(other)
    const entries = () => [...other.range('state', new Uint8Array([0]))].map(String)
    const { height } = node.face.status().head
    const states = [entries()]
    for (let at = 1; at <= height; at += 1) {
      expect(importBlock(chain, bytesAt(at), clock).ok).toBe(true)
      states.push(entries())
    }
    const final = chain.tree.root.height
    for (let at = height; at > final; at -= 1) {
      expect(entries()).toEqual(states[at])
      undoHead(chain)
    }
    expect(entries()).toEqual(states[final])
    expect(() => undoHead(chain)).toThrow('never undone')
    settle(chain)
    expect(entries()).toEqual(states[height])
  })
  it('keeps the undo sets of what may still be undone, and of a thousand blocks before to look back on', () => {
    const kept = openMemoryStore()
    const undo = (height: number): Write => ({ space: 'undo', key: be32(height), value: new Uint8Array(1) })
    kept.commit(Array.from({ length: 1_100 }, (_, at) => undo(at + 1)))
    const gone = undoPruneWrites(kept, 1_050)
    expect(gone).toHaveLength(49)
    expect(gone.at(-1)).toEqual({ space: 'undo', key: be32(49), value: undefined })
    expect(undoPruneWrites(kept, 900)).toEqual([])
    const { height } = node.face.status().head
    expect([1, height].map((at) => node.chain.blocks.undoAt(at) !== undefined)).toEqual([true, true])
  })
  it('changes nothing when it is given a block again', () => {
    const chain = open(store)
    const before = chain.head
    expect(importBlock(chain, bytesAt(3), clock)).toEqual({ ok: true, value: before })
  })
  it('refuses a block that is early, has no parent here, or is changed in any byte', () => {
    const chain = open(openMemoryStore())
    const early = { nowMs: () => START * 1000 }
    expect(importBlock(chain, bytesAt(1), early)).toMatchObject({ refusal: { code: 'block-early' } })
    expect(importBlock(chain, bytesAt(2), clock)).toMatchObject({ refusal: { code: 'block-orphan' } })
    const bytes = bytesAt(1)
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte))
      expect([at, importBlock(chain, changed, clock).ok]).toEqual([at, false])
    }
    expect(chainEntry(chain.state).height).toBe(0)
    expect(importBlock(chain, bytes, clock).ok).toBe(true)
  })
  it('makes the indexes anew when an older node wrote them', () => {
    const older = openMemoryStore()
    const all = (own: Store) =>
      spaces.flatMap((space) => [...own.range(space, new Uint8Array([0]))].map(String))
    for (const space of spaces)
      older.commit(
        [...store.range(space, new Uint8Array([0]))].map(([key, value]) => ({ space, key, value })),
      )
    older.commit([
      { ...indexVersionWrite, value: undefined },
      { space: 'state', key: utf8('x:of nobody'), value: new Uint8Array(4) },
    ])
    open(older)
    expect(all(older)).toEqual(all(store))
  })
  it('halts on the store of another network', async () => {
    const other = join(folder, 'other')
    const rest = { name: 'dev-other', origins: [], rpIds: [], councilKeys: keys, allotments: [] }
    const another = await initNetwork({ ...rest, dataDir: other, time: START, commitmentLength: 1_024 })
    const parsed = parseConfiguration(another.configuration)
    if (!parsed.ok) throw new Error(parsed.refusal.code)
    const parts = { store, genesis: another.genesis, configuration: parsed.value, checks: nobleChecks }
    expect(() => openChain(parts)).toThrow('genesis-other')
  })
  it('keeps value less debt, with what is carried, for ever', () => {
    const chain = open(store)
    const genesis = open(openMemoryStore())
    expect(netValue(chain.state)).toBe(netValue(genesis.state))
    expect(placeOf(chain.context, 1).network).toEqual(fromHex(made.network))
    const head = decodeBlock(bytesAt(chain.head.height), 4_000_000)
    expect(head.ok && encodeBlock(head.value)).toEqual(bytesAt(chain.head.height))
  })
})
