import { expect, test } from 'vitest'
import { fuzzWorld } from './fuzz/world.ts'
import { overdueDebts } from './list-debts.ts'

test('a debt is overdue from its expiry height and bad after badDebtAge more blocks', () => {
  const { state } = fuzzWorld()
  const listed = (height: number) => [...overdueDebts(state, { height, badDebtAge: 60 })]
  expect(listed(49)).toEqual([])
  // Two of a key and two of a collective.
  expect(listed(50).map(({ expiryHeight, bad }) => [expiryHeight, bad])).toEqual(Array(4).fill([50, false]))
  expect(listed(109).some(({ bad }) => bad)).toBe(false)
  expect(listed(110).every(({ bad }) => bad)).toBe(true)
  expect(listed(200)).toHaveLength(6)
})
