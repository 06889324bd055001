import { randomBytes } from 'node:crypto'
import { multiaddr } from '@multiformats/multiaddr'
import { sha256, toHex, utf8 } from '@vc/crypto'
import { type Clock, must } from '@vc/kernel'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openLibp2pTransport } from './libp2p-transport.ts'
import { privateKeyOf } from './peer-id.ts'
import {
  type PeerKey,
  type Receiver,
  requests,
  type Topic,
  type Transport,
  topics,
  type Verdict,
} from './transport.ts'

const clock: Clock = { nowMs: () => Date.now() }
const networkId = sha256(utf8('a network'))
const silent = pino({ level: 'silent' })
const until = (met: () => void) => vi.waitFor(met, { timeout: 10_000, interval: 20 })

type Heard = { readonly topic: Topic; readonly text: string; readonly from: PeerKey }
type Node = {
  readonly transport: Transport
  readonly address: string
  readonly heard: Heard[]
  readonly tick: () => void
}

const open: Transport[] = []
afterEach(async () => {
  for (const transport of open.splice(0)) await transport.stop()
})

const keyOf = (name: string) => privateKeyOf(sha256(utf8(name)))
const peerOf = async (name: string): Promise<PeerKey> => toHex((await keyOf(name)).publicKey.raw)

/** A node of that name which looks for the others at their ports; `judge` says what becomes of a message. */
async function node(
  name: string,
  others: readonly { name: string; address: string }[],
  receiver: Partial<Receiver> & { judge?: (text: string) => Verdict } = {},
): Promise<Node & { name: string }> {
  const addresses = others.map(({ address }) => multiaddr(address))
  const transport = await openLibp2pTransport({
    key: await keyOf(name),
    networkId,
    listen: ['/ip4/127.0.0.1/tcp/0'],
    addresses,
    clock,
    log: silent,
  })
  open.push(transport)
  const heard: Heard[] = []
  const { judge = () => 'accept' as const, ...rest } = receiver
  await transport.start({
    message: (topic, data, from) => {
      heard.push({ topic, text: Buffer.from(data).toString(), from })
      return judge(Buffer.from(data).toString())
    },
    request: (_, question) => question,
    connected: () => undefined,
    disconnected: () => undefined,
    ...rest,
  })
  const address = must(transport.addresses()[0], 'it listens')
  return { name, transport, address, heard, tick: () => transport.tick() }
}

const admit = async (to: Node, names: readonly string[]) =>
  to.transport.admit(new Set(await Promise.all(names.map(peerOf))), new Map())

/** Ticks the one that dials until they are connected. */
const connected = (dialling: Node, count = 1) =>
  until(() => {
    dialling.tick()
    expect(dialling.transport.peers()).toHaveLength(count)
  })

/** Gossip needs to know who listens: sent until the first arrives. */
const arrives = (from: Node, to: Node, text: string, topic: Topic = 'vote') => {
  let times = 0
  return until(() => {
    times += 1
    from.transport.publish(topic, utf8(`${text} ${times}`))
    expect(to.heard.some((one) => one.text.startsWith(text))).toBe(true)
  })
}

