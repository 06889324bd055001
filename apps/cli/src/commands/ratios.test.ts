import { CIRCULATION, DEBT, DEBT_LAYER, VALUE } from '@vc/ledger'
import { expect, test } from 'vitest'
import { badDebtAgeOf, type LedgerOutput } from '../read-ledger.ts'
import { runCli } from '../run-cli.ts'
import { debtSums } from './ratios.ts'

const output = (change: Partial<LedgerOutput>): LedgerOutput => ({
  ...{ txid: 'aa'.repeat(32), index: 0, element: VALUE, layer: CIRCULATION, amount: 0n, reads: [] },
  ...{ createdHeight: 1, spentBy: null, spentHeight: null, expiryHeight: null, keyHash: undefined },
  ...change,
})
const owed = (amount: bigint, expiryHeight: number, layer: 1 | 2 = DEBT_LAYER) =>
  output({ element: DEBT, amount, expiryHeight, layer })

test('debt is counted in both lower layers, overdue from its expiry and bad so many blocks after it', () => {
  const outputs = [
    output({ amount: 1_000n }),
    output({ amount: 400n, layer: DEBT_LAYER }),
    output({ amount: 77n, spentBy: 'bb', spentHeight: 9 }),
    owed(100n, 10),
    owed(20n, 12, CIRCULATION),
    { ...owed(5n, 10), spentBy: 'bb', spentHeight: 9 },
  ]
  const at = (height: number) => debtSums(outputs, { height, badDebtAge: 3 })
  const all = { circulating: 1_000n, locked: 400n, debt: 120n }
  expect(at(9)).toEqual({ ...all, overdue: 0n, bad: 0n })
  expect(at(10)).toEqual({ ...all, overdue: 100n, bad: 0n })
  expect(at(12)).toEqual({ ...all, overdue: 120n, bad: 0n })
  expect(at(13)).toEqual({ ...all, overdue: 20n, bad: 100n })
  expect(at(15)).toEqual({ ...all, overdue: 0n, bad: 120n })
})

test('the age of bad debt is the configuration’s, or the usual one', () => {
  expect(badDebtAgeOf({ badDebtAge: 60 })).toBe(60)
  expect(badDebtAgeOf({})).toBe(259_200)
})

test.each([[['10']], [['--at']], [['--at', '-1']], [['--at', '3', 'more']]])(
  'ratios %j is not understood, and the usage is said',
  async (args) => {
    const said: string[] = []
    expect(await runCli(['ratios', ...args], (line) => said.push(line), {})).toBe(2)
    expect(said).toEqual(['Usage: vc ratios [--at HEIGHT]'])
  },
)
