import { expect, test } from 'vitest'
import { groupFlows } from './group-flows.ts'
import { net } from './net.ts'

const owes = (debtor: string, creditor: string, amount: bigint, reference: string) => ({
  ...{ debtor, creditor, amount, reference },
})
const obligations = [
  owes('A', 'B', 100n, '1'),
  owes('B', 'C', 60n, '2'),
  owes('C', 'A', 60n, '3'),
  owes('D', 'E', 5n, '4'),
  owes('E', 'A', 2n, '5'),
]
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

test('a picture with room for everybody shows every pair and every net position', () => {
  const { before, after } = groupFlows(obligations, net(obligations).positions, 9)
  expect(before[0]).toEqual({ from: 'A', to: 'B', amount: 100n })
  expect(before).toHaveLength(5)
  expect(after).toContainEqual({ party: 'B', pays: 0n, receives: 40n })
  expect(after).toContainEqual({ party: 'C', pays: 0n, receives: 0n })
})

test('who is not among the largest is gathered under one name, and no unit is lost', () => {
  const { multilateral, gross, positions } = net(obligations)
  const { before, after } = groupFlows(obligations, positions, 3)
  expect(before).toContainEqual({ from: null, to: null, amount: 5n })
  expect(before).toContainEqual({ from: null, to: 'A', amount: 2n })
  expect(sum(before.map(({ amount }) => amount))).toBe(gross)
  expect(after.find(({ party }) => party === null)).toEqual({ party: null, pays: 5n, receives: 3n })
  expect(sum(after.map(({ pays }) => pays))).toBe(multilateral)
  expect(sum(after.map(({ receives }) => receives))).toBe(multilateral)
})
