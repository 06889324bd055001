import { requests, topics } from './transport.ts'

/** Members with a connection at a time: as many as may vote (consensus.md 14). */
export const MOST_CONNECTIONS = 128
/** Streams of one connection that either side may have open, and of one protocol of ours. */
export const MOST_STREAMS = 24
export const MOST_STREAMS_OF_ONE = 8
export const MOST_GOSSIP_STREAMS = 2
/** What a peer may send on a stream before it is told that more may come; no frame of the muxer is longer. */
export const STREAM_WINDOW = 512 * 1_024
/** Bytes that a stream holds which nobody has read yet; more ends it. */
export const READ_BUFFER = STREAM_WINDOW
/** Bytes that a stream holds which the peer has not taken: pieces of an answer wait for each other (`sendFrame`). */
export const WRITE_BUFFER = 256 * 1_024
/** A block, and what gossip writes around it. */
export const LARGEST_RPC = topics.block + 4_096
/** Gossip does not wait for a slow peer: what it may lag behind. */
export const GOSSIP_WRITE_BUFFER = 4 * LARGEST_RPC
/** Of whatever one message of gossip lists: messages, ids, subscriptions, control messages. */
export const MOST_IN_RPC = 64

/** Answers that leave for a peer, one of each kind at a time (`one-at-a-time.ts`). */
const answers = Object.values(requests).reduce((sum, { answer }) => sum + answer, 0)

/** Bytes that the lines to one peer may take at most: what the muxer has of a frame, what its streams hold, and answers. */
export function mostBufferedForPeer(): number {
  const streams = 2 * MOST_STREAMS * (READ_BUFFER + WRITE_BUFFER)
  const gossip = 2 * MOST_GOSSIP_STREAMS * (LARGEST_RPC + GOSSIP_WRITE_BUFFER)
  return STREAM_WINDOW + streams + gossip + answers
}

/** Connections × (muxer queue + streams × stream buffer + answers): what all lines may take at most (reliability.md 1.4). */
export const mostBuffered = () => MOST_CONNECTIONS * mostBufferedForPeer()
