import { assert } from '@vc/kernel'
import { Writer } from './codec/writer.ts'
import type { StateReader } from './state.ts'
import { TOTALS_KEY } from './state-keys.ts'
import type { Element, Layer } from './transaction.ts'

/** The sums last written: a transaction begins with those that the one before left. */
let last: { readonly bytes: Uint8Array; readonly sums: readonly bigint[] } | undefined

/**
 * Sums of all unspent outputs, smallest units: value, credit, debt of the management, the debt, the circulation layer
 * (consensus.md 2). Nine numbers; a state without entries has zeros.
 */
export function totals(reader: StateReader): readonly bigint[] {
  const bytes = reader.get(TOTALS_KEY)
  if (bytes === undefined) return Array.from({ length: 9 }, () => 0n)
  if (last?.bytes === bytes) return last.sums
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: 9 }, (_, i) => view.getBigUint64(8 * i, true))
}

/** Where the sum of an element in a layer stands among the nine. */
export function totalIndex(layer: Layer, element: Element): number {
  return 3 * layer + element
}

/** Value of the entry of the totals. */
export function encodeTotals(sums: readonly bigint[]): Uint8Array {
  assert(sums.length === 9 && sums.every((sum) => sum >= 0n), 'nine totals, none negative')
  const writer = new Writer(72)
  for (const sum of sums) writer.u64(sum)
  const bytes = writer.finish()
  last = { bytes, sums }
  return bytes
}
