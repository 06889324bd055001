import { toHex } from '@vc/crypto'
import type { UnixSeconds } from '@vc/kernel'
import { expect, test } from 'vitest'
import {
  type CreditModel,
  chooseCoins,
  judgeByModel,
  type ModelQuestion,
  type ModelReason,
  modelCoins,
  modelText,
} from './credit-model.ts'

/** A Friday, 2027-01-15, 08:00 in UTC. */
const FRIDAY = 1_800_000_000 as UnixSeconds
const HOUR = 3_600
const model: CreditModel = {
  ...{ title: 'Seed', total: 500n, mostOrder: 200n, mostDebtor: 300n, leastScore: 500, mostTermBlocks: 90 },
  ...{ purposes: ['Seed', '种子'], suppliers: [{ name: 'Seeds', account: 'aa' }] },
  ...{ fromHour: 8, toHour: 18, untilHeight: 100 },
}
const asked: ModelQuestion = {
  ...{ amount: 200n, owes: 300n, score: 500, termBlocks: 90, purpose: ' seed', suppliers: ['aa', 'aa'] },
  ...{ height: 99, time: FRIDAY, free: 200n },
}
const at = (seconds: number) => ({ time: (FRIDAY + seconds) as UnixSeconds })

test('an order on the very edge of every term is within them', () => {
  expect(judgeByModel(model, asked)).toEqual([])
  expect(judgeByModel(model, { ...asked, ...at(10 * HOUR - 1), purpose: '种子' })).toEqual([])
})

test('on weekends a model approves where its terms say so, within the same hours', () => {
  const always = { ...model, onWeekends: true }
  for (const days of [1, 2]) {
    expect(judgeByModel(always, { ...asked, ...at(days * 24 * HOUR) })).toEqual([])
    expect(judgeByModel(model, { ...asked, ...at(days * 24 * HOUR) })).toEqual(['model-hours'])
    expect(judgeByModel(always, { ...asked, ...at(days * 24 * HOUR - 1) })).toEqual(['model-hours'])
  }
})

const beyond: readonly [ModelReason, Partial<ModelQuestion>][] = [
  ['model-amount', { amount: 201n, free: 201n }],
  ['model-debtor', { owes: 301n }],
  ['model-score', { score: 499 }],
  ['model-term', { termBlocks: 91 }],
  ['model-purpose', { purpose: 'Seeds' }],
  ['model-supplier', { suppliers: ['aa', 'bb'] }],
  ['model-hours', at(-1)],
  ['model-hours', at(10 * HOUR)],
  ['model-hours', at(24 * HOUR)],
  ['model-over', { height: 100 }],
  ['model-used-up', { free: 199n }],
]
test.each(beyond)('an order one beyond a term is told so: %s', (reason, change) => {
  expect(judgeByModel(model, { ...asked, ...change })).toEqual([reason])
})

test('an order beyond several terms is told all of them', () => {
  expect(judgeByModel(model, { ...asked, amount: 201n, score: 0, purpose: '' })).toEqual([
    ...['model-amount', 'model-score', 'model-purpose', 'model-used-up'],
  ])
})

test('no term can be changed without changing the text', () => {
  const text = (one: CreditModel) => toHex(modelText('id', '02', one))
  const changes = Object.entries(model).map(([term, value]) => {
    const other = typeof value === 'bigint' ? value + 1n : typeof value === 'number' ? value + 1 : []
    return text({ ...model, [term]: term === 'title' ? 'Other' : other })
  })
  expect(new Set([text(model), ...changes]).size).toBe(Object.keys(model).length + 1)
  expect(toHex(modelText('other', '02', model))).not.toBe(text(model))
  expect(text({ ...model, onWeekends: true })).not.toBe(text(model))
  expect(text({ ...model, onWeekends: false })).toBe(text(model))
})

test('the credit lies in coins of the largest order, and never in more than fifty', () => {
  expect(modelCoins(model)).toEqual([200n, 200n, 100n])
  expect(modelCoins({ total: 200n, mostOrder: 300n })).toEqual([200n])
  const many = modelCoins({ total: 1_001n, mostOrder: 1n })
  expect(many.length).toBeLessThanOrEqual(50)
  expect(many.reduce((sum, one) => sum + one, 0n)).toBe(1_001n)
})

test('the smallest coin that is enough is taken, else as few as make it up', () => {
  const coins = [{ amount: 5n }, { amount: 9n }, { amount: 7n }]
  expect(chooseCoins(coins, 6n)).toEqual([{ amount: 7n }])
  expect(chooseCoins(coins, 10n)).toEqual([{ amount: 9n }, { amount: 7n }])
  expect(chooseCoins(coins, 22n)).toEqual([])
})
