import { hash256, taggedHash } from '@vc/crypto'
import { type DecodeCode, Reader, Writer } from '@vc/ledger'

/** A block of a height that is a multiple of `checkpointPeriod`. */
export type Checkpoint = { readonly height: number; readonly hash: Uint8Array }
/** The step from one checkpoint to a later one that a member votes for. */
export type Link = { readonly source: Checkpoint; readonly target: Checkpoint }
/** A member's signed vote, 168 bytes (consensus.md 14). */
export type Vote = Link & { readonly key: Uint8Array; readonly signature: Uint8Array }

type VoteReader = Reader<DecodeCode>

/** What a voter signs: `tag("vdn/vote", network ‖ source ‖ target)`, 32 bytes. */
export function voteMessage(network: Uint8Array, link: Link): Uint8Array {
  const writer = new Writer(72)
  writeLink(writer, link)
  return taggedHash('vdn/vote', network, writer.finish())
}

export function encodeVote(vote: Vote): Uint8Array {
  const writer = new Writer(168)
  writeVote(writer, vote)
  return writer.finish()
}

/** Hash of a vote's bytes: the order of two votes in evidence. */
export function voteHash(vote: Vote): Uint8Array {
  return hash256(encodeVote(vote))
}

/** Reads one vote and nothing else; undefined when it does not parse. */
export function decodeVote(bytes: Uint8Array): Vote | undefined {
  const reader: VoteReader = new Reader(bytes)
  const vote = readVote(reader)
  reader.end()
  return reader.failure === undefined ? vote : undefined
}

export function readVote(reader: VoteReader): Vote {
  const link = readLink(reader)
  const key = reader.bytes(32)
  return { ...link, key, signature: reader.bytes(64) }
}

export function writeVote(writer: Writer, vote: Vote): void {
  writeLink(writer, vote)
  writer.bytes(vote.key).bytes(vote.signature)
}

export function readLink(reader: VoteReader): Link {
  const source = readCheckpoint(reader)
  return { source, target: readCheckpoint(reader) }
}

export function writeLink(writer: Writer, { source, target }: Link): void {
  writer.u32(source.height).bytes(source.hash).u32(target.height).bytes(target.hash)
}

export function readCheckpoint(reader: VoteReader): Checkpoint {
  const height = reader.u32()
  return { height, hash: reader.bytes(32) }
}
