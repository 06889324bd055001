import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTable } from '@vc/tabular'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { net } from './net.ts'
import { parseObligations } from './parse-obligations.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const shared = process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../shared')
const flows = join(shared, 'data/trade-flows-2006/bilateral-flows.csv')
if (!existsSync(flows)) console.warn(`SKIPPED: no public data at ${flows}`)

function parse(text: string) {
  const table = parseTable(bytes(text))
  if (!table.ok) throw new Error(table.refusal.code)
  return parseObligations(table.value)
}

test('a loop of equal debts needs no money at all', () => {
  const loop = [
    { reference: '1', debtor: 'A', creditor: 'B', amount: 5n },
    { reference: '2', debtor: 'B', creditor: 'C', amount: 5n },
    { reference: '3', debtor: 'C', creditor: 'A', amount: 5n },
  ]
  expect(net(loop)).toMatchObject({ gross: 15n, bilateral: 15n, multilateral: 0n })
})

test('netting never moves more than the obligations say, and positions sum to zero', () => {
  const party = fc.constantFrom('A', 'B', 'C', 'D', 'E')
  const obligation = fc
    .tuple(party, party, fc.bigInt(1n, 10n ** 12n))
    .filter(([debtor, creditor]) => debtor !== creditor)
    .map(([debtor, creditor, amount]) => ({ debtor, creditor, amount }))
  fc.assert(
    fc.property(fc.array(obligation, { minLength: 1, maxLength: 60 }), (parts) => {
      const all = parts.map((part, i) => ({ ...part, reference: String(i) }))
      const { positions, gross, bilateral, multilateral } = net(all)
      expect(multilateral <= bilateral && bilateral <= gross).toBe(true)
      expect(positions.reduce((sum, p) => sum + p.amount, 0n)).toBe(0n)
    }),
  )
})

test('every bad line is listed with its reason', () => {
  const parsed = parse(
    'debtor,creditor,amount,reference\nA,B,10.00,1\nA,A,1,2\nA,B,1e3,3\nA,B,-5,4\nA,B,1.005,5\n,B,1,6\nA,B,2,1\nA,B,0,7\nA,B\n',
  )
  expect(parsed.ok && parsed.value.obligations.length).toBe(1)
  expect(parsed.ok && parsed.value.bad.map(({ line, code }) => [line, code])).toEqual([
    [3, 'own-creditor'],
    [4, 'amount-exponent'],
    [5, 'amount-negative'],
    [6, 'amount-decimals'],
    [7, 'party-missing'],
    [8, 'row-repeated'],
    [9, 'amount-zero'],
    [10, 'cell-count'],
  ])
})

test('a file of other columns is refused', () => {
  const parsed = parse('a,b\n1,2\n')
  expect(!parsed.ok && parsed.refusal.code).toBe('columns-unknown')
})

test.skipIf(!existsSync(flows))(
  'the trade of 2006 nets to positions that sum to zero and equal a plain computation',
  () => {
    const parsed = parse(readFileSync(flows, 'utf8'))
    if (!parsed.ok) throw new Error(parsed.refusal.code)
    expect(parsed.value.bad).toEqual([])
    const { positions, gross, multilateral } = net(parsed.value.obligations)
    const plain = new Map<string, number>()
    for (const line of readFileSync(flows, 'utf8').trim().split('\n').slice(1)) {
      const [exporter = '', importer = '', flow] = line.split(',')
      plain.set(exporter, (plain.get(exporter) ?? 0) + Number(flow))
      plain.set(importer, (plain.get(importer) ?? 0) - Number(flow))
    }
    expect(positions.length).toBe(plain.size)
    for (const { party, amount } of positions)
      expect(Number(amount) / 1e8).toBeCloseTo(plain.get(party) ?? Number.NaN, 4)
    expect(multilateral < gross).toBe(true)
  },
)

const council = join(shared, 'data/payments-uk-council')
const quarters = [
  'apr-jun-2014',
  'apr-jun-2015',
  'jan-mar-2014',
  'jan-mar-2015',
  'jul-sep-2014',
  'jul-sep-2015',
  'oct-dec-2014',
  'oct-dec-2015',
]
test.skipIf(!existsSync(council)).each(quarters)(
  'the payments of %s are read under the header of their quarter',
  (quarter) => {
    const text = readFileSync(join(council, `expenditure-over-500-${quarter}.csv`), 'utf8')
    const parsed = parse(text)
    if (!parsed.ok) throw new Error(parsed.refusal.code)
    const { obligations, bad, format } = parsed.value
    expect(format).toBe('payments')
    expect(obligations.length + bad.length).toBe(text.trim().split(/\r?\n/).length - 1)
    expect(
      bad.every(({ code }) =>
        [
          'amount-negative',
          'row-repeated',
          'party-missing',
          'amount-missing',
          'amount-zero',
          'amount-decimals',
          'amount-format',
        ].includes(code),
      ),
    ).toBe(true)
  },
)
