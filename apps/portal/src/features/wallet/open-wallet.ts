import { accountSecret, mnemonicToSeed, newMnemonic, schnorrPublicKey, signSchnorr, toHex } from '@vc/crypto'
import { RefusedHere } from '../../trpc/refusal.ts'

export { type AccountFacts, accountOf } from '@vc/crypto'

export type OpenWallet = {
  /** Signs 32 bytes with the account's key of this name: x-only key or its HASH160, in hex. */
  readonly sign: (key: string, digest: Uint8Array) => { readonly schnorr: string; readonly publicKey: string }
  /** Overwrites the seed; the wallet signs nothing after that. */
  readonly close: () => void
}

/** Opens the wallet of 32 bytes of entropy. Close it at once after use. */
export function walletOf(entropy: Uint8Array): OpenWallet {
  const seed = mnemonicToSeed(newMnemonic(entropy))
  return {
    sign(key, digest) {
      const secret = accountSecret(seed, key)
      if (!secret) throw new RefusedHere('no-wallet')
      const aux = crypto.getRandomValues(new Uint8Array(32))
      return { schnorr: toHex(signSchnorr(digest, secret, aux)), publicKey: toHex(schnorrPublicKey(secret)) }
    },
    close() {
      seed.fill(0)
      entropy.fill(0)
    },
  }
}
