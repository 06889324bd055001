import { openBlst } from './backend-blst.ts'
import { libcryptoArithmetic } from './backend-libcrypto-collective.ts'
import { libcryptoP256 } from './backend-libcrypto-p256.ts'
import { openLibsecp256k1 } from './backend-libsecp256k1.ts'
import { nodeArithmetic } from './backend-node-collective.ts'
import { nodeP256 } from './backend-node-p256.ts'
import { openWasm } from './backend-wasm.ts'
import { nobleBallotCurve } from './ballot-keys.ts'
import { toHex } from './bytes.ts'
import { type CollectiveChecks, collectiveChecks } from './collective-checks.ts'
import { useHashFunctions } from './hash-functions.ts'
import { openLibcrypto } from './libcrypto.ts'
import type { TableLimits } from './libcrypto-p256-tables.ts'
import { openNativeHashes } from './native-hashes.ts'
import { arithmeticDifference, firstDifference, makeTrial } from './self-check.ts'
import { nobleChecks, type SignatureChecks } from './signature-checks.ts'

export { type HashFunctions, hashFunctions, useHashFunctions } from './hash-functions.ts'
export { openSchnorrKeys, openSchnorrSigner } from './native-signer.ts'
export type { SchnorrKeys, SchnorrSigner } from './schnorr.ts'

/** Where BIP340 is checked, the fastest first. */
export type Backend = 'libsecp256k1' | 'wasm' | 'noble'

/** Checks with the name of what runs them. */
export type OpenedChecks = { readonly backend: Backend; readonly checks: SignatureChecks }

/**
 * All backends that this machine has, the fastest first; noble is always there. Not yet tried on the vectors. The first
 * checks P-256 in the fastest way, the others in others.
 */
export async function availableSignatureChecks(
  limits?: Partial<TableLimits>,
): Promise<readonly OpenedChecks[]> {
  const [fastest, library, wasm, collectives] = await Promise.all([
    openP256(limits),
    openLibsecp256k1(),
    openWasm(),
    openCollectiveChecks(),
  ])
  const found: { readonly backend: Backend; readonly schnorr: SignatureChecks['schnorr'] }[] = []
  if (library !== undefined) found.push({ backend: 'libsecp256k1', schnorr: library })
  if (wasm !== undefined) found.push({ backend: 'wasm', schnorr: wasm })
  found.push({ backend: 'noble', schnorr: nobleChecks.schnorr })
  const p256s = [fastest, nodeP256(), nobleChecks.p256]
  return found.map(({ backend, schnorr }, i) => ({
    backend,
    checks: { schnorr, p256: p256s[i] ?? nobleChecks.p256, collectives },
  }))
}

/**
 * The fastest signature checks of this machine. Every backend present is first tried on the vectors of BIP 340; throws
 * when one of them differs, for a node must not run then (keys.md, Keys of the ledger). Native hashes are taken into use
 * with them, after the same kind of trial.
 */
export async function openSignatureChecks(): Promise<OpenedChecks> {
  useHashFunctions(await openNativeHashes())
  return agreed(await availableSignatureChecks())
}

/**
 * The same for trials: P-256 as it is for a key that is new and for one that is seen often, which takes much longer.
 * Throws for a signature on which the two differ.
 */
export async function openEveryWay(): Promise<OpenedChecks> {
  const { backend, checks } = await openSignatureChecks()
  const often = await openP256({ from: 1 })
  const p256: SignatureChecks['p256'] = (...question) => {
    const holds = checks.p256(...question)
    if (often(...question) !== holds) throw new Error(`P-256 by a table differs: ${question.map(toHex)}`)
    return holds
  }
  return { backend, checks: { ...checks, p256 } }
}

/** The first of the checks once all of them have given what the vectors say; throws otherwise. */
export function agreed(available: readonly OpenedChecks[]): OpenedChecks {
  const trial = makeTrial()
  for (const { backend, checks } of available) {
    const difference = firstDifference(checks, trial)
    if (difference !== undefined) throw new Error(`signature backend ${backend} is wrong on: ${difference}`)
  }
  const [fastest] = available
  if (fastest === undefined) throw new Error('no signature backend')
  return fastest
}

/** The fastest checks of collectives on this machine: OpenSSL's arithmetic, and blst where its binding is. */
export async function openCollectiveChecks(): Promise<CollectiveChecks> {
  const opened = await openLibcrypto()
  const arithmetic = (opened && withParts(() => libcryptoArithmetic(opened))) ?? nodeArithmetic()
  const different = arithmeticDifference(arithmetic)
  if (different !== undefined) throw new Error(`arithmetic of collectives is wrong on: ${different}`)
  return collectiveChecks(arithmetic, (await openBlst()) ?? nobleBallotCurve)
}

/** The fastest check of P-256: OpenSSL over FFI, else through Node. */
async function openP256(limits?: Partial<TableLimits>): Promise<SignatureChecks['p256']> {
  const opened = await openLibcrypto()
  return (opened && withParts(() => libcryptoP256(opened, undefined, limits))) ?? nodeP256()
}

/** Undefined where the library lacks a part. */
function withParts<T>(open: () => T): T | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

export { openBlst } from './backend-blst.ts'
export { nodeArithmetic } from './backend-node-collective.ts'
