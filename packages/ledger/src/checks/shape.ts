import { must } from '@vc/kernel'
import type { Refusal } from '../refusals.ts'
import { outputKey } from '../state-keys.ts'
import {
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  DEBT_LAYER,
  type Element,
  GROUP,
  type Layer,
  MANAGEMENT,
  MAX_AMOUNT,
  type Output,
  PENALTY,
  RECORD,
  REWARD,
  STAKE,
  TRANSFER,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { refusal } from './subject.ts'

const layersOf: ReadonlyMap<number, readonly Layer[]> = new Map<number, readonly Layer[]>([
  [TRANSFER, [MANAGEMENT, DEBT_LAYER, CIRCULATION]],
  [CREDIT_KIND, [DEBT_LAYER, CIRCULATION]],
  [PENALTY, [CIRCULATION]],
  [RECORD, [MANAGEMENT]],
  [GROUP, [MANAGEMENT]],
  [STAKE, [DEBT_LAYER]],
  [REWARD, [DEBT_LAYER, CIRCULATION]],
])

/** Step `shape` of ledger.md 11: what the transaction alone shows. */
export function checkShape(tx: Transaction): Refusal | undefined {
  const { version, kind, layer } = tx
  if (version !== 1) return refusal('version', { version })
  if (!layersOf.get(kind)?.includes(layer)) return refusal('kind-layer', { kind, layer })
  if ((tx.inputs.length === 0) !== (kind === REWARD)) return refusal('inputs', { inputs: tx.inputs.length })
  return checkDuplicates(tx) ?? checkOutputs(tx) ?? checkSums(tx)
}

function checkDuplicates(tx: Transaction): Refusal | undefined {
  if (tx.inputs.length < 2) return undefined
  const seen = new Set<string>()
  for (const [input, outpoint] of tx.inputs.entries()) {
    const name = outputKey(outpoint)
    if (seen.has(name)) return refusal('duplicate-input', { input })
    seen.add(name)
  }
  return undefined
}

function checkOutputs(tx: Transaction): Refusal | undefined {
  const management = tx.layer === MANAGEMENT
  for (let output = 0; output < tx.outputs.length; output += 1) {
    const { element, amount } = must(tx.outputs[output], 'an output')
    if (amount === 0n && !(management && element === VALUE)) return refusal('zero-amount', { output })
    if (management && element !== CREDIT && !(element === VALUE && amount === 0n)) {
      return refusal('management-output', { output })
    }
  }
  return undefined
}

const elements = [VALUE, CREDIT, DEBT] as const

function checkSums(tx: Transaction): Refusal | undefined {
  for (const element of elements) {
    const sum = sumOf(tx.outputs, element)
    if (sum > MAX_AMOUNT) return refusal('sum', { element, sum: String(sum) })
  }
  return undefined
}

/** Sum of one element, smallest units. */
export function sumOf(outputs: readonly Output[], element: Element): bigint {
  let sum = 0n
  for (const output of outputs) if (output.element === element) sum += output.amount
  return sum
}
