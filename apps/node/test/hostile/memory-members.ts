import type { GenesisParameters } from '@vc/consensus'
import { sha256, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import type { HeaderBook } from '../../src/bitcoin/header-book.ts'
import { openSignFile } from '../../src/keys/sign-state.ts'
import { openMemoryNetwork } from '../../src/network/memory-transport.ts'
import { type Network, openNetwork } from '../../src/network/network.ts'
import { isRightBy } from '../../src/network/skew.ts'
import type { Receiver, Request, Topic, Transport } from '../../src/network/transport.ts'
import { type Node, openNode } from '../../src/node.ts'
import { openMemoryStore } from '../../src/storage/memory-store.ts'
import type { Store } from '../../src/storage/store.ts'
import { payToSelf } from '../transfers.ts'

const quiet = pino({ level: 'silent' })
const policy = { minFee: 0n, transactions: 2_000, bytes: 4_000_000 }
const SEED = 'hostile'
export const peerOf = (name: string) => toHex(sha256(Buffer.from(`${SEED} ${name}`)))

/** What went over the lines: what hostile messages are made of. */
export type Corpus = {
  readonly messages: { readonly topic: Topic; readonly data: Uint8Array }[]
  readonly questions: { readonly request: Request; readonly data: Uint8Array }[]
  readonly answers: Map<Request, Uint8Array[]>
}

export type MemoryMember = {
  readonly node: Node
  readonly network: Network
  readonly transport: Transport
  readonly receiver: () => Receiver
}

const MOST_KEPT = 400

/**
 * Real nodes with real networks on lines of memory, with a clock that stands until `second()`; the last `members` − `nodes`
 * members have no node. Everything that goes over the lines is kept in `corpus`.
 */
export async function memoryMembers({
  members,
  nodes,
  inbound = false,
  isPaying = true,
  shelves = [],
  bitcoin = [],
  parameters = {},
  skews = [],
  deliver = (act) => void setImmediate(act),
}: {
  members: number
  nodes: number
  /** What each side says of its connections. */
  inbound?: boolean
  /** Is a payment made each second? */
  isPaying?: boolean
  /** What snapshots each gives. */
  shelves?: readonly Store[]
  /** Bitcoin's headers of each. */
  bitcoin?: readonly HeaderBook[]
  parameters?: Partial<GenesisParameters>
  /** Milliseconds that each one's clock is before the others'. */
  skews?: readonly number[]
  /** When what is on its way arrives. */
  deliver?: (act: () => void) => void
}) {
  const time = 1_800_000_000
  const founded = found({
    seed: SEED,
    stakes: Array(members).fill(10n ** 9n),
    coins: 64,
    time,
    blocks: 4_096,
    parameters,
    regulators: [1],
  })
  const { checks } = await openSignatureChecks()
  let now = (time + 60) * 1_000
  const clock = { nowMs: () => now }
  const hub = openMemoryNetwork(deliver, { inbound })
  const corpus: Corpus = { messages: [], questions: [], answers: new Map() }
  const disks = Array.from({ length: members }, () => ({ store: openMemoryStore(), pages: memoryPages() }))
  /** Of a member that was there before: with what its disk holds. */
  const open = async (at: number): Promise<MemoryMember> => {
    const { store, pages } = must(disks[at], 'a disk')
    const { transport, receiver } = overheard(hub.open(peerOf(`peer ${at}`)), corpus)
    const { genesis, configuration } = founded
    const own = { nowMs: () => now + (skews[at] ?? 0) }
    const network = openNetwork({
      ...{ transport, clock: own, log: quiet, certificate: Buffer.from(`${SEED} certificate ${at}`) },
      ...{ startList: new Set<string>(), soon: (act: () => void) => void setImmediate(act) },
      maxBlockBytes: configuration.parameters.maxBlockBytes,
      ...{ shelf: shelves[at], bitcoin: bitcoin[at] },
      onFault: (error) => {
        throw error
      },
    })
    const producer = { key: must(founded.keys[at], 'a key'), signState: openSignFile(pages) }
    const rules = {
      genesis,
      configuration,
      backend: 'test',
      checks,
      policy,
      clock: own,
      log: quiet,
      producer,
      isClockRight: () => isRightBy(network.clockSkewMs()),
      outside: bitcoin[at]?.outside,
    }
    const node = openNode({ store, ...rules, port: network.port })
    await network.start(node.core)
    return { node, network, transport, receiver }
  }
  const all: MemoryMember[] = []
  for (let at = 0; at < nodes; at += 1) all.push(await open(at))
  const coins = [...founded.coins]
  let paid = 0
  const rest = async () => {
    for (let turn = 0; turn < 12; turn += 1) await new Promise(setImmediate)
  }
  const pay = () => {
    const at = paid % coins.length
    const made = payToSelf(
      founded.owner,
      must(coins[at], 'a coin'),
      10n,
      must(all[0], 'a node').node.chain.network,
    )
    const answer = must(all[paid % all.length], 'a node').node.face.submit([Buffer.from(made.hex, 'hex')])
    if (answer.accepted) coins[at] = made.coin
    paid += 1
  }
  return {
    ...{ founded, hub, corpus, all, clock, rest, checks, disks },
    /** One second passes: a payment is made if there are any, slots are drawn, what was said arrives. */
    second: async () => {
      now += 1_000 - (now % 1_000)
      if (isPaying) pay()
      for (const { network, node } of all) {
        network.tick()
        await rest()
        node.tick()
        await rest()
      }
    },
    open,
    /** Time passes in which nobody does anything. */
    pass: (ms: number) => {
      now += ms
    },
  }
}
export type MemoryMembers = Awaited<ReturnType<typeof memoryMembers>>

/** A transport of which everything is heard. */
function overheard(inner: Transport, corpus: Corpus): { transport: Transport; receiver: () => Receiver } {
  let kept: Receiver | undefined
  const transport: Transport = {
    ...inner,
    start: (receiver) => {
      kept = receiver
      return inner.start(receiver)
    },
    publish: (topic, data) => {
      if (corpus.messages.length < MOST_KEPT) corpus.messages.push({ topic, data })
      inner.publish(topic, data)
    },
    ask: async (peer, request, question) => {
      if (corpus.questions.length < MOST_KEPT) corpus.questions.push({ request, data: question })
      const answer = await inner.ask(peer, request, question)
      const answers = corpus.answers.get(request) ?? []
      if (answer && answers.length < MOST_KEPT) answers.push(answer)
      corpus.answers.set(request, answers)
      return answer
    },
  }
  return { transport, receiver: () => must(kept, 'the network has started') }
}
