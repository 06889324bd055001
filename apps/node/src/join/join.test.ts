import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Checkpoint, chainEntry, netValue, recomputedStateHash } from '@vc/consensus'
import { sha256, toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { memoryPages } from '../../sim/memory-pages.ts'
import { memoryMembers, peerOf } from '../../test/hostile/memory-members.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { encodeHeaders, encodePieces } from '../network/messages.ts'
import { type Network, openNetwork } from '../network/network.ts'
import { alone } from '../network/port.ts'
import { decodeChunk, type SnapshotOffer } from '../network/snapshot-messages.ts'
import { openNode } from '../node.ts'
import type { Answer } from '../rpc/server.ts'
import { type BuiltSnapshot, buildSnapshot } from '../snapshots/build-snapshot.ts'
import { shelve } from '../snapshots/shelf.ts'
import { openDiskStore } from '../storage/disk-store.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { stateReader } from '../storage/state-reader.ts'
import type { Store } from '../storage/store.ts'
import { openTurns } from '../turns.ts'
import { joinBySnapshot } from './join.ts'
import { joinFirst } from './join-first.ts'
import { joiningCore } from './joining-core.ts'

const turns = openTurns((act) => void setImmediate(act))
const quiet = pino({ level: 'silent' })
const NODES = 3
const shelves = Array.from({ length: NODES }, () => openMemoryStore())
const world = await memoryMembers({ members: 4, nodes: NODES, shelves })
for (let second = 0; second < 90; second += 1) await world.second()
const { founded, checks, clock, disks } = world
const { parameters } = founded.configuration
const storeOf = (at: number) => must(disks[at], 'a disk').store
type WholeSnapshot = BuiltSnapshot & { readonly chunks: readonly Uint8Array[] }
/** Of this moment, whatever comes later. */
function built(at: number): WholeSnapshot {
  const { offer, chunks } = must(buildSnapshot(storeOf(at), parameters), 'a snapshot')
  return { offer, chunks: [...chunks] }
}
const honest = built(0)

/** A fourth member without a chain, connected to the others. */
async function joiner(store: Store = openMemoryStore(), trusted?: Checkpoint) {
  const self = peerOf('peer 3')
  // What it may ask in a minute is what it may ask again in the next.
  world.pass(120_000)
  const { genesis, configuration } = founded
  const network = openNetwork({
    ...{
      transport: world.hub.open(self),
      clock,
      log: quiet,
      certificate: Buffer.from('hostile certificate 3'),
    },
    ...{ startList: new Set<string>(), soon: (act: () => void) => void setImmediate(act) },
    maxBlockBytes: parameters.maxBlockBytes,
    onFault: (error) => {
      throw error
    },
  })
  const policy = { minFee: 0n, transactions: 100, bytes: 1_000_000 }
  const rules = { genesis, configuration, backend: 'test', checks, policy, clock, log: quiet }
  const empty = openNode({ store: openMemoryStore(), ...rules, port: network.port, trusted })
  await network.start(joiningCore(empty.core))
  network.tick()
  await world.rest()
  const refusals: string[] = []
  const note = (facts: { code?: string; about?: string }, text?: string) =>
    void refusals.push(facts.code ?? facts.about ?? text ?? '')
  const log = Object.assign(pino({ level: 'silent' }), { warn: note, error: note })
  let pauses = 0
  const joined = ({ ask = network.ask, most = 12, entriesAtOnce = 20_000 } = {}) =>
    joinBySnapshot({
      turns,
      ...{ store, chain: empty.chain, genesis, log, entriesAtOnce },
      network: { port: network.port, cutOff: network.cutOff, ask },
      pause: async () => {
        pauses += 1
        assert(pauses < most, 'it joins in time')
        network.tick()
        await world.rest()
      },
    })
  const open = () =>
    openNode({
      ...{ store, ...rules, port: network.port, trusted },
      producer: { key: must(founded.keys[3], 'a key'), signState: openSignFile(memoryPages()) },
    })
  const liars = () => [...world.hub.cutBy(self).keys()].map((peer) => peers.indexOf(peer)).sort()
  return { join: joined, open, network, store, rules, refusals, liars }
}
const peers = Array.from({ length: NODES }, (_, at) => peerOf(`peer ${at}`))

/** Everybody gives this snapshot, or each its own. */
function give(...snapshots: readonly BuiltSnapshot[]): void {
  shelves.forEach((shelf, at) => {
    for (const [key] of [...shelf.range('block', new Uint8Array([0]))])
      shelf.commit([{ space: 'block', key, value: undefined }])
    shelf.commit([{ space: 'meta', key: Buffer.from('snapshots'), value: undefined }])
    shelve(shelf, must(snapshots[at] ?? snapshots[0], 'a snapshot'))
  })
}

const entriesOf = ({ chunks }: WholeSnapshot) =>
  chunks.flatMap((chunk) => [...must(decodeChunk(chunk), 'entries')])
/** The same snapshot with other entries, cut and named as an honest one is. */
function lying(entries: readonly Uint8Array[], offer: Partial<SnapshotOffer> = {}, parts = 1): WholeSnapshot {
  const size = Math.ceil(entries.length / parts)
  const chunks = Array.from({ length: parts }, (_, i) =>
    encodePieces(entries.slice(i * size, (i + 1) * size)),
  )
  return { offer: { ...honest.offer, ...offer }, chunks }
}
const stateHashOf = ({ offer }: BuiltSnapshot) =>
  toHex(must(source0().node.chain.blocks.header(offer.hash), 'its header').stateHash)
const changed = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
const source0 = () => must(world.all[0], 'a node')
const POWER_CUT = new Error('the power went')
/** A store whose machine loses power at the commit of this number. */
function breaking(store: Store, at: number): Store {
  let left = at
  return {
    ...store,
    commit: (writes) => {
      if (left === 0) throw POWER_CUT
      left -= 1
      store.commit(writes)
    },
  }
}
const stateOf = (store: Store) =>
  new Map([...stateReader(store).range('')].map(([key, value]) => [key, toHex(value)]))

describe('a node that joins from a snapshot', () => {
  it('has the very state that the others had after that block, what only the past tells included, and follows the head', async () => {
    give(honest)
    const { join, open, network, store } = await joiner()
    const joined = await join()
    expect(joined).toEqual({ height: honest.offer.height, hash: honest.offer.hash })
    const judged = openNode({
      ...{
        store: openMemoryStore(),
        genesis: founded.genesis,
        configuration: founded.configuration,
        backend: 'test',
      },
      ...{ checks, clock, log: quiet, policy: { minFee: 0n, transactions: 1, bytes: 1_000 } },
    })
    for (let height = 1; height <= joined.height; height += 1)
      judged.core.receiveBlock(
        Buffer.from(must(source0().node.face.blockAt(height), 'a block').bytes, 'hex'),
        'peer',
      )
    const [own, theirs] = [
      stateOf(store),
      new Map([...judged.chain.state.range('')].map(([key, value]) => [key, toHex(value)])),
    ]
    for (const log of [own, theirs])
      for (const key of [...log.keys()].filter((one) => one.startsWith('v:'))) log.delete(key)
    expect(own).toEqual(theirs)
    const node = open()
    expect(node.face.status().joined).toEqual({ height: joined.height, hash: toHex(joined.hash) })
    await network.stop()
    await network.start(node.core)
    world.all.push({ ...source0(), node, network })
    for (let second = 0; second < 40; second += 1) await world.second()
    world.all.pop()
    await network.stop()
    expect(toHex(node.chain.head.hash)).toBe(toHex(source0().node.chain.head.hash))
    expect(node.chain.finality.final.height).toBeGreaterThan(joined.height + 4)
    expect(netValue(node.chain.state)).toBe(netValue(source0().node.chain.state))
  })

  it('goes on where it was when it is killed between any two writes', async () => {
    const pieces = entriesOf(honest)
    const cut = lying(pieces, {}, 3)
    give(cut)
    const store = openMemoryStore()
    for (let at = 0; ; at += 1) {
      const { join, network } = await joiner(breaking(store, at))
      const outcome = await join({ entriesAtOnce: 50 }).then(
        ({ height }) => height,
        (error: unknown) => (error === POWER_CUT ? 'cut' : Promise.reject(error)),
      )
      await network.stop()
      if (outcome === 'cut') continue
      expect(outcome).toBe(honest.offer.height)
      expect(at).toBeGreaterThan(5 + pieces.length / 50)
      break
    }
    const whole = openMemoryStore()
    const { join, network } = await joiner(whole)
    await join()
    await network.stop()
    expect(stateOf(store)).toEqual(stateOf(whole))
  })

  it('begins the state anew when it was killed with another one half written', async () => {
    const wrong = entriesOf(honest).map((one) => (one[0] === 1 ? changed(one, 3) : one))
    give(lying(wrong.toSorted(Buffer.compare)), honest)
    const store = openMemoryStore()
    let states = 0
    const cut: Store['commit'] = (writes) => {
      if (writes.every(({ space }) => space === 'state')) states += 1
      if (states > 3) throw POWER_CUT
      store.commit(writes)
    }
    const dying = await joiner({ ...store, commit: cut })
    await expect(dying.join({ entriesAtOnce: 10 })).rejects.toBe(POWER_CUT)
    await dying.network.stop()
    expect(stateOf(store).size).toBeGreaterThan(20)
    give(honest)
    const again = await joiner(store)
    await again.join({ entriesAtOnce: 10 })
    await again.network.stop()
    const whole = openMemoryStore()
    const { join, network } = await joiner(whole)
    await join()
    await network.stop()
    expect(stateOf(store)).toEqual(stateOf(whole))
  })

  it('asks nobody again for what it has when it was killed', async () => {
    give(lying(entriesOf(honest), {}, 3))
    const store = openMemoryStore()
    const first = await joiner(breaking(store, 4))
    await expect(first.join()).rejects.toBe(POWER_CUT)
    await first.network.stop()
    const asked: string[] = []
    const { join, network } = await joiner(store)
    const ask: Network['ask'] = (peer, request, question) => {
      asked.push(`${request} ${toHex(question).slice(8)}`)
      return network.ask(peer, request, question)
    }
    await join({ ask })
    await network.stop()
    expect(asked.filter((one) => one.startsWith('headers'))).toEqual([])
    expect(asked).not.toContain('snapshot 00000000')
    expect(asked).toContain('snapshot 02000000')
  })

  it('puts the chain where the node looks for it, once it is whole, and tells its operator how far it is', async () => {
    give(honest)
    const folder = mkdtempSync(join(tmpdir(), 'vc-join-'))
    const storePath = join(folder, 'store')
    const { network, rules } = await joiner()
    await network.stop()
    const told: unknown[] = []
    const openServer = async (answer: Answer) => {
      const ask = (method: string) => answer(method, {}, AbortSignal.timeout(1_000))
      told.push(await ask('status'), await ask('submit'))
      return async () => undefined
    }
    const first = { storePath, rules, openNetwork: async () => network, openServer, log: quiet }
    await joinFirst(first)
    const refusal = { rpc: -32000, code: 'node-joining', facts: {} }
    expect(told).toEqual([{ result: expect.objectContaining({ joining: expect.anything() }) }, { refusal }])
    await joinFirst({ ...first, openNetwork: () => Promise.reject(new Error('it has a chain')) })
    const store = openDiskStore(storePath)
    expect(openNode({ ...rules, store }).chain.head.height).toBe(honest.offer.height)
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it('takes what its operator trusts as proof, whoever signed, and nothing beside it', async () => {
    give(honest)
    const point = source0().node.chain.blocks.hashAt(honest.offer.certificate.source.height)
    const trusted = { height: honest.offer.certificate.source.height, hash: must(point, 'a block') }
    const good = await joiner(openMemoryStore(), trusted)
    expect((await good.join()).height).toBe(honest.offer.height)
    await good.network.stop()
    const other = await joiner(openMemoryStore(), { ...trusted, hash: sha256(trusted.hash) })
    await expect(other.join({ most: 3 })).rejects.toThrow('it joins in time')
    await other.network.stop()
    expect(other.refusals).toContain('headers')
  })
})

const forged = honest.offer.certificate.signatures.map((signature, i) =>
  i === 0 ? changed(signature, 7) : signature,
)
const entries = entriesOf(honest)
const entry = (at: number) => must(entries[at], 'an entry')
const lies: readonly (readonly [string, BuiltSnapshot, string])[] = [
  [
    'an amount that is another',
    lying(entries.map((one) => (one[0] === 1 ? changed(one, 44) : one))),
    'snapshot-totals',
  ],
  [
    'a record that is another',
    lying(entries.map((one) => (one[0] === 2 ? changed(one, one.length - 40) : one))),
    'snapshot-state',
  ],
  ['an entry that is left out', lying(entries.filter(([mark]) => mark !== 4)), 'snapshot-state'],
  ['an entry that stands twice', lying([entry(0), ...entries]), 'snapshot-order'],
  ['entries in another order', lying([entry(1), entry(0), ...entries.slice(2)]), 'snapshot-order'],
  ['what is no entry', lying([...entries, new Uint8Array([200, 1])]), 'snapshot-entry'],
  ['no entries at all', lying([]), 'snapshot-totals'],
  [
    'a signature that is none',
    lying(entries, { certificate: { ...honest.offer.certificate, signatures: forged } }),
    'offer',
  ],
  ['another block than it is of', lying(entries, { height: honest.offer.height + 1 }), 'offer'],
  ['a block that is not there', lying(entries, { hash: sha256(honest.offer.hash) }), 'offer'],
  ['another past', lying(entries, { from: honest.offer.from - 2 }), 'snapshot-past'],
]

describe('a node that joins and is lied to', () => {
  it.each(lies)('refuses %s, cuts off who gives it, and joins from another', async (_, lie, code) => {
    give(lie, lie, honest)
    const { join, network, store, refusals, liars } = await joiner()
    expect((await join({ entriesAtOnce: 7 })).hash).toEqual(honest.offer.hash)
    await network.stop()
    expect(refusals).toContain(code)
    expect(liars()).toEqual([0, 1])
    expect(chainEntry(stateReader(store)).height).toBe(honest.offer.height)
    expect(toHex(recomputedStateHash(stateReader(store)))).toBe(stateHashOf(honest))
  })

  it('refuses a chunk that is not the one that was offered', async () => {
    give(honest)
    const [shelf] = shelves
    const [key] = must([...must(shelf, 'a shelf').range('block', new Uint8Array([0]))][0], 'a chunk')
    must(shelf, 'a shelf').commit([{ space: 'block', key, value: encodePieces([entry(0)]) }])
    const { join, network, liars } = await joiner()
    expect((await join()).hash).toEqual(honest.offer.hash)
    await network.stop()
    expect(liars()).toEqual([0])
  })

  it('lets go of headers beside what a quorum made final, and of who told them', async () => {
    give(honest)
    const { join, network, liars } = await joiner()
    const other = await aloneFor(60)
    const ask: Network['ask'] = async (peer, request, question) =>
      peer === peers[0] && request === 'headers'
        ? encodeHeaders(other.core.headersAfter([], new Uint8Array(32), 512))
        : network.ask(peer, request, question)
    expect((await join({ ask })).hash).toEqual(honest.offer.hash)
    await network.stop()
    expect(liars()).toContain(0)
  })

  it('is held up by nobody who is silent', async () => {
    give(honest)
    const { join, network, liars } = await joiner()
    const ask: Network['ask'] = async (peer, request, question) =>
      peer === peers[0] ? undefined : network.ask(peer, request, question)
    expect((await join({ ask })).hash).toEqual(honest.offer.hash)
    await network.stop()
    expect(liars()).toEqual([])
  })
})

/** A chain that one member made while it heard nobody. */
async function aloneFor(seconds: number) {
  let now = founded.time * 1_000
  const node = openNode({
    ...{
      store: openMemoryStore(),
      genesis: founded.genesis,
      configuration: founded.configuration,
      backend: 'test',
    },
    ...{
      checks,
      clock: { nowMs: () => now },
      log: quiet,
      policy: { minFee: 0n, transactions: 1, bytes: 1_000 },
    },
    ...{
      port: alone,
      producer: { key: must(founded.keys[3], 'a key'), signState: openSignFile(memoryPages()) },
    },
  })
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000
    node.tick()
  }
  assert(node.chain.head.height > 10, 'it made blocks')
  return node
}
