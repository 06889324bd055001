import type { NodeBlock } from '@vc/client'
import { blockHash, decodeBlock } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import type { Transaction } from '@vc/ledger'

/** A block as the tables need it; hashes and keys in hex. */
export type ReadBlock = {
  readonly height: number
  readonly hash: string
  readonly prevHash: string
  readonly time: number
  readonly producerKey: string
  readonly stateHash: string
  readonly configurationId: string
  readonly size: number
  /** Unspent value, credit, debt of the management, debt and circulation layers. */
  readonly totals: readonly bigint[]
  readonly transactions: readonly Transaction[]
}

/** The node's bytes are no block, or not the one that it says. */
export class BlockReadError extends Error {}

/** The node has judged the block by the network's limit; this one only keeps nonsense out of memory. */
const MAX_BLOCK_BYTES = 64_000_000

/** Reads a block from the node's answer and checks its height and hash against the bytes. */
export function readBlock(answer: NodeBlock): ReadBlock {
  const bytes = fromHex(answer.bytes)
  const decoded = decodeBlock(bytes, MAX_BLOCK_BYTES)
  if (!decoded.ok) throw new BlockReadError(`block ${answer.height}: ${JSON.stringify(decoded.refusal)}`)
  const { header, transactions } = decoded.value
  const hash = toHex(blockHash(header))
  if (hash !== answer.hash || header.height !== answer.height) {
    throw new BlockReadError(
      `block ${answer.height} ${answer.hash} has the bytes of ${header.height} ${hash}`,
    )
  }
  return {
    height: header.height,
    hash,
    prevHash: toHex(header.prevHash),
    time: header.time,
    producerKey: toHex(header.producerKey),
    stateHash: toHex(header.stateHash),
    configurationId: toHex(header.configId),
    size: bytes.length,
    totals: header.totals,
    transactions,
  }
}
