import type { findTransaction } from '@vc/db'
import { shownOutput, shownRecord } from '../explorer/show.ts'

export type Found = NonNullable<Awaited<ReturnType<typeof findTransaction>>>

/** A step of a trace: a transaction, what it did to the thing that is traced, what it names, wrote and recorded. */
export function shownStep<R extends string>(role: R, { transaction, named, written, record }: Found) {
  const { txid, height, index, kind, layer, fee } = transaction
  return {
    ...{ role, txid, height, index, kind, layer, fee },
    named: named.map(shownOutput),
    written: written.map(shownOutput),
    record: record === undefined ? null : shownRecord(record),
  }
}

/** Steps in the order of the ledger, each once. */
export function inLedgerOrder<S extends { readonly found: Found }>(steps: readonly S[]): readonly S[] {
  const once = new Map(steps.map((step) => [step.found.transaction.txid, step]))
  return [...once.values()].sort(
    ({ found: { transaction: a } }, { found: { transaction: b } }) =>
      a.height - b.height || a.index - b.index,
  )
}

/** Every key hash that stands in the steps, once. */
export function keyHashesOf(steps: readonly { readonly found: Found }[]): readonly string[] {
  const all = steps.flatMap(({ found }) => [...found.named, ...found.written])
  return [...new Set(all.flatMap(({ keyHash }) => (keyHash === null ? [] : [keyHash])))]
}
