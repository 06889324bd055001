import { utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { parseTable } from '@vc/tabular'
import { describe, expect, test } from 'vitest'
import { parseStatement, type StatementRules } from './parse-statement.ts'

const contract = {
  ...{ id: 'v1', lineId: 'c', version: 1, code: 'SKY', validFrom: '2026-01-01', validTo: '2026-06-30' },
}
const rules: StatementRules = {
  contracts: [contract, { ...contract, id: 'v2', version: 2, validFrom: '2026-03-01' }],
  stated: new Set(['c 2026-02-01']),
  ...{ lastDay: '2026-05-31', decimals: 2 },
}
const HEAD = 'period,title,units,gross,refunds,tax'

function read(...lines: string[]) {
  const table = parseTable(utf8([HEAD, ...lines].join('\n')), undefined)
  if (!table.ok) throw new Error(table.refusal.code)
  const parsed = parseStatement(table.value, rules)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}

describe('a channel’s statement', () => {
  test('is read to the unit, by day, each line under the version that is in force', () => {
    const { lines, bad } = read('2026-03-02,SKY,3,30.00,9.99,1.01', '2026-02-28,SKY,1,10,0,0')
    expect(bad).toEqual([])
    expect(lines).toMatchObject([
      { line: 3, contractId: 'v1', day: '2026-02-28', units: 1n, net: 1_000n },
      { line: 2, contractId: 'v2', gross: 3_000n, refunds: 999n, tax: 101n, net: 1_900n },
    ])
  })

  test.each([
    ['day-format', '2026-02-30,SKY,1,1,0,0'],
    ['day-ahead', '2026-06-01,SKY,1,1,0,0'],
    ['title-unknown', '2026-03-01,SEA,1,1,0,0'],
    ['contract-not-in-force', '2025-12-31,SKY,1,1,0,0'],
    ['day-stated', '2026-02-01,SKY,1,1,0,0'],
    ['amount-decimals', '2026-03-01,SKY,1.5,1,0,0'],
    ['amount-format', '2026-03-01,SKY,1,"1,000",0,0'],
    ['amount-missing', '2026-03-01,SKY,1,1,,0'],
    ['amount-negative', '2026-03-01,SKY,1,1,0,-1'],
    ['net-negative', '2026-03-01,SKY,1,1,1,0.01'],
    ['cell-count', '2026-03-01,SKY,1,1,0'],
  ])('tells a line with %s', (code, line) => {
    const { lines, bad } = read(line, '2026-03-05,SKY,1,1,0,0')
    expect(bad).toMatchObject([{ line: 2, code }])
    expect(lines).toHaveLength(1)
  })

  test('states a day of a title once', () => {
    const { bad } = read('2026-03-05,SKY,1,1,0,0', '2026-03-05,SKY,2,2,0,0')
    expect(bad).toMatchObject([{ line: 3, code: 'row-repeated', facts: { first: 2 } }])
  })

  test('without a column it needs is refused as a whole; Chinese heads are read', () => {
    const table = parseTable(utf8('日期,游戏,销量,流水,退款\n2026-03-05,SKY,1,1,0'), undefined)
    expect(parseStatement(must(table.ok ? table.value : undefined, 'a table'), rules)).toMatchObject({
      refusal: { code: 'statement-columns', missing: ['tax'] },
    })
  })
})
