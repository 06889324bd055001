import { verifySchnorr } from './schnorr.ts'
import type { SignatureChecks } from './signature-checks.ts'

type Schnorr = SignatureChecks['schnorr']

/** BIP340 by the WASM build of libsecp256k1 (messages of 32 bytes; others by noble); undefined where it is absent. */
export async function openWasm(): Promise<Schnorr | undefined> {
  try {
    const wasm = await import('tiny-secp256k1')
    return (signature, message, publicKey) => {
      if (message.length !== 32) return verifySchnorr(signature, message, publicKey)
      if (signature.length !== 64 || publicKey.length !== 32) return false
      return orFalse(() => wasm.verifySchnorr(message, publicKey, signature))
    }
  } catch {
    return undefined
  }
}

function orFalse(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}
