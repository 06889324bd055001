import { sha256, toHex } from '@vc/crypto'
import type { CorePort, NetworkCore, Reception } from '../src/network/port.ts'
import type { Events } from './events.ts'
import type { Random } from './random.ts'

export type Topic = 'block' | 'transactions' | 'vote' | 'evidence'
export type Message = { readonly topic: Topic; readonly parts: readonly Uint8Array[]; readonly id: string }

/** A message goes by one name however often it is handed on. */
export const messageOf = (topic: Topic, parts: readonly Uint8Array[]): Message => ({
  ...{ topic, parts },
  id: `${topic}${parts.map((part) => toHex(sha256(part))).join()}`,
})

/** A place on the network; `core` is undefined while the node is down, and another one after each start. */
export type Station = {
  readonly name: string
  readonly core: () => NetworkCore | undefined
  /** Runs what a node does, so that a power cut in it ends only this node. */
  readonly run: (act: () => void) => void
  /** Does it hand on what it finds good, and answer questions? */
  readonly isHelpful: boolean
}

const ASK_PATIENCE = 10_000

/** Links between all stations: delays, losses, and partitions that may be open in one direction only. */
export class Links {
  readonly #events: Events
  readonly #random: Random
  readonly #stations = new Map<string, Station>()
  readonly #seen = new Map<NetworkCore, Set<string>>()
  readonly #closed = new Set<string>()
  /** Permille of messages that are lost. */
  losses = 0
  /** Milliseconds on the way, at most. */
  delay = 200

  constructor(events: Events, random: Random) {
    this.#events = events
    this.#random = random
  }

  join(station: Station): void {
    this.#stations.set(station.name, station)
  }

  close(from: string, to: string): void {
    this.#closed.add(`${from}>${to}`)
  }

  openAll(): void {
    this.#closed.clear()
  }

  /** Everybody, or those named. */
  publish(from: string, message: Message, to?: readonly string[]): void {
    for (const name of to ?? this.others(from))
      this.#carry(from, name, () => this.#arrive(name, from, message))
  }

  others(name: string): readonly string[] {
    return [...this.#stations.keys()].filter((other) => other !== name)
  }

  portOf(name: string): CorePort {
    const publish = (topic: Topic, parts: readonly Uint8Array[]) =>
      this.publish(name, messageOf(topic, parts))
    return {
      announceBlock: (bytes) => publish('block', [bytes]),
      announceTransactions: (legs) => publish('transactions', legs),
      announceVote: (bytes) => publish('vote', [bytes]),
      announceEvidence: (bytes) => publish('evidence', [bytes]),
      announceClaim: () => undefined,
      announceNotice: () => undefined,
      askHeaders: (peer, locator, stop) =>
        this.#ask(name, peer, (theirs, mine) => {
          const answer = theirs.headersAfter(locator, stop, 512)
          return () => mine.receiveHeaders(answer, peer)
        }),
      askBlocks: (peer, hashes) =>
        this.#ask(name, peer, (theirs, mine) => {
          const blocks = hashes.flatMap((hash) => theirs.blockOf(hash) ?? [])
          return () => {
            for (const block of blocks) mine.receiveBlock(block, peer)
            mine.blocksEnded(peer)
          }
        }),
      askDocuments: (peer, ids) =>
        this.#ask(name, peer, (theirs, mine) => {
          const pieces = theirs.documentsOf(ids)
          return () => mine.receiveDocuments(pieces, ids, peer)
        }),
      peers: () => this.others(name).filter((other) => this.#stations.get(other)?.core() !== undefined),
    }
  }

  /** Everybody says to everybody where it stands. */
  greetAll(): void {
    for (const [from, { core }] of this.#stations) {
      const standing = core()?.standing()
      if (!standing) continue
      for (const to of this.others(from)) {
        this.#carry(from, to, () => this.#stations.get(to)?.core()?.receiveStanding(standing, from))
      }
    }
  }

  #carry(from: string, to: string, act: () => void): void {
    if (this.#closed.has(`${from}>${to}`) || this.#random.chance(this.losses)) return
    this.#events.after(10 + this.#random.below(this.delay), () => this.#stations.get(to)?.run(act))
  }

  #arrive(to: string, from: string, message: Message): void {
    const station = this.#stations.get(to)
    const core = station?.core()
    if (!station || !core || !this.#isNew(core, message)) return
    const { action } = receive(core, message, from)
    if (action === 'accept' && station.isHelpful) this.publish(to, message)
  }

  #isNew(core: NetworkCore, { id }: Message): boolean {
    const seen = this.#seen.get(core) ?? new Set()
    this.#seen.set(core, seen)
    if (seen.has(id)) return false
    seen.add(id)
    return true
  }

  /** A question and its answer, or silence until patience ends. */
  #ask(from: string, to: string, answer: (theirs: NetworkCore, mine: NetworkCore) => () => void): void {
    const asker = this.#stations.get(from)
    const mine = asker?.core()
    if (!asker || !mine) return
    let isAnswered = false
    const whileUp = (act: () => void) => {
      if (asker.core() === mine) asker.run(act)
    }
    this.#carry(from, to, () => {
      const asked = this.#stations.get(to)
      const theirs = asked?.core()
      if (!asked?.isHelpful || !theirs) return
      const give = answer(theirs, mine)
      this.#carry(to, from, () => {
        isAnswered = true
        if (asker.core() === mine) give()
      })
    })
    this.#events.after(ASK_PATIENCE, () => {
      if (!isAnswered) whileUp(() => mine.peerFailed(to))
    })
  }
}

export function receive(core: NetworkCore, { topic, parts }: Message, from: string): Reception {
  const [first = new Uint8Array()] = parts
  if (topic === 'block') return core.receiveBlock(first, from)
  if (topic === 'vote') return core.receiveVote(first, from)
  if (topic === 'evidence') return core.receiveEvidence(first, from)
  return core.receiveTransactions(parts, from)
}
