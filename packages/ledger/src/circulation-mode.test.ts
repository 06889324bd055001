import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circulationMode, circulationModes, circulationOf } from './circulation-mode.ts'
import { CREDIT, DEBT, type Element, VALUE } from './transaction.ts'

const [V, C, D] = [VALUE, CREDIT, DEBT] as const

test.each<[string, Element[], Element[], string]>([
  ['a payment', [V], [V, V], 'direct-value'],
  ['value that is locked', [V], [V], 'direct-value'],
  ['a stake', [V], [V], 'direct-value'],
  ['a record', [V], [], 'direct-value'],
  ['a reward', [], [V], 'direct-value'],
  ['a penalty', [V], [V, V], 'direct-value'],
  ['a key that joins a group', [V], [V], 'direct-value'],
  ['a genesis that allots value', [], [V, V], 'direct-value'],
  ['a loan', [], [V, D, D], 'debt-value'],
  ['a repayment', [V, D], [V], 'debt-value'],
  ['bad debt that the reserve clears', [V, D], [], 'debt-value'],
  ['the debt leg of an exchange', [V, D], [V], 'debt-value'],
  ['management credit for an agent', [C, V], [C, C], 'debt-value'],
  ['credit that becomes value and debt', [C], [V, D], 'debt-value'],
  ['the source of an admission group', [], [V, C], 'debt-value'],
  ['a restructuring', [D, D], [D, D, D], 'direct-debt'],
  ['a debt that another takes over', [D], [D], 'direct-debt'],
  ['a debt that moves with value beside it', [V, D], [V, D], 'direct-debt'],
])('%s is one mode', (_, spent, written, mode) => {
  expect(circulationMode({ spent, written })).toBe(mode)
})

test('whatever a transaction moves, it has one mode of three, whichever order and number', () => {
  const elements = fc.array(fc.constantFrom<Element>(V, C, D))
  fc.assert(
    fc.property(elements, elements, (spent, written) => {
      const mode = circulationMode({ spent, written })
      expect(circulationModes).toContain(mode)
      expect(circulationMode({ spent: new Set(spent), written: [...written].reverse() })).toBe(mode)
    }),
  )
})

test('what circulates is base value less what is locked, with all debt', () => {
  expect(circulationOf({ base: 1_000n, locked: 300n, debt: 50n })).toBe(750n)
})
