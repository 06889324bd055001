import { equalBytes, type SignatureChecks } from '@vc/crypto'
import { applyTransaction } from '../apply-transaction.ts'
import { decodeTransaction, encodeTransaction } from '../codec/transaction.ts'
import { judgeTransaction } from '../judge-transaction.ts'
import { runScript } from '../script/run-script.ts'
import { Overlay, undoOf } from '../state.ts'
import { totals } from '../totals.ts'
import type { Transaction } from '../transaction.ts'
import { viewOf } from '../view-of.ts'
import { fuzzScript } from './fuzz-script.ts'
import { fuzzTransaction } from './fuzz-transaction.ts'
import { mutateBytes } from './mutate.ts'
import { Choices } from './random.ts'
import { WORLD_HEIGHT, type World } from './world.ts'

export { fuzzWorld, type World } from './world.ts'

/** What one case came to: a code or `ok`, and what must not happen, if it did. */
export type FuzzOutcome = { readonly verdict: string; readonly wrong?: string }
/** A case that is made; `run` can be called again. */
export type FuzzCase = { readonly name: string; readonly run: () => FuzzOutcome }

/** Libraries that must agree. The first is the one that a node uses. */
export type FuzzLibraries = readonly [SignatureChecks, ...SignatureChecks[]]

/** Case `number` of a seed: two in three are transactions, the others scripts. Exceptions are for the caller to see. */
export function fuzzCase(world: World, seed: number, number: number, libraries: FuzzLibraries): FuzzCase {
  const choices = new Choices(Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) + number)
  if (choices.once(3)) {
    const script = fuzzScript(world, choices)
    const verdictOf = (checks: SignatureChecks) => {
      const result = runScript({ ...script, checks })
      return result.ok ? 'ok' : result.error
    }
    return { name: 'script', run: () => agreed(libraries.map(verdictOf)) }
  }
  const made = fuzzTransaction(world, choices)
  const whole = encodeTransaction(made)
  const bytes = choices.once(5) ? mutateBytes(whole, choices) : whole
  return { name: `kind ${made.kind}`, run: () => transactionCase(world, bytes, libraries) }
}

function agreed(verdicts: readonly string[]): FuzzOutcome {
  const [verdict = ''] = verdicts
  const other = verdicts.find((one) => one !== verdict)
  return other === undefined ? { verdict } : { verdict, wrong: `libraries differ: ${verdict}, ${other}` }
}

function transactionCase(world: World, bytes: Uint8Array, libraries: FuzzLibraries): FuzzOutcome {
  const decoded = decodeTransaction(bytes, world.place.configuration.maxTransactionBytes)
  if (!decoded.ok) return { verdict: decoded.refusal.code }
  const tx = decoded.value
  if (!equalBytes(encodeTransaction(tx), bytes))
    return { verdict: 'decoded', wrong: 'a second encoding was accepted' }
  const view = viewOf(world.state, { height: WORLD_HEIGHT })
  const judgements = libraries.map((checks) => judgeTransaction(tx, view, { ...world.place, checks }))
  const texts = judgements.map((judged) => (judged.ok ? 'ok' : JSON.stringify(judged.refusal)))
  const { verdict, wrong } = agreed(texts)
  const [first] = judgements
  const code = first === undefined || first.ok ? verdict : first.refusal.code
  if (wrong !== undefined) return { verdict: code, wrong }
  const broken = first?.ok ? brokenBy(world, tx) : undefined
  return broken === undefined ? { verdict: code } : { verdict: code, wrong: broken }
}

const signs = [1n, 0n, -1n]
/** Σ value − Σ debt. */
const net = (sums: readonly bigint[]) =>
  sums.reduce((sum, amount, i) => sum + amount * (signs[i % 3] ?? 0n), 0n)

/** Applied, it must leave nothing negative, keep Σ value − Σ debt up to the fee, and be undone exactly. */
function brokenBy(world: World, tx: Transaction): string | undefined {
  const overlay = new Overlay(world.state)
  applyTransaction(overlay, tx, WORLD_HEIGHT)
  const grown = net(totals(overlay)) - net(totals(world.state))
  if (grown > 0n && tx.inputs.length > 0) return `value out of nothing: ${grown}`
  const undo = undoOf(overlay.changes(), world.state)
  const back = new Overlay(overlay)
  for (const [key, value] of undo) {
    if (value === undefined) back.delete(key)
    else back.put(key, value)
  }
  for (const key of overlay.changes().keys()) {
    const [before, after] = [world.state.get(key), back.get(key)]
    const same = before === undefined ? after === undefined : after !== undefined && equalBytes(before, after)
    if (!same) return `undo leaves ${key}`
  }
  return undefined
}
