import { toHex } from './bytes.ts'
import { deriveKey, derivePublic, type ExtendedPublicKey, parseExtendedKey } from './extended-key.ts'
import { hash160 } from './hash.ts'
import { mnemonicToSeed, newMnemonic } from './mnemonic.ts'
import { schnorrPublicKey } from './schnorr.ts'

/** Where an account keeps its value and owes its debts: the first key of the first branch below its master key. */
export const MAIN_STEPS: readonly number[] = [0, 0]
const MAIN_PATH = `m/${MAIN_STEPS.join('/')}`
const BRANCHES = [0, 1]
const KEYS = 20

/** What others may know of an account (keys.md, Named accounts); hex. */
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

/** What is wrong with the facts of an account: nothing to derive them from, or another account's extended key. */
export type AccountFault = 'extended-key-missing' | 'extended-key-foreign'
type ClaimedFacts = Omit<AccountFacts, 'xpub'> & { readonly xpub?: string | null | undefined }

/**
 * Whether an account derives from the extended public key of a tree's top (keys.md, Named accounts): its id is the hash of that
 * key, and its debt key is where an account owes. Undefined when it does. A secret key and one of further down count as none.
 */
export function accountFault({ accountId, xpub, debtKeyHash }: ClaimedFacts): AccountFault | undefined {
  const master = parseExtendedKey(xpub ?? '')
  if (!master || 'privateKey' in master || master.depth !== 0) return 'extended-key-missing'
  const isOwn =
    toHex(hash160(master.publicKey)) === accountId && accountKeyAt(master.xpub, MAIN_STEPS) === debtKeyHash
  return isOwn ? undefined : 'extended-key-foreign'
}

/** A key of an account as its extended public key shows it; hex. `steps`: its path below the master key, not hardened. */
export type TreeKey = { readonly steps: readonly number[]; readonly keyHash: string }

const keyHashOf = ({ publicKey }: ExtendedPublicKey) => toHex(hash160(publicKey.subarray(1)))

/**
 * The hash, hex, of the key at these steps below an extended public key; undefined where no seed of an account is looked
 * through, and for an xpub that is none.
 */
export function accountKeyAt(xpub: string, steps: readonly number[]): string | undefined {
  const [branch = -1, at = KEYS, ...deeper] = steps
  if (!BRANCHES.includes(branch) || at >= KEYS || deeper.length > 0) return undefined
  const child = derivePublic(xpub, ['m', ...steps].join('/'))
  return child && keyHashOf(child)
}

/**
 * Every key that an account's seed is looked through for, without the seed (keys.md, Named accounts): two branches of twenty
 * below its extended public key; empty for an xpub that is none.
 */
export function accountTree(xpub: string): readonly TreeKey[] {
  return BRANCHES.flatMap((branch) => {
    const parent = derivePublic(xpub, `m/${branch}`)
    return Array.from({ length: KEYS }, (_, at): TreeKey[] => {
      const child = parent && derivePublic(parent.xpub, `m/${at}`)
      return child ? [{ steps: [branch, at], keyHash: keyHashOf(child) }] : []
    }).flat()
  })
}

/** The account's secret (32 bytes) to a key named in hex: x-only, or its HASH160; undefined when it is none of its keys. */
export function accountSecret(seed: Uint8Array, key: string): Uint8Array | undefined {
  for (const branch of BRANCHES) {
    for (let at = 0; at < KEYS; at += 1) {
      const { privateKey } = deriveKey(seed, `m/${branch}/${at}`)
      const publicKey = schnorrPublicKey(privateKey)
      if (key === toHex(publicKey) || key === toHex(hash160(publicKey))) return privateKey
    }
  }
  return undefined
}
