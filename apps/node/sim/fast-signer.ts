import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Signs by the fastest library of this machine, in every module loaded from now on: half of a simulated run is
 * signing. It gives the same bytes as the plain one, so a seed replays with either.
 */
const swift = `
import { signSchnorr as fast, xOnlyPointFromScalar } from 'tiny-secp256k1'
export const schnorrPublicKey = (secret: Uint8Array): Uint8Array => new Uint8Array(xOnlyPointFromScalar(secret))
export const signSchnorr = (message: Uint8Array, secret: Uint8Array): Uint8Array => message.length === 32 ? new Uint8Array(fast(message, secret)) : schnorr.sign(message, secret, new Uint8Array(32))
`

export function useFastSigner(): void {
  registerHooks({
    load: (url, context, next) => {
      if (!url.endsWith('crypto/src/schnorr.ts')) return next(url, context)
      const plain = readFileSync(fileURLToPath(url), 'utf8')
      const rest = plain.slice(plain.indexOf('/** BIP340 verification'))
      const source = `import { schnorr } from '@noble/curves/secp256k1.js'\n${swift}\n${rest}`
      return { format: 'module-typescript', source, shortCircuit: true }
    },
  })
}
