import { bls12_381 } from '@noble/curves/bls12-381.js'
import { bytesToNumber, concatBytes, numberToBytes } from './bytes.ts'
import { taggedHash } from './hash.ts'

/**
 * The secret (32 bytes) of an account's credential in VCB1 collectives, out of the account's seed: whoever has the 24
 * words has the credential too. 512 bits are brought into 1…r−1, so that no value is likelier than another.
 */
export function ballotSecret(seed: Uint8Array): Uint8Array {
  const half = (part: number) => taggedHash('VCB1/secret', seed, Uint8Array.of(part))
  const order = bls12_381.fields.Fr.ORDER
  return numberToBytes((bytesToNumber(concatBytes(half(0), half(1))) % (order - 1n)) + 1n, 32)
}
