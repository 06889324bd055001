import { equalBytes, sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { sighashContext } from '../sighash.ts'
import { MAX_SCRIPT_BYTES, MAX_WITNESS_ITEM_BYTES } from './limits.ts'
import { runMachine, type ScriptContext, type Signer } from './machine.ts'
import type { ScriptError } from './script-error.ts'
import { isScriptHash } from './standard.ts'

export type ScriptResult =
  | { readonly ok: true; readonly signers: readonly Signer[] }
  | { readonly ok: false; readonly error: ScriptError }

/**
 * Runs the script of `named[index]` on the witness of that input (ledger.md 5, 11); for a script hash the script in
 * the witness. Gives the keys that signed and their types, or the word of the first fault.
 */
export function runScript(context: ScriptContext): ScriptResult {
  const witness = context.tx.witnesses[context.index] ?? []
  const { script } = must(context.named[context.index], 'the input names an output')
  if (!isScriptHash(script)) return runOn(context, script, witness)
  const real = witness.at(-1)
  if (real === undefined || !equalBytes(sha256(real), script.subarray(2, 34))) {
    return { ok: false, error: 'script-hash' }
  }
  if (real.length > MAX_SCRIPT_BYTES) return { ok: false, error: 'item-size' }
  return runOn(context, real, witness.slice(0, -1))
}

function runOn(context: ScriptContext, script: Uint8Array, items: readonly Uint8Array[]): ScriptResult {
  if (items.some((item) => item.length > MAX_WITNESS_ITEM_BYTES)) return { ok: false, error: 'item-size' }
  const signers: Signer[] = []
  const error = runMachine({
    script,
    stack: [...items],
    alternative: [],
    branches: [],
    skipping: 0,
    at: 0,
    operations: 0,
    context,
    sighash: context.context ?? sighashContext(context.tx, context.named, context.network),
    signers,
  })
  return error === undefined ? { ok: true, signers } : { ok: false, error }
}
