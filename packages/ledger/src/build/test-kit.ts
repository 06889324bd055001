import { expect } from 'vitest'
import type { OutputAt } from '../state-effects.ts'
import type { TestLedger } from '../testing.ts'
import type { Transaction } from '../transaction.ts'
import { commitRecord, writeRecord } from './record.ts'
import { ada, signAll } from './testing-village.ts'

export * from './testing-village.ts'

type Write = { readonly table: string; readonly key: Uint8Array; readonly value: Uint8Array }

export function committed(ledger: TestLedger, write: Write, coin: OutputAt): Transaction {
  const tx = commitRecord({
    ...write,
    values: [coin],
    guard: ada.script,
    amount: 900n,
    fee: 100n,
    changeTo: ada.script,
  })
  const signed = signAll(ledger, tx, [coin], [[ada.secret]])
  expect(ledger.submit(signed)).toMatchObject({ ok: true })
  return signed
}

export function written(
  ledger: TestLedger,
  write: Write,
  coin: OutputAt,
  holder: OutputAt | undefined,
): Transaction {
  const commitment = ledger.output(committed(ledger, write, coin), 0)
  const inputs = holder === undefined ? [commitment] : [commitment, holder]
  const tx = writeRecord({ ...write, commitment, holderScript: ada.script, ...(holder && { holder }) })
  const signed = signAll(
    ledger,
    tx,
    inputs,
    inputs.map(() => [ada.secret]),
  )
  expect(ledger.submit(signed)).toMatchObject({ ok: true, value: { fee: 900n } })
  return signed
}
