import { COLLECTIVE_SIGOPS } from './limits.ts'
import { readOperations } from './operations.ts'
import { isKeyHash, isScriptHash } from './standard.ts'

/** Signature checks in a script, counted before any is run: executed or not, to the end or a cut push. */
export function countSigops(script: Uint8Array): number {
  if (isKeyHash(script)) return 1
  let count = 0
  for (const { opcode } of readOperations(script)) {
    if (opcode === 0xac || opcode === 0xad || opcode === 0xba) count += 1
    if (opcode === 0xbb) count += COLLECTIVE_SIGOPS
  }
  return count
}

/** The same for the script that an input runs: the real one of a script hash, which its witness ends with. */
export function inputSigops(script: Uint8Array, witness: readonly Uint8Array[]): number {
  if (!isScriptHash(script)) return countSigops(script)
  const real = witness.at(-1)
  return real === undefined ? 0 : countSigops(real)
}
