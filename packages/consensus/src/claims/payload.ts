import { equalBytes, taggedHash, utf8 } from '@vc/crypto'
import { Reader, Writer } from '@vc/ledger'

/** Who wants to make the proof-of-burn block of a height (consensus.md 8). */
export type ClaimPayload = { readonly height: number; readonly key: Uint8Array }

const MARK = utf8('VDNC')

/** "VDNC" ‖ first 8 bytes of the network id ‖ u32 height ‖ key: 48 bytes. */
export function claimPayload(network: Uint8Array, { height, key }: ClaimPayload): Uint8Array {
  return new Writer(48).bytes(MARK).bytes(network.subarray(0, 8)).u32(height).bytes(key).finish()
}

/** Reads a payload of this network; undefined when it is none. */
export function readClaimPayload(bytes: Uint8Array, network: Uint8Array): ClaimPayload | undefined {
  if (bytes.length !== 48) return undefined
  const reader = new Reader(bytes)
  const isOurs = equalBytes(reader.bytes(4), MARK) && equalBytes(reader.bytes(8), network.subarray(0, 8))
  const height = reader.u32()
  return isOurs ? { height, key: reader.bytes(32).slice() } : undefined
}

/** `tag("vdn/claim", payload)`, 32 bytes. */
export const claimIdOf = (payload: Uint8Array): Uint8Array => taggedHash('vdn/claim', payload)
