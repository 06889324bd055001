import type { DueSum } from '@vc/db'
import { expect, test } from 'vitest'
import { standingOf } from './statements.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-10-11T12:00:00Z')
const arrear = (at: number): DueSum => ({
  due: {
    ...{
      statementId: 'one',
      organisationId: 'studio',
      account: `account ${at % 2}`,
      part: 'studio',
      amount: 5n,
    },
    ...{ day: '2026-09-01', dueDay: new Date(NOW - (1 + (at % 9)) * DAY_MS).toISOString().slice(0, 10) },
  },
  ...{ application: null, act: null, submission: null, paidAt: null, setOff: 0n },
})

test('what is late of a statement is told by creditor, however many days it has', () => {
  const standing = standingOf(
    Array.from({ length: 130_000 }, (_, at) => arrear(at)),
    NOW,
  )
  expect(standing).toMatchObject({ owed: 650_000n, late: 650_000n, lateDays: 9, isSigning: false })
  expect(standing.lateTo).toEqual([
    { account: 'account 0', parts: ['studio'], amount: 325_000n },
    { account: 'account 1', parts: ['studio'], amount: 325_000n },
  ])
})
