import type { BallotMember } from './ballot.ts'
import { bytesToNumber, concatBytes, numberToBytes } from './bytes.ts'
import type { CollectiveCredential, ListedCredential } from './collective.ts'
import { type CollectiveArithmetic, plainArithmetic } from './collective-arithmetic.ts'
import { collectiveParameters, credentialOrder } from './collective-parameters.ts'
import { makeCredential } from './collective-vote.ts'
import { taggedHash } from './hash.ts'

/**
 * Members of VCC1 as lists hold them, in the form of VCB1's: `key` is the credential c (256 bytes), `possession` χ32 | z32,
 * `owner` HASH160 of the account's key, which is the s of S = 2^32·s + weight.
 */
const unit = 1n << 32n
/** The search for a prime ends after some 700 steps as a rule; after so many something else is wrong. */
const mostSteps = 100_000
type Named = { readonly weight: number; readonly owner: Uint8Array }

/** 64 bytes as a scalar in 1…o−1, even over them: of random bytes a nonce, of a seed's hash a secret. */
export function scalarOf(bytes64: Uint8Array): bigint {
  return (bytesToNumber(bytes64) % (credentialOrder - 1n)) + 1n
}

/** Where the search for an account's credentials begins, out of the account's seed: a scalar in 1…o−1, even over them. */
export function collectiveSecret(seed: Uint8Array): bigint {
  const half = (part: number) => taggedHash('VCC1/secret', seed, Uint8Array.of(part))
  return scalarOf(concatBytes(half(0), half(1)))
}

/** What a credential is made of. */
export type CredentialAsk = Named & { readonly secret: bigint; readonly k: bigint }

/** A member with proof of possession; `secret` of `collectiveSecret`, `k` a random scalar. Seconds in plain JavaScript. */
export function credentialMember(
  of: CredentialAsk,
  arithmetic: CollectiveArithmetic = plainArithmetic,
): BallotMember {
  const { weight, owner, secret, k } = of
  const asked = { s: bytesToNumber(owner), weight: BigInt(weight), r: secret, k }
  const { c, chi, z } = makeCredential(asked, arithmetic).credential
  const possession = concatBytes(numberToBytes(chi, 32), numberToBytes(z, 32))
  return { key: numberToBytes(c, 256), weight, owner, possession }
}

/** The credential that an entry of a list names, without its proof. */
export function listedCredential(of: Named & { readonly key: Uint8Array }): ListedCredential {
  return { c: bytesToNumber(of.key), S: unit * bytesToNumber(of.owner) + BigInt(of.weight) }
}

/** The credential that an entry of a list names; what its bytes are not, `isCredential` refuses. */
export function credentialOf({ possession, ...member }: BallotMember): CollectiveCredential {
  const [chi, z] = [possession.subarray(0, 32), possession.subarray(32)].map(bytesToNumber)
  return { ...listedCredential(member), chi: chi ?? 0n, z: z ?? 0n }
}

/** The secret r of a credential c that an account with this secret has made; undefined when it is another's. */
export function credentialSecret(
  { key, weight, owner }: Named & { readonly key: Uint8Array },
  secret: bigint,
  { power }: CollectiveArithmetic = plainArithmetic,
): bigint | undefined {
  const { q, g, h } = collectiveParameters()
  const { c: wanted, S } = listedCredential({ key, weight, owner })
  let c = (power(g, S, q) * power(h, secret, q)) % q
  for (let step = 0; step < mostSteps; step += 1) {
    if (c === wanted) return (secret + BigInt(step)) % credentialOrder
    c = (c * h) % q
  }
  return undefined
}
