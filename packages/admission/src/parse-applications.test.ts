import { parseTable } from '@vc/tabular'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GivenForAll, namesTermUnit, parseApplications } from './index.ts'

const RULES = { decimals: 2, blocksPerDay: 8640, source: 'loans' }
const ACCOUNT = 'ab'.repeat(20)
const given: GivenForAll = { accountId: ACCOUNT, lots: 4, termUnit: 'months', purpose: '', guarantee: '' }
const HEAD = 'reference,amount,term_days,lots,purpose,guarantee'

function read(lines: readonly string[], change: Partial<GivenForAll> = {}) {
  const table = parseTable(new TextEncoder().encode(lines.join('\n')))
  const parsed = table.ok ? parseApplications(table.value, RULES, { ...given, ...change }) : table
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}

test('a line in the house’s own columns is an application as the dialog would send it', () => {
  const { applications, bad, missing, readings } = read([HEAD, 'L-1,1200.50,180,5,Seed,Two members'])
  expect({ bad, missing }).toEqual({ bad: [], missing: [] })
  expect(applications).toEqual([
    {
      ...{ line: 2, reference: 'L-1', accountId: ACCOUNT, amount: 120_050n, termBlocks: 180 * 8640, lots: 5 },
      ...{ purpose: 'Seed', guarantee: 'Two members' },
    },
  ])
  expect(readings.map(({ field, how }) => `${field} ${how}`)).toEqual([
    ...['reference text', 'account given', 'amount amount', 'term days', 'lots number'],
    ...['purpose text', 'guarantee text'],
  ])
})

test.each([
  [',100,180,1,p,g', 'reference-missing', 'reference'],
  [`${'x'.repeat(101)},100,180,1,p,g`, 'reference-format', 'reference'],
  ['r,,180,1,p,g', 'amount-missing', 'amount'],
  ['r,1e3,180,1,p,g', 'amount-exponent', 'amount'],
  ['r,-5,180,1,p,g', 'amount-negative', 'amount'],
  ['r,1.005,180,1,p,g', 'amount-decimals', 'amount'],
  ['r,"1,000",180,1,p,g', 'amount-format', 'amount'],
  ['r,90071992547409.92,180,1,p,g', 'amount-too-large', 'amount'],
  ['r,1.00,180,1,p,g', 'amount-out-of-range', 'amount'],
  ['r,100,,1,p,g', 'term-missing', 'term_days'],
  ['r,100,half a year,1,p,g', 'term-format', 'term_days'],
  ['r,100,5 years,1,p,g', 'term-format', 'term_days'],
  ['r,100,-3,1,p,g', 'term-format', 'term_days'],
  ['r,100,0.001,1,p,g', 'term-out-of-range', 'term_days'],
  ['r,100,1826,1,p,g', 'term-out-of-range', 'term_days'],
  ['r,100,180,,p,g', 'lots-format', 'lots'],
  ['r,100,180,1.5,p,g', 'lots-format', 'lots'],
  ['r,100,180,37,p,g', 'lots-out-of-range', 'lots'],
  ['r,100,180,1,,g', 'purpose-missing', 'purpose'],
  ['r,100,180,1,p,', 'guarantee-missing', 'guarantee'],
  [`r,100,180,1,${'p'.repeat(4001)},g`, 'text-too-long', 'purpose'],
  ['r,100,180,1,p\u0007,g', 'text-signs', 'purpose'],
  ['r,100,180,1,p', 'cell-count', undefined],
])('the line %s is bad for one reason: %s', (row, code, column) => {
  const { applications, bad } = read([HEAD, 'other,100,180,1,p,g', row])
  expect(applications).toHaveLength(1)
  expect(bad).toMatchObject([{ line: 3, code, ...(column ? { column } : {}) }])
})

test('a reference stands for one line: the second is bad and names the first', () => {
  const { applications, bad } = read([HEAD, 'a,100,9,1,p,g', 'b,100,9,1,p,g', 'a,200,9,1,p,g'])
  expect(applications.map(({ reference }) => reference)).toEqual(['a', 'b'])
  expect(bad).toEqual([{ line: 4, code: 'row-repeated', facts: { reference: 'a', first: 2 } }])
})

