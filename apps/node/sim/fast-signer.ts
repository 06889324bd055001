import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const PLAIN = 'crypto/src/schnorr.ts'

/**
 * Signs by the fastest library of this machine, in every module loaded from now on: half of a simulated run is
 * signing. It gives the same bytes as the plain one, so a seed replays with either.
 */
export function useFastSigner(): void {
  registerHooks({
    load: (url, context, next) => {
      if (!url.endsWith(PLAIN)) return next(url, context)
      const source = readFileSync(fileURLToPath(url.replace('schnorr.ts', 'schnorr-swift.ts')), 'utf8')
      return { format: 'module-typescript', source, shortCircuit: true }
    },
  })
}
