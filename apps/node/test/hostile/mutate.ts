import { encodeVote, type Header, readHeader, signHeader, signVote, writeHeader } from '@vc/consensus'
import { Reader, Writer } from '@vc/ledger'
import type { NodeKey } from '../../src/keys/node-key.ts'

export type Below = (below: number) => number

/** Bytes with something wrong: some of them others, cut, doubled, a number made huge, a piece of another message. */
export function mutated(bytes: Uint8Array, other: Uint8Array, below: Below): Uint8Array {
  const kind = below(8)
  if (kind === 0) return bytes.slice(0, below(bytes.length + 1))
  if (kind === 1) return new Uint8Array([...bytes, ...other.subarray(0, below(64))])
  if (kind === 2) return spliced(bytes, other, below)
  if (kind === 3) return Uint8Array.from({ length: below(256) }, () => below(256))
  const copy = bytes.slice()
  if (copy.length === 0) return copy
  if (kind === 4) copy.fill(0xff, below(copy.length), copy.length)
  for (let times = 1 + below(3); times > 0; times -= 1)
    copy[below(copy.length)] = kind === 5 ? 0xff : below(256)
  return copy
}

function spliced(bytes: Uint8Array, other: Uint8Array, below: Below): Uint8Array {
  const copy = bytes.slice()
  const at = below(copy.length + 1)
  const from = below(other.length + 1)
  copy.set(other.subarray(from, from + Math.min(128, copy.length - at)), at)
  return copy
}

/** A block of the member's whose header says something else and is signed all the same. */
export function resigned(
  message: Uint8Array,
  { stakeSecret, producerKey }: NodeKey,
  below: Below,
): Uint8Array {
  const reader = new Reader<never>(message)
  const header = readHeader(reader as Parameters<typeof readHeader>[0])
  const rest = message.subarray(reader.at)
  const changes: readonly ((old: Header) => Header)[] = [
    (old) => ({ ...old, height: old.height + below(3) }),
    (old) => ({ ...old, time: old.time + below(120) - 60 }),
    (old) => ({ ...old, bits: below(2 ** 31) }),
    (old) => ({ ...old, stakeAmount: old.stakeAmount + 1n }),
    (old) => ({ ...old, reveal: old.reveal.map(() => below(256)) }),
    (old) => ({ ...old, stateHash: old.stateHash.map(() => below(256)) }),
    (old) => ({ ...old, prevHash: old.prevHash.map(() => below(256)) }),
    (old) => ({ ...old, totals: old.totals.map((total) => total + BigInt(below(2))) }),
  ]
  const change = changes[below(changes.length)]
  const unsigned = { ...(change ? change(header) : header), producerKey }
  const writer = new Writer(message.length + 64)
  writeHeader(writer, signHeader(unsigned, stakeSecret))
  return writer.bytes(rest).finish()
}

/** A vote of the member's for whatever. */
export function wildVote(network: Uint8Array, { stakeSecret }: NodeKey, below: Below): Uint8Array {
  const point = () => ({ height: below(400), hash: Uint8Array.from({ length: 32 }, () => below(256)) })
  return encodeVote(signVote(network, { source: point(), target: point() }, stakeSecret))
}
