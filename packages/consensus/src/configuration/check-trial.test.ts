import { expect, it } from 'vitest'
import { notStricter } from './check-trial.ts'
import { production } from './parameters.ts'

const inForce = {
  ...production({
    beaconSeed: '11'.repeat(32),
    rpIds: ['a.example', 'b.example'],
    origins: ['https://a.example'],
  }),
  ...{ genesisBits: 0x1b1c25c2, namedAccountsOnly: false, overdueFreeze: true },
  ...{ creditApprovals: [1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], recordApprovals: 2 },
}
const approvals = (...first: number[]) => [...first, ...inForce.creditApprovals.slice(first.length)]

it.each([
  ['less of a limit', { maxBlockBytes: 3_000_000, maxTransactionBytes: 50_000 }],
  ['more of an age', { badDebtAge: inForce.badDebtAge + 1 }],
  ['a rule switched on', { namedAccountsOnly: true }],
  ['fewer sites', { rpIds: ['a.example'] }],
  ['more approvals', { creditApprovals: approvals(1, 3), recordApprovals: 3 }],
  ['nothing', {}],
] as const)('takes %s', (_, trial) => {
  expect(notStricter(trial as Parameters<typeof notStricter>[0], inForce)).toBeUndefined()
})

it.each([
  ['maxBlockBytes', { maxBlockBytes: 5_000_000 }],
  ['maxBlockBytes', { maxBlockBytes: inForce.maxBlockBytes }],
  ['badDebtAge', { badDebtAge: 5 }],
  ['overdueFreeze', { overdueFreeze: false }],
  ['overdueFreeze', { overdueFreeze: true }],
  ['rpIds', { rpIds: ['c.example'] }],
  ['rpIds', { rpIds: ['a.example', 'b.example', 'c.example'] }],
  ['recordApprovals', { recordApprovals: 0 }],
  ['creditApprovals', { creditApprovals: approvals(1, 3, 2) }],
  ['creditApprovals', { creditApprovals: approvals(1, 2, 3, 4) }],
  ['creditApprovals', { creditApprovals: approvals(1, 2, 0) }],
  ['ownShare', { maxBlockBytes: 3_000_000, ownShare: 10 }],
  ['blockInterval', { blockInterval: 20 }],
] as const)('names %s, which is not stricter or can not be tried', (name, trial) => {
  expect(notStricter(trial as Parameters<typeof notStricter>[0], inForce)).toBe(name)
})
