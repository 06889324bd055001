import { signSchnorr } from './schnorr.ts'

/** BIP340 over a message of 32 bytes, without fresh randomness: same message, same signature. */
export type SchnorrSigner = (message32: Uint8Array, secret32: Uint8Array) => Uint8Array

/**
 * The fastest signer of this machine, for whoever signs thousands: simulations and measurements. WASM where it is
 * present, else noble. Not hardened against who watches its time.
 */
export async function openSchnorrSigner(): Promise<SchnorrSigner> {
  try {
    const { signSchnorr: sign } = await import('tiny-secp256k1')
    return (message, secret) => sign(message, secret)
  } catch {
    return (message, secret) => signSchnorr(message, secret)
  }
}
