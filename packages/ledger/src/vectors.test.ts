import { existsSync, readFileSync } from 'node:fs'
import { fromHex, toHex } from '@vc/crypto'
import { describe, expect, test } from 'vitest'
import { decodeTransaction, encodeTransaction } from './codec/transaction.ts'
import { runLedgerVector } from './vectors.ts'

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: { readonly transaction: string }
  readonly expect: { readonly ok?: boolean }
}

const shared = process.env.VC_SHARED ?? new URL('../../../../shared', import.meta.url).pathname
const folder = `${shared}/vectors`
const missing = !existsSync(folder)
if (missing) console.warn(`SKIPPED: the shared vectors are not at ${folder}`)

const casesOf = (file: string): readonly Case[] =>
  missing ? [] : JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8')).cases

function faultsOf(cases: readonly Case[]): readonly unknown[] {
  return cases.flatMap(({ name, kind, input, expect: expected }) => {
    const given = runLedgerVector(kind, input)
    return JSON.stringify(sorted(given)) === JSON.stringify(sorted(expected))
      ? []
      : [{ name, given, expected }]
  })
}

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, part]): [string, unknown] => [key, sorted(part)])
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value

describe.skipIf(missing)('the shared vectors', () => {
  test('the decoder takes and refuses what the vectors say', () => {
    expect(faultsOf(casesOf('ledger-decode'))).toEqual([])
  })

  test('what decodes encodes to the same bytes', () => {
    for (const { input, expect: expected } of casesOf('ledger-decode')) {
      if (expected.ok !== true) continue
      const decoded = decodeTransaction(fromHex(input.transaction), 100_000)
      expect(decoded.ok && toHex(encodeTransaction(decoded.value))).toBe(input.transaction)
    }
  })

  test('ids and digests are those of the vectors', () => {
    expect(faultsOf(casesOf('ledger-bytes'))).toEqual([])
  })

  test('scripts hold and fail as the vectors say', () => {
    expect(faultsOf(casesOf('ledger-script'))).toEqual([])
  })
})
