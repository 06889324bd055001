import { hash256 } from '@vc/crypto'
import { Reader } from '@vc/ledger'
import { targetOf } from '../compact.ts'
import { numberOf } from '../number-of.ts'

/** One of Bitcoin's block headers, 80 bytes. Hashes in byte order, time in seconds since 1970. */
export type BitcoinHeader = {
  readonly prevHash: Uint8Array
  readonly merkleRoot: Uint8Array
  readonly time: number
  readonly bits: number
  readonly hash: Uint8Array
}

/** Reads 80 bytes and nothing else; undefined for another length. */
export function readBitcoinHeader(bytes: Uint8Array): BitcoinHeader | undefined {
  if (bytes.length !== 80) return undefined
  const reader = new Reader(bytes)
  reader.u32()
  const prevHash = reader.bytes(32)
  const merkleRoot = reader.bytes(32)
  const time = reader.u32()
  return { prevHash, merkleRoot, time, bits: reader.u32(), hash: hash256(bytes) }
}

/** Does the header's hash meet its own target? */
export function hasWork({ bits, hash }: BitcoinHeader): boolean {
  const target = targetOf(bits)
  return target !== undefined && numberOf(hash) <= target
}
