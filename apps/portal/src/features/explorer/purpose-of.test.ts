import { expect, test } from 'vitest'
import { type Purposeful, purposeOf } from './purpose-of.ts'

const [VALUE, CREDIT_ELEMENT, DEBT] = [0, 1, 2]
const [TRANSFER, CREDIT, STAKE, REWARD] = [0, 1, 5, 6]
type Output = {
  readonly element: number
  readonly kind?: number
  readonly layer?: number
  readonly standard?: string
  readonly keyHash?: string
}

/** The facts that purposes are read from. */
function shown(of: {
  readonly kind: number
  readonly layer: number
  readonly spends: readonly Output[]
  readonly writes: readonly Output[]
  readonly legs?: number
  readonly lockTime?: bigint
}): Purposeful {
  const fact = (output: Output) => ({
    ...{ kind: TRANSFER, layer: 2, reads: false, standard: 'key-hash', keyHash: 'own' },
    ...output,
  })
  return {
    transaction: { kind: of.kind, layer: of.layer, lockTime: of.lockTime ?? 0n },
    named: of.spends.map(fact),
    written: of.writes.map(fact),
    legs: Array.from({ length: of.legs ?? 0 }, String),
  }
}
const value = { element: VALUE }
const debt = { element: DEBT }
const managed = { element: CREDIT_ELEMENT, layer: 0 }
const pledged = { ...value, standard: 'hash-time-lock' }
const committed = { ...value, standard: 'record' }

test.each([
  ['allotment', { kind: TRANSFER, layer: 0, spends: [managed], writes: [managed, managed] }],
  ['stake', { kind: STAKE, layer: 1, spends: [value], writes: [value] }],
  ['lock', { kind: TRANSFER, layer: 1, spends: [value], writes: [value] }],
  ['release', { kind: TRANSFER, layer: 1, spends: [{ ...value, kind: STAKE, layer: 1 }], writes: [value] }],
  ['sharing', { kind: TRANSFER, layer: 1, spends: [{ ...value, kind: REWARD, layer: 1 }], writes: [value] }],
  ['exchange', { kind: TRANSFER, layer: 1, spends: [value, debt], writes: [value], legs: 2 }],
  ['repayment', { kind: TRANSFER, layer: 1, spends: [value, debt], writes: [value] }],
  ['repayment', { kind: TRANSFER, layer: 2, spends: [value, debt], writes: [] }],
  ['transfer', { kind: TRANSFER, layer: 2, spends: [value], writes: [value], legs: 2 }],
  ['pledge', { kind: TRANSFER, layer: 2, spends: [value], writes: [pledged, value] }],
  ['purchase', { kind: TRANSFER, layer: 2, spends: [committed, value], writes: [value, committed] }],
  ['funding', { kind: TRANSFER, layer: 2, spends: [pledged, pledged], writes: [value] }],
  ['giveBack', { kind: TRANSFER, layer: 2, spends: [pledged, value], writes: [value], lockTime: 9n }],
  ['restructuring', { kind: CREDIT, layer: 1, spends: [debt], writes: [debt] }],
  ['debtTransfer', { kind: CREDIT, layer: 2, spends: [debt], writes: [{ ...debt, keyHash: 'next' }] }],
  ['writeOff', { kind: CREDIT, layer: 2, spends: [value, debt], writes: [value] }],
] as const)('a %s is told from what it spends and writes', (purpose, of) => {
  expect(purposeOf(shown(of))).toBe(purpose)
})
