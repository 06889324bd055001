import type { Block, Certificate, Checkpoint, Header } from '@vc/consensus'
import type { Transaction } from '@vc/ledger'

/** A peer: its Ed25519 key in hex, the key of its `member` record. */
export type PeerName = string

/**
 * What became of a message, in gossip's own words: `accept` forward it; `ignore` known, held or not ours to forward,
 * nobody's fault; `reject` wrong for good, the peer is penalised.
 */
export type Reception = {
  readonly action: 'accept' | 'ignore' | 'reject'
  /** Of the refusal, for the log. */
  readonly code?: string | undefined
}

/** What a node says of itself in its first message (consensus.md 19); the clock is the transport's. */
export type Standing = {
  readonly network: Uint8Array
  readonly protocol: number
  readonly configId: Uint8Array
  readonly head: Checkpoint
  readonly final: Checkpoint
}

/** Headers after a locator, and the newest certificate that this node knows. */
export type HeadersAnswer = {
  readonly headers: readonly Header[]
  readonly certificate: Certificate | undefined
}

/**
 * What the network brings to the core of a node. Every call is synchronous, never throws for what a peer sent, and is
 * given the exact bytes of consensus.md. The core holds what wants a parent (within the limits of section 19), decides
 * what to ask for next, and asks through `CorePort`; the network only carries, counts tokens and blames.
 */
export type NetworkCore = {
  /**
   * A whole block: of gossip once its parts are together, or the answer to `askBlocks`. `known`: what `transactionsByShortId`
   * gave of it, by the places in the block.
   */
  readonly receiveBlock: (
    bytes: Uint8Array,
    from: PeerName,
    known?: readonly (Transaction | undefined)[],
  ) => Reception
  /** The body of a block whose header was accepted does not come from who told it: others are asked for it at once. */
  readonly bodyMissed: (block: Uint8Array, from: PeerName) => void
  /** One transaction, or all legs of a bundle: the network tells them apart by their bundle ids. */
  readonly receiveTransactions: (legs: readonly Uint8Array[], from: PeerName) => Reception
  readonly receiveVote: (bytes: Uint8Array, from: PeerName) => Reception
  readonly receiveEvidence: (bytes: Uint8Array, from: PeerName) => Reception
  readonly receiveClaim: (bytes: Uint8Array, from: PeerName) => Reception
  readonly receiveNotice: (bytes: Uint8Array, from: PeerName) => Reception
  /** The answer to `askBlocks` has ended: what did not come is not there, or did not fit. */
  readonly blocksEnded: (from: PeerName) => void
  /** The answer to `askHeaders`; none means that the peer has nothing newer. */
  readonly receiveHeaders: (answer: HeadersAnswer, from: PeerName) => Reception
  /** A peer said where it stands: on connection, and again when it likes. Asks for headers when it knows more. */
  readonly receiveStanding: (standing: Pick<Standing, 'head' | 'final'>, from: PeerName) => void
  /** A request got no answer in time, or the peer left: it is asked elsewhere. */
  readonly peerFailed: (from: PeerName) => void

  readonly standing: () => Standing
  /** The votes that may still count, for a peer that has just come. */
  readonly votes: () => readonly Uint8Array[]
  /** For `/vdn/headers/1`: of this node's branch, after the newest hash of the locator that it knows. */
  readonly headersAfter: (locator: readonly Uint8Array[], stop: Uint8Array, most: number) => HeadersAnswer
  /** For `/vdn/blocks/1` and `/vdn/parts/1`: bytes of any block at hand, side branches too. */
  readonly blockOf: (hash: Uint8Array) => Uint8Array | undefined
  /** For `/vdn/configuration/1`: documents by their ids, those at hand; of no ids the ids of open proposals. */
  readonly documentsOf: (ids: readonly Uint8Array[]) => readonly Uint8Array[]
  /** The answer to `askDocuments`. */
  readonly receiveDocuments: (
    pieces: readonly Uint8Array[],
    asked: readonly Uint8Array[],
    from: PeerName,
  ) => Reception
  /** A transaction of the mempool by the first 8 bytes of SHA256(block hash ‖ wtxid): see `shortIds`. */
  readonly transactionsByShortId: (
    block: Uint8Array,
    ids: readonly Uint8Array[],
  ) => readonly (Transaction | undefined)[]
  /** Steps 1 to 4 of a header alone, so that a short-id block is not rebuilt for nothing. */
  readonly judgeHeaderOf: (header: Header) => Reception
  /** Every member on the head: who may connect (section 19). */
  readonly members: () => readonly MemberFacts[]
  /** Is the head younger than ten block intervals, or as high as any peer's (section 20, 5)? */
  readonly isSynchronised: () => boolean
}
export type MemberFacts = {
  /** Key of the `member` record: the Ed25519 key that the peer proves in the handshake. */
  readonly peerKey: Uint8Array
  readonly certificateHash: Uint8Array
  readonly stakeKey: Uint8Array
  readonly roles: number
  /** All that is registered under its stake key. */
  readonly stake: bigint
}

/** What the core wants carried. Calls return at once; an answer comes back through `NetworkCore`. */
export type CorePort = {
  /** An own block, or one of others that became valid after its gossip was held. Full bytes; `block`: what they were read as. */
  readonly announceBlock: (bytes: Uint8Array, block?: Block) => void
  /** One transaction, or all legs of a bundle. */
  readonly announceTransactions: (legs: readonly Uint8Array[]) => void
  readonly announceVote: (bytes: Uint8Array) => void
  readonly announceEvidence: (bytes: Uint8Array) => void
  readonly announceClaim: (bytes: Uint8Array) => void
  readonly announceNotice: (bytes: Uint8Array) => void
  /** At most 32 hashes in `locator`, newest first. */
  readonly askHeaders: (peer: PeerName, locator: readonly Uint8Array[], stop: Uint8Array) => void
  /** At most 32 hashes; the blocks come back one by one through `receiveBlock`. */
  readonly askBlocks: (peer: PeerName, hashes: readonly Uint8Array[]) => void
  /** At most 16 ids of configuration documents; none asks for the ids of open proposals. Answered through `receiveDocuments`. */
  readonly askDocuments: (peer: PeerName, ids: readonly Uint8Array[]) => void
  /** Connected and greeted, same network. */
  readonly peers: () => readonly PeerName[]
}

/** A node that has no network. */
export const alone: CorePort = {
  announceBlock: () => undefined,
  announceTransactions: () => undefined,
  announceVote: () => undefined,
  announceEvidence: () => undefined,
  announceClaim: () => undefined,
  announceNotice: () => undefined,
  askHeaders: () => undefined,
  askBlocks: () => undefined,
  askDocuments: () => undefined,
  peers: () => [],
}
