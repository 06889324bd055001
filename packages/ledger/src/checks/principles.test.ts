import { hash160, nobleChecks } from '@vc/crypto'
import { expect, test } from 'vitest'
import { makeTransaction } from '../build/make-transaction.ts'
import { defaultConfiguration } from '../configuration.ts'
import { keyHashScript, standardDebtScript } from '../script/standard.ts'
import { stateOf } from '../testing.ts'
import {
  CIRCULATION,
  CREDIT,
  DEBT,
  DEBT_LAYER,
  type Element,
  type Layer,
  MANAGEMENT,
  type Output,
  type PlacedOutput,
  TRANSFER,
  VALUE,
} from '../transaction.ts'
import { viewOf } from '../view-of.ts'
import { checkPrinciples, sumsOf } from './principles.ts'
import { subjectOf } from './subject.ts'

const P = 1_000_000n
const fee = 100n
const hash = hash160(new Uint8Array(32))
const place = {
  network: new Uint8Array(32),
  height: 10,
  configuration: defaultConfiguration,
  checks: nobleChecks,
}

function output(element: Element, amount: bigint): Output {
  return { element, amount, script: element === DEBT ? standardDebtScript(hash, 99) : keyHashScript(hash) }
}

const at = (layer: Layer, [element, amount]: Part): PlacedOutput => ({
  ...output(element, amount),
  layer,
  kind: TRANSFER,
  height: 1,
})

type Part = readonly [Element, bigint]
type From = { readonly layer: Layer; readonly from?: Layer }

function judged(
  { layer, from = CIRCULATION }: From,
  ins: readonly Part[],
  outs: readonly Part[],
  premium = 0n,
) {
  const named = ins.map((part) => at(from, part))
  const inputs = named.map((one, index) => ({ outpoint: { txid: new Uint8Array(32), index }, output: one }))
  const outputs = outs.map(([element, amount]) => output(element, amount))
  const tx = makeTransaction({ layer, kind: TRANSFER, inputs, outputs, premium })
  const subject = subjectOf(tx, viewOf(stateOf({}), { height: 10 }), place, named)
  const sums = sumsOf(subject)
  return {
    ...sums,
    fee: sums.valueIn - sums.valueOut,
    netCredit: sums.creditIn - sums.creditOut,
    refusal: checkPrinciples(subject, sums),
  }
}

test.each([
  [
    'take a loan',
    CIRCULATION,
    [[CREDIT, P]],
    [
      [VALUE, P - fee],
      [DEBT, P],
    ],
    P,
    P,
  ],
  [
    'repay',
    CIRCULATION,
    [
      [VALUE, P + fee],
      [DEBT, P],
    ],
    [],
    0n,
    0n,
  ],
  [
    'move a debt',
    CIRCULATION,
    [
      [DEBT, P],
      [CREDIT, P],
      [VALUE, fee],
    ],
    [[DEBT, P]],
    P,
    P,
  ],
  [
    'pass credit on',
    CIRCULATION,
    [
      [CREDIT, P],
      [VALUE, fee],
    ],
    [[CREDIT, P]],
    0n,
    0n,
  ],
  ['lock value', DEBT_LAYER, [[VALUE, P]], [[VALUE, P - fee]], 0n, 0n],
  [
    'clear debt with locked value',
    DEBT_LAYER,
    [
      [VALUE, P + fee],
      [DEBT, P],
    ],
    [],
    0n,
    0n,
  ],
] as const)(
  '%s: fee, net debt and net credit of the worked example',
  (_, layer, ins, outs, netDebt, netCredit) => {
    const result = judged({ layer }, ins, outs)
    expect(result.refusal).toBeUndefined()
    expect([result.fee, result.netDebt, result.netCredit, result.released]).toEqual([
      fee,
      netDebt,
      netCredit,
      0n,
    ])
  },
)

test('one unit too much of value, credit or debt is refused with the numbers', () => {
  const layer = CIRCULATION
  expect(judged({ layer }, [[VALUE, P]], [[VALUE, P + 1n]]).refusal).toEqual({
    code: 'value-principle',
    facts: { out: '1000001', in: '1000000' },
  })
  expect(judged({ layer }, [[CREDIT, P]], [[CREDIT, P + 1n]]).refusal?.code).toBe('credit-out')
  expect(
    judged(
      { layer },
      [[CREDIT, P]],
      [
        [VALUE, P],
        [DEBT, P + 1n],
      ],
    ).refusal?.code,
  ).toBe('credit-principle')
})

test('net credit bounds debt: credit can not be used and kept', () => {
  const result = judged(
    { layer: CIRCULATION },
    [[CREDIT, P]],
    [
      [CREDIT, 1n],
      [VALUE, P],
      [DEBT, P],
    ],
  )
  expect(result.refusal).toEqual({
    code: 'credit-principle',
    facts: { netDebt: '1000000', netCredit: '999999' },
  })
})

test('credit that is read counts, and what it becomes is released', () => {
  const result = judged(
    { layer: CIRCULATION, from: MANAGEMENT },
    [[CREDIT, P]],
    [
      [VALUE, P - fee],
      [DEBT, P],
    ],
  )
  expect([result.released, result.fee]).toEqual([P, fee])
  expect(result.refusal).toEqual({ code: 'group-small', facts: { keys: 0 } })
})

test('a premium is at most its share of the credit released', () => {
  const ins = [[CREDIT, P]] as const
  const most = judged(
    { layer: CIRCULATION, from: MANAGEMENT },
    ins,
    [
      [VALUE, P - 50_000n],
      [DEBT, P],
    ],
    50_000n,
  )
  expect(most.refusal?.code).toBe('group-small')
  const more = judged(
    { layer: CIRCULATION, from: MANAGEMENT },
    ins,
    [
      [VALUE, P - 50_001n],
      [DEBT, P],
    ],
    50_001n,
  )
  expect(more.refusal).toEqual({ code: 'premium', facts: { premium: '50001', limit: '50000' } })
})
