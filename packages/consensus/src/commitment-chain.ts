import { hash256 } from '@vc/crypto'
import { assert } from '@vc/kernel'

/** A stake's commitments: `commitment` is registered, `revealOf` gives the preimage of the one in the state. */
export type CommitmentChain = {
  readonly commitment: Uint8Array
  /** undefined for a commitment of another chain and for the last one, the secret. */
  readonly revealOf: (commitment: Uint8Array) => Uint8Array | undefined
}

/** Hashes a secret `length` times (consensus.md 5). All links stay in memory: 32 bytes each. */
export function commitmentChain(secret: Uint8Array, length: number): CommitmentChain {
  assert(length >= 1, 'a chain has a link')
  const links: Uint8Array[] = [secret]
  const places = new Map<string, number>([[String(secret), 0]])
  let commitment = secret
  for (let i = 1; i <= length; i += 1) {
    commitment = hash256(commitment)
    links.push(commitment)
    places.set(String(commitment), i)
  }
  return { commitment, revealOf: (of) => links[(places.get(String(of)) ?? 0) - 1] }
}
