import { equalBytes, hash160, sha256 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { sighashContext, sighashOf } from '../sighash.ts'
import { checkSignature } from './check-signature.ts'
import { MAX_SCRIPT_BYTES, MAX_WITNESS_ITEM_BYTES } from './limits.ts'
import { runMachine, type ScriptContext, type Signer } from './machine.ts'
import type { ScriptError } from './script-error.ts'
import { isKeyHash, isScriptHash } from './standard.ts'

export type ScriptResult =
  | { readonly ok: true; readonly signers: readonly Signer[] }
  | { readonly ok: false; readonly error: ScriptError }

/**
 * Runs the script of `named[index]` on the witness of that input (ledger.md 5, 11); for a script hash the script in
 * the witness. Gives the keys that signed and their types, or the word of the first fault.
 */
export function runScript(context: ScriptContext): ScriptResult {
  const signer = keyHashSigner(context)
  return signer === undefined ? interpretScript(context) : { ok: true, signers: [signer] }
}

function spendingOf({ tx, named, index }: ScriptContext) {
  const { script } = must(named[index], 'the input names an output')
  return { script, witness: tx.witnesses[index] ?? [] }
}

/** The same by the machine alone, step by step. */
export function interpretScript(context: ScriptContext): ScriptResult {
  const { script, witness } = spendingOf(context)
  if (!isScriptHash(script)) return runOn(context, script, witness)
  const real = witness.at(-1)
  if (real === undefined || !equalBytes(sha256(real), script.subarray(2, 34))) {
    return { ok: false, error: 'script-hash' }
  }
  if (real.length > MAX_SCRIPT_BYTES) return { ok: false, error: 'item-size' }
  return runOn(context, real, witness.slice(0, -1))
}

/**
 * Who signed, when a key hash is spent as it mostly is: by one signature that holds. Undefined in every other case, which
 * the machine then tells apart. What it would do with `sig key`: DUP HASH160 <20> EQUALVERIFY CHECKSIG.
 */
function keyHashSigner(context: ScriptContext): Signer | undefined {
  const { script, witness } = spendingOf(context)
  const item = witness[0]
  const key = witness[1]
  if (item === undefined || key === undefined || witness.length > 2 || !isKeyHash(script)) return undefined
  const fits = item.length > 0 && item.length <= MAX_WITNESS_ITEM_BYTES
  if (!fits || (key.length !== 32 && key.length !== 33)) return undefined
  const keyHash = hash160(key)
  if (!keyHash.every((byte, at) => byte === script[3 + at])) return undefined
  const { checks, configuration, sheetHash, index } = context
  const sighash = context.context ?? sighashContext(context.tx, context.named, context.network)
  const digestOf = (type: number) => sighashOf(sighash, index, type)
  const answer = checkSignature({ key, item, digestOf, party: configuration, checks, sheetHash })
  return answer.ok ? { key, keyHash, type: answer.type } : undefined
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