test('lines of a lender’s file are known by its name and their number, and quote what stands behind the loan', () => {
  const head = 'row,homeownership,verified_income,verification_income_joint,loan_purpose,loan_amount,term'
  const { applications, readings } = read([
    head,
    '1,MORTGAGE,Verified,,moving,28000,60',
    '3,RENT,,,other,2000,36',
  ])
  expect(applications.map(({ reference, guarantee }) => [reference, guarantee])).toEqual([
    ['loans 1', 'homeownership: MORTGAGE; verified_income: Verified'],
    ['loans 3', 'homeownership: RENT'],
  ])
  expect(applications.map(({ termBlocks, lots }) => [termBlocks / 8640, lots])).toEqual([
    [1825, 4],
    [1095, 4],
  ])
  expect(namesTermUnit(readings)).toBe(false)
})

test('what the file does not say is asked for, never made up', () => {
  const lines = ['row,funded_amnt,term', '1,16100,term_36']
  expect(read(lines).missing).toEqual(['purpose', 'guarantee'])
  const said = read(lines, { purpose: 'Working capital', guarantee: 'The members, jointly' })
  expect(said.missing).toEqual([])
  expect(said.applications[0]).toMatchObject({ purpose: 'Working capital', amount: 1_610_000n })
})

test.each([
  ['36', 'months', 1095],
  ['36', 'days', 36],
  ['term_36', 'months', 1095],
  ['36 months', 'days', 1095],
  ['90 days', 'months', 90],
  ['6 个月', 'days', 182.5],
  ['90天', 'months', 90],
] as const)('a term of %s, brought in %s, is %d days', (cell, termUnit, days) => {
  const [one] = read(['reference,amount,term,purpose,guarantee', `a,100,${cell},p,g`], {
    termUnit,
  }).applications
  expect(one?.termBlocks).toBe(days * 8640)
})

test('columns are known in Chinese and whatever their case', () => {
  const chinese = read(['编号,金额,期限（月）,期数,用途,担保', '甲-1,500,6,3,种子,社员担保'])
  expect(chinese.applications).toMatchObject([
    { reference: '甲-1', amount: 50_000n, lots: 3, purpose: '种子' },
  ])
  const loud = read(['Loan ID,Loan Amount,Term-Months,PURPOSE,Collateral', 'x,500,6,p,g'])
  expect(loud.applications).toMatchObject([{ reference: 'x', lots: 4, guarantee: 'g' }])
})

test('without columns of reference, amount and term, or without lines, there is nothing to read', () => {
  const refusal = (text: string) => {
    const table = parseTable(new TextEncoder().encode(text))
    const parsed = table.ok && parseApplications(table.value, RULES, given)
    return parsed && !parsed.ok ? parsed.refusal.code : undefined
  }
  expect(refusal('reference,amount\nx,1')).toBe('applications-columns')
  expect(refusal('amount,term\n1,1')).toBe('applications-columns')
  expect(refusal(`${HEAD}\n`)).toBe('no-rows')
})

const spoil: Readonly<Record<string, (cells: string[]) => string[]>> = {
  'amount-exponent': ([r = '', , ...rest]) => [r, '1e9', ...rest],
  'amount-negative': ([r = '', , ...rest]) => [r, '-1', ...rest],
  'term-format': ([r = '', a = '', , ...rest]) => [r, a, 'soon', ...rest],
  'lots-out-of-range': ([r = '', a = '', t = '', , ...rest]) => [r, a, t, '99', ...rest],
  'purpose-missing': ([r = '', a = '', t = '', l = '', , g = '']) => [r, a, t, l, '', g],
  'cell-count': (cells) => cells.slice(1),
}

test('whatever lines are bad, each is told with its line and reason, and every other is taken, in order', () => {
  const line = fc.record({
    amount: fc.bigInt(101n, 2n ** 53n - 1n),
    days: fc.integer({ min: 1, max: 1825 }),
    lots: fc.integer({ min: 1, max: 36 }),
    fault: fc.option(fc.constantFrom(...Object.keys(spoil)), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
      const rows = lines.map(({ amount, days, lots, fault }, i) => {
        const units = `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
        const cells = [`r${i}`, units, String(days), String(lots), 'p', 'g']
        return (fault ? (spoil[fault]?.(cells) ?? cells) : cells).join(',')
      })
      const { applications, bad } = read([HEAD, ...rows])
      const numbered = lines.map((one, i) => ({ ...one, line: i + 2 }))
      expect(bad.map(({ line: at, code }) => [at, code])).toEqual(
        numbered.flatMap(({ line: at, fault }) => (fault ? [[at, fault]] : [])),
      )
      const good = numbered.filter(({ fault }) => fault === undefined)
      expect(
        applications.map(({ line: at, amount, termBlocks, lots }) => [at, amount, termBlocks, lots]),
      ).toEqual(good.map(({ line: at, amount, days, lots }) => [at, amount, days * 8640, lots]))
    }),
  )
})
