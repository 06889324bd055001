import { CIRCULATION, DEBT, VALUE } from '@vc/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkStatements,
  type KeyOutput,
  parseStatements,
  type ScoreStatement,
  scoreAt,
  scoreHistory,
  scoreInputs,
  statableOutputs,
  statementsFile,
} from './index.ts'

const RULES = { height: 1000, badDebtAge: 100, blocksPerDay: 10 }
const id = (n: number) => n.toString(16).padStart(64, '0')
const blank = {
  index: 0,
  layer: CIRCULATION,
  expiryHeight: null,
  spentBy: null,
  spentHeight: null,
  goesOn: false,
}
type Change = Partial<KeyOutput>
const debt = (n: number, amount: bigint, change: Change = {}): KeyOutput => ({
  ...{ ...blank, txid: id(n), amount, element: DEBT, createdHeight: 100, expiryHeight: 500, ...change },
})
const value = (n: number, amount: bigint, createdHeight: number, change: Change = {}): KeyOutput => ({
  ...{ ...blank, txid: id(n), amount, element: VALUE, createdHeight, ...change },
})
/** Four lots: cleared in time, cleared late, unpaid until it is bad, and not due yet; a sale, and change of an own payment. */
const outputs = [
  debt(1, 300n, { spentBy: id(11), spentHeight: 400 }),
  debt(1, 100n, { index: 1, spentBy: id(12), spentHeight: 560 }),
  debt(1, 100n, { index: 2, expiryHeight: 850 }),
  debt(2, 900n, { createdHeight: 90, expiryHeight: 5_000 }),
  value(20, 500n, 300, { spentBy: id(11), spentHeight: 400 }),
  value(11, 200n, 400),
]
const factsWith = (statements: readonly ScoreStatement[] = []) => ({
  ...{ outputs, statements, rules: RULES },
  networkUnpaidAt: (height: number) => (height < 100 ? 0n : height < 700 ? 1_000n : 1_500n),
})
const step = (height: number, statements: readonly ScoreStatement[] = []) =>
  scoreHistory(factsWith(statements), 100).find((one) => one.height === height)

test('each change of a score names the block, the terms, and the transactions that made it', () => {
  const history = scoreHistory(factsWith(), 100)
  const heights = history.map(({ height }) => height)
  expect(heights).toEqual([...heights].sort((a, b) => b - a))
  expect(step(400)?.evidence).toMatchObject([
    { what: 'debt-cleared', txid: id(11), amount: 300n },
    { what: 'value-out', txid: id(11), amount: 500n },
    { what: 'value-in', txid: id(11), amount: 200n },
  ])
  expect(step(560)?.evidence).toEqual([{ what: 'debt-cleared-late', txid: id(12), amount: 100n }])
  expect(step(560)?.terms.map(({ term }) => term)).toContain('repayment')
  expect(step(499)?.evidence).toMatchObject([{ what: 'overdue', txid: id(1), amount: 100n }])
  expect(step(949)).toMatchObject({
    evidence: [{ what: 'bad', txid: id(1), amount: 100n }],
    terms: [{ term: 'ageing', before: 225, after: 0 }],
  })
  expect(scoreHistory(factsWith(), 2)).toHaveLength(2)
})

test('every step is the score of that very block and of the one before, so that anyone can compute it again', () => {
  const { statements, networkUnpaidAt } = factsWith()
  for (const { height, before, after, terms } of scoreHistory(factsWith(), 100)) {
    const at = (on: number) => scoreAt(outputs, networkUnpaidAt(on), { ...RULES, height: on }, statements)
    expect([before, after]).toEqual([at(height - 1).score, at(height).score])
    const moved = terms.reduce((sum, term) => sum + term.after - term.before, 0)
    expect(after - before).toBe(moved)
  }
})

test('what an authority states counts from its block on: a lot paid in time after all, a payment that was a sale', () => {
  const late = { output: `${id(1)}:1`, says: 'in-time', height: 600 } as const
  const at = (height: number, said: readonly ScoreStatement[]) =>
    scoreInputs(outputs, 0n, { ...RULES, height }, said)
  expect(at(599, [late])).toEqual(at(599, []))
  expect(at(600, [])).toMatchObject({ clearedOnTime: 300n, clearedLate: 100n })
  expect(at(600, [late])).toMatchObject({ clearedOnTime: 400n, clearedLate: 0n })
  const unpaid = { output: `${id(1)}:2`, says: 'in-time', height: 960 } as const
  expect(at(960, [])).toMatchObject({ overdue: 100n, bad: 100n })
  expect(at(960, [unpaid])).toMatchObject({ overdue: 0n, bad: 0n, unpaid: 1_000n })
  const sale = { output: `${id(11)}:0`, says: 'turnover', height: 600 } as const
  expect([at(600, []).received, at(600, [sale]).received]).toEqual([500n, 700n])
  expect(step(600, [late])).toMatchObject({
    evidence: [{ what: 'stated', txid: id(1), amount: 100n }],
    terms: [{ term: 'repayment' }],
  })
})

test('only what changes the inputs can be stated, once, and of outputs that the key has', () => {
  const rules = { ...RULES, height: 960 }
  const names = (said: readonly ScoreStatement[]) =>
    statableOutputs(outputs, rules, said).map(
      ({ output, says }) => `${says} ${output.txid.at(-1)}:${output.index}`,
    )
  expect(names([])).toEqual(['in-time 1:1', 'in-time 1:2', 'turnover b:0'])
  const late = { output: `${id(1)}:1`, says: 'in-time' } as const
  expect(checkStatements(outputs, rules, [], [late])).toBeUndefined()
  expect(checkStatements(outputs, rules, [{ ...late, height: 900 }], [late])).toEqual({
    ...{ code: 'statement-changes-nothing', output: late.output },
  })
  for (const [output, code] of [
    [`${id(1)}:0`, 'statement-changes-nothing'],
    [`${id(9)}:0`, 'statement-output-unknown'],
  ] as const)
    expect(checkStatements(outputs, rules, [], [{ output, says: 'in-time' }])).toEqual({ code, output })
})

test('statements travel as a file and come back the same; anything else is refused', () => {
  const says = fc.constantFrom<ScoreStatement['says']>('in-time', 'turnover')
  const output = fc.tuple(fc.nat(), fc.nat(9_999)).map(([n, index]) => `${id(n)}:${index}`)
  const statement = fc.record({ output, says, height: fc.nat(999_999_999) })
  const read = (bytes: Uint8Array) => parseStatements(new TextDecoder().decode(bytes))
  fc.assert(
    fc.property(fc.array(statement), (statements) => {
      const file = read(statementsFile('ab'.repeat(20), statements))
      expect(file).toEqual({ ok: true, value: { debtKey: 'ab'.repeat(20), statements } })
    }),
  )
  for (const wrong of ['', '[]', '{"debtKey":"a","statements":[{"output":"a:1"}]}', '{"statements":[]}'])
    expect(parseStatements(wrong)).toMatchObject({ ok: false, refusal: { code: 'statements-unreadable' } })
})
