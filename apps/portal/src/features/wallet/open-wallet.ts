import {
  accountSecret,
  type BallotMember,
  ballotSecret,
  type CredentialAsk,
  castBallot,
  collectiveSecret,
  credentialSecret,
  mnemonicToSeed,
  newMnemonic,
  registerBallotMember,
  scalarOf,
  schnorrPublicKey,
  signSchnorr,
  toHex,
} from '@vc/crypto'
import { RefusedHere } from '../../trpc/refusal.ts'

export { type AccountFacts, accountOf } from '@vc/crypto'

export type OpenWallet = {
  /** Signs 32 bytes with the account's key of this name: x-only key or its HASH160, in hex. */
  readonly sign: (key: string, digest: Uint8Array) => { readonly schnorr: string; readonly publicKey: string }
  /** The account's credential in collectives, with the proof of its possession for this weight; `owner` 20 bytes. */
  readonly member: (weight: number, owner: Uint8Array) => BallotMember
  /** What the account's credential of VCC1 is made of; the search for it takes seconds. */
  readonly credential: (weight: number, owner: Uint8Array) => CredentialAsk
  /** The secret of a credential of VCC1; undefined when it is another account's. */
  readonly credentialSecret: (of: Pick<BallotMember, 'key' | 'weight' | 'owner'>) => bigint | undefined
  /** The credential's vote on 32 bytes under a descriptor: 96 bytes. */
  readonly vote: (descriptor: Uint8Array, digest: Uint8Array) => Uint8Array
  /** Overwrites the seed; the wallet signs nothing after that. */
  readonly close: () => void
}

/** Opens the wallet of 32 bytes of entropy. Close it at once after use. */
export function walletOf(entropy: Uint8Array): OpenWallet {
  const seed = mnemonicToSeed(newMnemonic(entropy))
  function withCredential<T>(use: (secret: Uint8Array) => T): T {
    const secret = ballotSecret(seed)
    try {
      return use(secret)
    } finally {
      secret.fill(0)
    }
  }
  return {
    sign(key, digest) {
      const secret = accountSecret(seed, key)
      if (!secret) throw new RefusedHere('no-wallet')
      const aux = crypto.getRandomValues(new Uint8Array(32))
      return { schnorr: toHex(signSchnorr(digest, secret, aux)), publicKey: toHex(schnorrPublicKey(secret)) }
    },
    member: (weight, owner) => withCredential((secret) => registerBallotMember(secret, weight, owner)),
    credential(weight, owner) {
      const k = scalarOf(crypto.getRandomValues(new Uint8Array(64)))
      return { weight, owner, secret: collectiveSecret(seed), k }
    },
    credentialSecret: (of) => credentialSecret(of, collectiveSecret(seed)),
    vote: (descriptor, digest) => withCredential((secret) => castBallot(descriptor, digest, secret)),
    close() {
      seed.fill(0)
      entropy.fill(0)
    },
  }
}
