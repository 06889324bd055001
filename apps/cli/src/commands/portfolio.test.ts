import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '@vc/kernel'
import { describe, expect, test } from 'vitest'
import { portfolioTables } from '../portfolio/portfolio-tables.ts'
import { readLoans } from '../portfolio/read-loans.ts'
import { replayLoans } from '../portfolio/replay-loans.ts'
import { runCli } from '../run-cli.ts'

const folder = join(
  process.env.VC_SHARED ?? join(import.meta.dirname, '../../../../../shared'),
  'data/loans-lendingclub',
)
const hasLoans = existsSync(folder)
if (!hasLoans) console.warn(`SKIPPED: no public data at ${folder}`)

/** A line's cells, read letter by letter: nothing of what is tested reads them. */
function cellsOf(line: string): string[] {
  const cells = ['']
  let isQuoted = false
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === ',' && !isQuoted) cells.push('')
    else cells.push(`${cells.pop() ?? ''}${letter}`)
  }
  return cells
}
const rowsIn = (file: string) => {
  const [head = '', ...lines] = readFileSync(join(folder, file), 'utf8').trimEnd().split(/\r?\n/)
  const names = cellsOf(head)
  return lines.map((line) => new Map(cellsOf(line).map((cell, i) => [names[i] ?? '', cell])))
}
const cents = (text: string) => {
  const [whole = '0', part = ''] = text.split('.')
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
}
type Sum = {
  loans: number
  given: bigint
  repaid: bigint
  lost: bigint
  badLoans: number
  badGiven: bigint
  badRepaid: bigint
}
const nothing: Sum = { loans: 0, given: 0n, repaid: 0n, lost: 0n, badLoans: 0, badGiven: 0n, badRepaid: 0n }

/** The sums of a grade straight from the cells of the file. */
function sumsByGrade(lines: readonly { grade: string; given: bigint; repaid: bigint; isBad: boolean }[]) {
  const sums = new Map<string, Sum>()
  for (const { grade, given, repaid, isBad } of lines) {
    const s = sums.get(grade) ?? nothing
    const bad = isBad
      ? { badLoans: s.badLoans + 1, badGiven: s.badGiven + given, badRepaid: s.badRepaid + repaid }
      : {}
    const lost = isBad ? s.lost + given - repaid : s.lost
    sums.set(grade, {
      ...s,
      loans: s.loans + 1,
      given: s.given + given,
      repaid: s.repaid + repaid,
      lost,
      ...bad,
    })
  }
  return sums
}

async function replayed(file: string) {
  const loans = readLoans(readFileSync(join(folder, file)))
  if (!loans.ok) throw new Error(loans.refusal.code)
  const heard: number[] = []
  const tables = portfolioTables(await replayLoans(loans.value, (done) => heard.push(done)))
  return { tables, heard, count: loans.value.length }
}

function expectSums(tables: Awaited<ReturnType<typeof replayed>>['tables'], sums: ReadonlyMap<string, Sum>) {
  const grades = [...sums.keys()].sort()
  const of = (grade: string) => must(sums.get(grade), 'a grade of the file')
  expect(tables.loss).toEqual(
    grades.map((grade) => {
      const { loans, given, repaid, lost } = of(grade)
      return {
        grade,
        loans,
        given,
        repaid,
        lost,
        owed: given - repaid - lost,
        lossRate: (lost * 10_000n) / given,
      }
    }),
  )
  expect(tables.recovery).toEqual(
    grades.flatMap((grade) => {
      const { badLoans, badGiven, badRepaid } = of(grade)
      const recoveryRate = badGiven > 0n ? (badRepaid * 10_000n) / badGiven : 0n
      return badLoans > 0
        ? [{ grade, loans: badLoans, given: badGiven, recovered: badRepaid, recoveryRate }]
        : []
    }),
  )
}

describe.skipIf(!hasLoans)('the loans of LendingClub replayed on a ledger', () => {
  test('4,909 loans with their outcomes: loss and recovery are those of the file, to the cent', async () => {
    const rows = rowsIn('loans-good-bad.csv')
    const { tables, heard, count } = await replayed('loans-good-bad.csv')
    expect([count, heard.length, heard.at(-1)]).toEqual([rows.length, rows.length, rows.length])
    expect(count).toBeGreaterThan(4_000)
    const lines = rows.map((row) => {
      const given = cents(row.get('funded_amnt') ?? '')
      const isBad = row.get('Class') === 'bad'
      return { grade: (row.get('sub_grade') ?? '').charAt(0), given, repaid: isBad ? 0n : given, isBad }
    })
    expectSums(tables, sumsByGrade(lines))
    const bad = lines.filter(({ isBad }) => isBad)
    expect(tables.ageing.at(-1)).toEqual({
      ...{ bucket: 'bad', lots: bad.length },
      amount: bad.reduce((sum, { given }) => sum + given, 0n),
    })
  }, 180_000)

  test('3,922 loans with their balances: what is unpaid stands in the bucket that the file names', async () => {
    const rows = rowsIn('loans-2018.csv')
    const { tables } = await replayed('loans-2018.csv')
    const lines = rows.map((row) => {
      const [given, repaid] = [cents(row.get('loan_amount') ?? ''), cents(row.get('paid_principal') ?? '')]
      const state = row.get('loan_status') ?? ''
      return { grade: row.get('grade') ?? '', given, repaid, state, isBad: state === 'Charged Off' }
    })
    expectSums(tables, sumsByGrade(lines))
    const buckets = ['Current', 'In Grace Period', 'Late (16-30 days)', 'Late (31-120 days)', 'Charged Off']
    expect(tables.ageing.map(({ lots, amount }) => [lots, amount])).toEqual(
      buckets.map((bucket) => {
        const unpaid = lines.filter(({ state, given, repaid }) => state === bucket && given > repaid)
        return [unpaid.length, unpaid.reduce((sum, { given, repaid }) => sum + given - repaid, 0n)]
      }),
    )
  }, 180_000)
})

test('a file that is no portfolio is refused with what stands in it, and nothing is replayed', async () => {
  const said: string[] = []
  const vc = (...args: string[]) => runCli(['portfolio', ...args], (line) => said.push(line), {})
  expect(await vc()).toBe(2)
  expect(await vc(import.meta.filename)).toBe(1)
  expect(await vc('/nowhere.csv')).toBe(1)
  expect(said.at(0)).toMatch(/^Usage: vc portfolio FILE/)
  expect(said.at(-1)).toBe('FAILED: /nowhere.csv can not be read')
})
