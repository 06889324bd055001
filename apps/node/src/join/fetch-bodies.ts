import { type Block, blockHash, decodeBlock, isBodyOf } from '@vc/consensus'
import { sha256, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { readStored } from '../chain/undo-head.ts'
import { decodePieces, encodeHashes } from '../network/messages.ts'
import type { PeerName } from '../network/port.ts'
import { encodeSnapshotQuestion } from '../network/snapshot-messages.ts'
import type { Joining, Offered } from './joining.ts'

const BATCH = 32

/** Fetches the chunks that are not here yet of those who offer them. A chunk of another digest is a lie of who sent it. */
export async function fetchChunks(of: Joining, { offer, peers }: Offered): Promise<boolean> {
  for (const [chunk, digest] of offer.chunks.entries()) {
    for (const peer of of.patientFirst(peers)) {
      if (of.kept.chunk(digest)) break
      const bytes = await of.ask(peer, 'snapshot', encodeSnapshotQuestion({ height: offer.height, chunk }))
      if (!bytes) of.silent(peer)
      else if (toHex(sha256(bytes)) !== toHex(digest)) of.lied(peer, 'chunk')
      else of.kept.addChunk(digest, bytes)
    }
    if (!of.kept.chunk(digest)) return false
    of.progress({ chunks: chunk + 1, ofChunks: offer.chunks.length })
  }
  return true
}

/** Fetches the blocks of heights `from` to `to`, whose headers are here, of whom it may be; undefined while one is missing. */
export async function fetchBlocks(
  of: Joining,
  from: number,
  to: number,
): Promise<readonly Block[] | undefined> {
  const heights = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const hashes = heights.map((height) => blockHash(must(of.kept.headerAt(height), 'headers are here')))
  for (const peer of of.patientFirst()) {
    while (missing(of, hashes).length > 0) if (!(await askBlocks(of, peer, missing(of, hashes)))) break
  }
  if (missing(of, hashes).length > 0) return undefined
  return hashes.map((hash) => readStored(must(of.kept.block(hash), 'a block')))
}

const missing = ({ kept }: Joining, hashes: readonly Uint8Array[]) =>
  hashes.filter((hash) => !kept.block(hash))

async function askBlocks(of: Joining, peer: PeerName, hashes: readonly Uint8Array[]): Promise<boolean> {
  const asked = hashes.slice(0, BATCH)
  const answer = await of.ask(peer, 'blocks', encodeHashes(asked))
  const pieces = answer && decodePieces(answer, BATCH)
  if (answer && !pieces) return of.lied(peer, 'blocks')
  if (!pieces || pieces.length === 0) return of.silent(peer)
  const names = new Set(asked.map(toHex))
  for (const bytes of pieces) {
    const block = blockIn(bytes)
    const hash = block && blockHash(block.header)
    if (!hash || !names.has(toHex(hash)) || !isBodyOf(block, block.header)) return of.lied(peer, 'blocks')
    of.kept.addBlock(hash, bytes)
  }
  return true
}

/** Rules of its own height, which may be others than genesis', judged how large it may be; an answer has its own bound. */
function blockIn(bytes: Uint8Array): Block | undefined {
  const decoded = decodeBlock(bytes, bytes.length)
  return decoded.ok ? decoded.value : undefined
}
