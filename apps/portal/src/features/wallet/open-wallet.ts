import {
  deriveKey,
  hash160,
  mnemonicToSeed,
  newMnemonic,
  schnorrPublicKey,
  signSchnorr,
  toHex,
} from '@vc/crypto'
import { RefusedHere } from '../../trpc/refusal.ts'

/** Where an account keeps its value and owes its debts: the first key of the first branch below its master key. */
export const MAIN_PATH = 'm/0/0'
const BRANCHES = [0, 1]
const KEYS = 20

export type OpenWallet = {
  /** Signs 32 bytes with the account's key of this name: x-only key or its HASH160, in hex. */
  readonly sign: (key: string, digest: Uint8Array) => { readonly schnorr: string; readonly publicKey: string }
  /** Overwrites the seed; the wallet signs nothing after that. */
  readonly close: () => void
}

/** What others may know of an account (keys.md, Named accounts). */
export type AccountFacts = { readonly accountId: string; readonly xpub: string; readonly debtKeyHash: string }

/** The public facts of the account of 32 bytes of entropy. */
export function accountOf(entropy: Uint8Array): AccountFacts {
  const seed = mnemonicToSeed(newMnemonic(entropy))
  const master = deriveKey(seed, 'm')
  const main = deriveKey(seed, MAIN_PATH)
  seed.fill(0)
  return {
    accountId: toHex(hash160(master.publicKey)),
    xpub: master.xpub,
    debtKeyHash: toHex(hash160(schnorrPublicKey(main.privateKey))),
  }
}

/** Opens the wallet of 32 bytes of entropy. Close it at once after use. */
export function walletOf(entropy: Uint8Array): OpenWallet {
  const seed = mnemonicToSeed(newMnemonic(entropy))
  return {
    sign(key, digest) {
      const secret = findSecret(seed, key)
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

function findSecret(seed: Uint8Array, key: string): Uint8Array | undefined {
  for (const branch of BRANCHES) {
    for (let at = 0; at < KEYS; at += 1) {
      const { privateKey } = deriveKey(seed, `m/${branch}/${at}`)
      const publicKey = schnorrPublicKey(privateKey)
      if (key === toHex(publicKey) || key === toHex(hash160(publicKey))) return privateKey
    }
  }
  return undefined
}
