import { toHex } from '@vc/crypto'
import { messageId } from './message-id.ts'
import {
  type Offence,
  type PeerKey,
  type Receiver,
  type Request,
  requests,
  type Topic,
  type Transport,
  topics,
} from './transport.ts'

type Member = {
  readonly self: PeerKey
  admitted: ReadonlySet<PeerKey>
  receiver: Receiver | undefined
  readonly links: Set<PeerKey>
  readonly seen: Set<string>
  readonly cut: Map<PeerKey, Offence>
}

/** A network in memory: the same admission, limits and verdicts as over sockets, without sockets. */
export type MemoryNetwork = {
  readonly open: (self: PeerKey) => Transport
  /** From now on nothing arrives between the two, and new connections between them are not answered; old ones look alive. */
  readonly silence: (a: PeerKey, b: PeerKey) => void
  readonly mend: () => void
  /** Whom a node has cut off, and for what. */
  readonly cutBy: (self: PeerKey) => ReadonlyMap<PeerKey, Offence>
}

/** `deliver` decides when something arrives; in order and soon by default. `inbound`: what each side says of its connections. */
export function openMemoryNetwork(
  deliver: (act: () => void) => void = queueMicrotask,
  { inbound = false } = {},
): MemoryNetwork {
  const members = new Map<PeerKey, Member>()
  const silent = new Set<string>()
  const isSilent = (a: PeerKey, b: PeerKey) => silent.has([a, b].sort().join())
  const isLinked = (a: Member, b: Member) =>
    a.admitted.has(b.self) && b.admitted.has(a.self) && !a.cut.has(b.self) && !b.cut.has(a.self)
  const unlink = (a: Member, b: Member) => {
    if (a.links.delete(b.self)) a.receiver?.disconnected(b.self)
    if (b.links.delete(a.self)) b.receiver?.disconnected(a.self)
  }
  const link = (a: Member, b: Member) => {
    if (a === b || !a.receiver || !b.receiver || a.links.has(b.self) || !isLinked(a, b)) return
    if (isSilent(a.self, b.self)) return
    a.links.add(b.self)
    b.links.add(a.self)
    a.receiver.connected(b.self)
    b.receiver.connected(a.self)
  }
  const send = (from: Member, to: PeerKey, topic: Topic, data: Uint8Array) =>
    deliver(() => {
      const member = members.get(to)
      if (!member?.receiver || !member.links.has(from.self) || isSilent(from.self, to)) return
      const id = toHex(messageId(topic, data))
      if (member.seen.has(id)) return
      member.seen.add(id)
      if (data.length > topics[topic]) return
      void Promise.resolve(member.receiver.message(topic, data, from.self)).then((verdict) => {
        if (verdict !== 'accept') return
        for (const other of member.links) if (other !== from.self) send(member, other, topic, data)
      })
    })
  const ask = async (from: Member, peer: PeerKey, request: Request, question: Uint8Array) => {
    const to = members.get(peer)
    if (!to?.receiver || !from.links.has(peer) || question.length > requests[request].ask) return undefined
    await new Promise<void>((resolve) => deliver(resolve))
    if (isSilent(from.self, peer)) return undefined
    const answer = await to.receiver.request(request, question, from.self)
    await new Promise<void>((resolve) => deliver(resolve))
    return answer !== undefined && answer.length <= requests[request].answer ? answer : undefined
  }
  const open = (self: PeerKey): Transport => {
    const own: Member = {
      self,
      admitted: new Set(),
      receiver: undefined,
      links: new Set(),
      seen: new Set(),
      cut: new Map(),
    }
    members.set(self, own)
    const others = () => [...members.values()].filter((other) => other !== own)
    return {
      self,
      start: async (receiver) => {
        own.receiver = receiver
      },
      stop: async () => {
        for (const other of others()) unlink(own, other)
        own.receiver = undefined
      },
      admit: (peers) => {
        own.admitted = peers
        for (const other of others())
          if (own.links.has(other.self) && !isLinked(own, other)) unlink(own, other)
      },
      peers: () => [...own.links].map((peer) => ({ peer, address: 'memory', inbound, score: 0 })),
      addresses: () => [`memory/${self}`],
      publish: (topic, data) => {
        own.seen.add(toHex(messageId(topic, data)))
        for (const peer of own.links) send(own, peer, topic, data)
      },
      ask: (peer, request, question) => ask(own, peer, request, question),
      cutOff: (peer, offence) => {
        own.cut.set(peer, offence)
        const other = members.get(peer)
        if (other) unlink(own, other)
      },
      drop: (peer) => {
        const other = members.get(peer)
        if (other) unlink(own, other)
      },
      tick: () => {
        for (const other of others()) link(own, other)
      },
    }
  }
  const silence = (a: PeerKey, b: PeerKey) => void silent.add([a, b].sort().join())
  return { open, silence, mend: () => silent.clear(), cutBy: (self) => members.get(self)?.cut ?? new Map() }
}
