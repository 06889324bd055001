import { HARDENED_OFFSET, HDKey } from '@scure/bip32'
import { assert, must } from '@vc/kernel'

/** A public key of a BIP32 tree. */
export type ExtendedPublicKey = {
  readonly publicKey: Uint8Array
  readonly chainCode: Uint8Array
  readonly depth: number
  readonly index: number
  readonly parentFingerprint: number
  readonly xpub: string
}

/** A key of a BIP32 tree with its secret. */
export type ExtendedPrivateKey = ExtendedPublicKey & {
  readonly privateKey: Uint8Array
  readonly xprv: string
}

const pathPattern = /^[mM](?:\/(?:0|[1-9]\d{0,9})'?)*$/

/** The child indexes of a path like `m/44'/0'/5` (2^31 added where hardened); undefined when malformed. */
export function parsePath(path: string): readonly number[] | undefined {
  if (!pathPattern.test(path)) return undefined
  const steps = path.split('/').slice(1)
  const numbers = steps.map((step) => Number.parseInt(step, 10))
  if (numbers.some((number) => number >= HARDENED_OFFSET)) return undefined
  return numbers.map((number, i) => number + (steps[i]?.endsWith("'") ? HARDENED_OFFSET : 0))
}

/** The key at a path below a seed of 16 to 64 bytes. Seed and path are ours: malformed ones throw (see `parsePath`). */
export function deriveKey(seed: Uint8Array, path: string): ExtendedPrivateKey {
  const steps = must(parsePath(path), 'well-formed derivation path')
  const key = steps.reduce((parent, index) => parent.deriveChild(index), HDKey.fromMasterSeed(seed))
  return privatePart(key)
}

/** Reads an `xprv` or `xpub` text; undefined when any check of BIP32 fails. */
export function parseExtendedKey(text: string): ExtendedPrivateKey | ExtendedPublicKey | undefined {
  try {
    const key = HDKey.fromExtendedKey(text)
    return key.privateKey === null ? publicPart(key) : privatePart(key)
  } catch {
    return undefined
  }
}

/** The public key at a path below an extended public key; undefined for a hardened step or a malformed input. */
export function derivePublic(xpub: string, path: string): ExtendedPublicKey | undefined {
  const steps = parsePath(path)
  const parent = parseExtendedKey(xpub)
  if (steps === undefined || parent === undefined || steps.some((step) => step >= HARDENED_OFFSET))
    return undefined
  try {
    return publicPart(
      steps.reduce((key, index) => key.deriveChild(index), HDKey.fromExtendedKey(parent.xpub)),
    )
  } catch {
    return undefined
  }
}

function publicPart(key: HDKey): ExtendedPublicKey {
  return {
    publicKey: must(key.publicKey, 'extended key has a public key'),
    chainCode: must(key.chainCode, 'extended key has a chain code'),
    depth: key.depth,
    index: key.index,
    parentFingerprint: key.parentFingerprint,
    xpub: key.publicExtendedKey,
  }
}

function privatePart(key: HDKey): ExtendedPrivateKey {
  assert(key.privateKey !== null, 'extended key has its secret')
  return { ...publicPart(key), privateKey: key.privateKey, xprv: key.privateExtendedKey }
}
