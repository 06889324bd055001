/** A peer: its Ed25519 public key in hex, which is the key of its `member` record (consensus.md 4, 19). */
export type PeerKey = string

/** What is gossiped, and the most bytes of one message (consensus.md 19). */
export const topics = {
  block: 524_288,
  transaction: 100_000,
  vote: 168,
  evidence: 1_300,
  claim: 8_192,
  notice: 4_096,
} as const
export type Topic = keyof typeof topics

const MiB = 1_048_576
/**
 * What a peer may ask: the most bytes of question and answer, and how many questions a minute (consensus.md 19). A hello
 * also says that a peer is still there, and a peer that starts again says it again. Parts are asked once for each block
 * that a peer tells first, versions and blocks of forks among them: the simulator's networks make up to 54 in a minute
 * without cheats at an interval of two seconds, a cheat a second one of each draw; who asks keeps to half.
 */
export const requests = {
  hello: { ask: 4_300, answer: 4_300, aMinute: 60 },
  headers: { ask: 1_100, answer: 512 * 620 + 16_384, aMinute: 50 },
  blocks: { ask: 1_100, answer: 8 * MiB, aMinute: 100 },
  parts: { ask: 262_144, answer: 4 * MiB, aMinute: 200 },
  beacon: { ask: 4, answer: 2_000 * 80 + 8, aMinute: 20 },
  configuration: { ask: 520, answer: 16 * 262_144, aMinute: 20 },
  snapshot: { ask: 8, answer: MiB + 64, aMinute: 20 },
} as const
export type Request = keyof typeof requests

/** What becomes of a gossiped message: handed on, dropped, or dropped with blame for who sent it. */
export type Verdict = 'accept' | 'ignore' | 'reject'

/** What the node does with what comes in. Nothing here may throw: that would be a defect. */
export type Receiver = {
  readonly message: (topic: Topic, data: Uint8Array, from: PeerKey) => Verdict | Promise<Verdict>
  /** Undefined: no answer, the stream ends. */
  readonly request: (
    request: Request,
    question: Uint8Array,
    from: PeerKey,
  ) => Uint8Array | undefined | Promise<Uint8Array | undefined>
  readonly connected: (peer: PeerKey) => void
  readonly disconnected: (peer: PeerKey) => void
}

/** Why a peer is no longer spoken to. */
export type Offence =
  | 'not-a-member'
  | 'other-network'
  | 'certificate'
  | 'invalid-messages'
  | 'request-flood'
  | 'lies'

export type PeerStanding = {
  readonly peer: PeerKey
  readonly address: string
  readonly inbound: boolean
  /** Gossip score; below zero it is out of the mesh. */
  readonly score: number
}

/**
 * The network as a node sees it: libp2p in production, memory in the simulator. It knows peers, bytes and limits, and
 * nothing of blocks. Peers that were not admitted never get as far as the receiver.
 */
export type Transport = {
  readonly self: PeerKey
  readonly start: (receiver: Receiver) => Promise<void>
  readonly stop: () => Promise<void>
  /** Those who may connect, and what each is worth; who is connected and not among them is let go. */
  readonly admit: (peers: ReadonlySet<PeerKey>, standings: ReadonlyMap<PeerKey, number>) => void
  readonly peers: () => readonly PeerStanding[]
  /** Where this node answers. */
  readonly addresses: () => readonly string[]
  readonly publish: (topic: Topic, data: Uint8Array) => void
  /** Undefined: no answer in time, one too long, or no such peer. */
  readonly ask: (peer: PeerKey, request: Request, question: Uint8Array) => Promise<Uint8Array | undefined>
  /** Ends the connection and refuses the peer for ten minutes. */
  readonly cutOff: (peer: PeerKey, offence: Offence) => void
  /** Ends the connection, which is dead; the peer may come again at once. */
  readonly drop: (peer: PeerKey) => void
  /** Looks after connections; to be called every second or so. */
  readonly tick: () => void
}
