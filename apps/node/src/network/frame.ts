import { once } from 'node:events'
import type { Stream } from '@libp2p/interface'
import { WRITE_BUFFER } from './limits.ts'

/**
 * Reads one frame of at most `most` bytes; undefined when it is longer, cut short, or followed by something. The
 * length is looked at before memory is taken: never more than `most` bytes are held.
 */
export async function readFrame(stream: Stream, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let have = 0
  let length: number | undefined
  for await (const part of stream) {
    const bytes = part instanceof Uint8Array ? part : part.subarray()
    have += bytes.length
    parts.push(bytes)
    length ??= lengthOf(parts, have)
    if (length !== undefined && (length > most || have > 4 + length)) return undefined
    if (length !== undefined && have === 4 + length) return joined(parts, have).subarray(4)
  }
  return undefined
}

function lengthOf(parts: readonly Uint8Array[], have: number): number | undefined {
  if (have < 4) return undefined
  const head = joined(parts, have)
  return new DataView(head.buffer, head.byteOffset).getUint32(0, true)
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const PIECE = 65_536

/** Sends u32 length, then the bytes, as fast as the other side takes them: what it has not taken fits into the stream's buffer. */
export async function sendFrame(stream: Stream, bytes: Uint8Array): Promise<void> {
  for (const piece of piecesOf(bytes)) {
    while (stream.status === 'open' && stream.writeBufferLength + PIECE > WRITE_BUFFER) await drained(stream)
    stream.send(piece)
  }
}

/** Not copied but for the first of them: a long answer is held once while it leaves. */
function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const begin = bytes.subarray(0, PIECE - 4)
  const first = new Uint8Array(4 + begin.length)
  new DataView(first.buffer).setUint32(0, bytes.length, true)
  first.set(begin, 4)
  yield first
  for (let at = begin.length; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/**
 * Resolves when the stream can send again, or is over. Its own `onDrain` waits for the first time only (`@libp2p/utils` 7.4:
 * one promise for the life of a stream); whoever relies on it fills the buffer past its limit, which ends the stream.
 */
async function drained(stream: Stream): Promise<void> {
  const heard = new AbortController()
  const { signal } = heard
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })])
  heard.abort()
}