describe('the transport of a node', () => {
  it('connects members, carries questions and answers, and gossip that was judged', async () => {
    const b = await node('b', [])
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    const question = new Uint8Array(300_000).fill(7, 0, 1_000)
    expect(await a.transport.ask(b.transport.self, 'hello', utf8('who are you?'))).toEqual(
      utf8('who are you?'),
    )
    expect(await a.transport.ask(b.transport.self, 'hello', question)).toBeUndefined()
    await arrives(a, b, 'a vote')
    expect(b.heard[0]).toMatchObject({ topic: 'vote', from: a.transport.self })
  })

  it('answers as often as it is asked over one connection: no stream stays open', async () => {
    const b = await node('b', [])
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    for (let times = 0; times < 40; times += 1) {
      const question = utf8(`question ${times}`)
      expect(await a.transport.ask(b.transport.self, 'hello', question)).toEqual(question)
      expect(await a.transport.ask(b.transport.self, 'blocks', new Uint8Array(2_000))).toBeUndefined()
    }
  })

  it('speaks again to a peer that could not follow for a while, over the same connection', async () => {
    const left: PeerKey[] = []
    const b = await node('b', [])
    const a = await node('a', [b], { disconnected: (peer) => left.push(peer) })
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    await arrives(a, b, 'before')
    // More than a line takes, before it takes any.
    for (let n = 0; n < 50; n += 1) a.transport.publish('transaction', randomBytes(topics.transaction))
    await until(() => {
      a.tick()
      a.transport.publish('vote', utf8(`after ${performance.now()}`))
      expect(b.heard.some(({ text }) => text.startsWith('after'))).toBe(true)
    })
    expect(b.heard.filter(({ topic }) => topic === 'transaction').length).toBeLessThan(50)
    expect(left).toEqual([])
  })

  it('lets nobody in who is not admitted, and connects to nobody either', async () => {
    const connections: PeerKey[] = []
    const b = await node('b', [], { connected: (peer) => connections.push(peer) })
    const stranger = await node('stranger', [b], { connected: (peer) => connections.push(peer) })
    await admit(b, ['a'])
    await admit(stranger, ['b'])
    for (let times = 0; times < 15; times += 1) {
      stranger.tick()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(b.transport.peers()).toEqual([])
    expect(await stranger.transport.ask(b.transport.self, 'hello', utf8('?'))).toBeUndefined()
    await admit(b, ['stranger'])
    await admit(stranger, [])
    stranger.tick()
    expect(stranger.transport.peers()).toEqual([])
  })

  it('lets go who is no member any more', async () => {
    const b = await node('b', [])
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    await admit(b, [])
    await until(() => expect(a.transport.peers()).toEqual([]))
  })

  it('hands on what was found good and nothing else', async () => {
    const judge = (text: string): Verdict => (text.startsWith('good') ? 'accept' : 'reject')
    const b = await node('b', [], { judge })
    const a = await node('a', [b])
    const c = await node('c', [b])
    await admit(a, ['b', 'c'])
    await admit(b, ['a', 'c'])
    await admit(c, ['b', 'a'])
    await connected(a)
    await connected(c)
    await arrives(a, c, 'good')
    a.transport.publish('vote', utf8('bad'))
    await arrives(a, c, 'good again')
    expect(b.heard.map(({ text }) => text)).toContain('bad')
    expect(c.heard.map(({ text }) => text)).not.toContain('bad')
    expect(c.heard[0]?.from).toBe(b.transport.self)
  })

  it('looks at nothing of a peer that sent wrong messages again and again, and ends its connection', async () => {
    const b = await node('b', [], { judge: () => 'reject' })
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    await until(() => expect(b.transport.peers()).toHaveLength(1))
    await until(() => {
      for (let more = 0; more < 10; more += 1) a.transport.publish('vote', randomBytes(20))
      b.tick()
      expect(b.transport.peers()).toEqual([])
    })
    expect(b.heard.length).toBeLessThan(400)
    a.tick()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(b.transport.peers()).toEqual([])
  })

  it('gives no answer that is longer than its limit, and waits for none for ever', async () => {
    const b = await node('b', [], {
      request: (request) => (request === 'hello' ? new Uint8Array(5_000) : new Uint8Array(300_000).fill(1)),
    })
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    expect(await a.transport.ask(b.transport.self, 'hello', new Uint8Array(1))).toBeUndefined()
    expect(await a.transport.ask(b.transport.self, 'headers', new Uint8Array(1))).toHaveLength(300_000)
    expect(await a.transport.ask(await peerOf('nobody'), 'headers', new Uint8Array(1))).toBeUndefined()
  })

  it('holds one answer of a kind for a peer at a time, however many it asks for at once', async () => {
    const [now, most] = [new Map<string, number>(), new Map<string, number>()]
    const request: Receiver['request'] = async (kind) => {
      now.set(kind, (now.get(kind) ?? 0) + 1)
      most.set(kind, Math.max(most.get(kind) ?? 0, now.get(kind) ?? 0))
      await new Promise((resolve) => setTimeout(resolve, 30))
      now.set(kind, (now.get(kind) ?? 0) - 1)
      return kind === 'parts' ? undefined : utf8(kind)
    }
    const b = await node('b', [], { request })
    const a = await node('a', [b])
    await admit(a, ['b'])
    await admit(b, ['a'])
    await connected(a)
    const kinds = ['blocks', 'parts', 'blocks', 'parts', 'blocks', 'headers'] as const
    const asked = kinds.map((kind) => a.transport.ask(b.transport.self, kind, new Uint8Array(1)))
    const expected = kinds.map((kind) => (kind === 'parts' ? undefined : utf8(kind)))
    expect(await Promise.all(asked)).toEqual(expected)
    expect([...most]).toEqual(
      expect.arrayContaining([
        ['blocks', 1],
        ['parts', 1],
        ['headers', 1],
      ]),
    )
  })

  it('gives the longest answer there is whole, to two who ask at once and are busy', async () => {
    const longest = new Uint8Array(requests.blocks.answer).fill(9)
    const b = await node('b', [], { request: () => longest })
    const askers = [await node('a', [b]), await node('c', [b])]
    await admit(b, ['a', 'c'])
    for (const asker of askers) {
      await admit(asker, ['b'])
      await connected(asker)
    }
    const busy = setInterval(() => holdFor(10), 20)
    const question = new Uint8Array(1)
    const asked = askers.map(({ transport }) => transport.ask(b.transport.self, 'blocks', question))
    const answers = await Promise.all(asked).finally(() => clearInterval(busy))
    expect(answers.map((answer) => answer?.length)).toEqual(asked.map(() => longest.length))
  }, 30_000)
})

/** The processor is busy with something else for so long. */
function holdFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}
