import { ok, type Result, refuse } from '@vc/kernel'
import { parseDecimal, parseTable, type Row } from '@vc/tabular'

/** How a loan stands at the end, by the blocks (days) since its unpaid part was due; `bad` from `BAD_AGE` on. */
export type Standing = 'current' | 'grace' | 'late' | 'very-late' | 'bad'
/** One line of a portfolio; amounts in smallest units (cents). */
export type Loan = {
  readonly row: string
  readonly grade: string
  readonly amount: bigint
  readonly repaid: bigint
  /** Day of issue, 1 to 90. */
  readonly issued: number
  readonly standing: Standing
}
export type LoansRefusal = { readonly code: 'file' | 'columns' | 'line'; readonly at: string }

const CENTS = { decimals: 2 }
const MONTH_DAYS = 30
const months: Readonly<Record<string, number>> = { 'Jan-2018': 0, 'Feb-2018': 1, 'Mar-2018': 2 }
const standings: Readonly<Record<string, Standing>> = {
  ...{ Current: 'current', 'Fully Paid': 'current', 'In Grace Period': 'grace' },
  ...{ 'Late (16-30 days)': 'late', 'Late (31-120 days)': 'very-late', 'Charged Off': 'bad' },
}

/**
 * Reads the loans of a LendingClub file: one with balances and states (`loan_status`), or one with outcomes alone
 * (`Class`). Refuses a file that is neither, and any line that can not be taken whole or has the number of another.
 */
export function readLoans(bytes: Uint8Array): Result<readonly Loan[], LoansRefusal> {
  const table = parseTable(bytes)
  if (!table.ok) return refuse({ code: 'file', at: table.refusal.code })
  const { columns, rows, bad } = table.value
  if (bad[0]) return refuse({ code: 'line', at: String(bad[0].line) })
  const read = columns.includes('loan_status')
    ? withBalance
    : columns.includes('Class')
      ? withOutcome
      : undefined
  if (!read) return refuse({ code: 'columns', at: columns.slice(0, 5).join(', ') })
  const loans: Loan[] = []
  const known = new Set<string>()
  for (const one of rows) {
    const loan = read(one)
    if (!loan || known.has(loan.row)) return refuse({ code: 'line', at: String(one.line) })
    known.add(loan.row)
    loans.push(loan)
  }
  return ok(loans)
}

function withBalance({ cells }: Row): Loan | undefined {
  const [amount, repaid] = [centsIn(cells.loan_amount), centsIn(cells.paid_principal)]
  const month = months[cells.issue_month ?? '']
  const standing = standings[cells.loan_status ?? '']
  const { row, grade } = cells
  if (!isNumber(row) || !grade || amount === undefined || amount === 0n || repaid === undefined)
    return undefined
  if (repaid > amount || month === undefined || standing === undefined) return undefined
  return { row, grade, amount, repaid, issued: 1 + month * MONTH_DAYS + (Number(row) % MONTH_DAYS), standing }
}

function withOutcome({ cells }: Row): Loan | undefined {
  const amount = centsIn(cells.funded_amnt)
  const { row, sub_grade: grade = '', Class: outcome } = cells
  if (!isNumber(row) || grade === '' || amount === undefined || amount === 0n) return undefined
  if (outcome !== 'good' && outcome !== 'bad') return undefined
  const isGood = outcome === 'good'
  const issued = 1 + (Number(row) % (3 * MONTH_DAYS))
  return {
    row,
    grade: grade.slice(0, 1),
    amount,
    repaid: isGood ? amount : 0n,
    issued,
    standing: isGood ? 'current' : 'bad',
  }
}

/** The number of a line, which also spreads the days of issue. */
const isNumber = (row: string | undefined): row is string => row !== undefined && /^\d{1,9}$/.test(row)

function centsIn(text: string | undefined): bigint | undefined {
  const read = parseDecimal(text ?? '', CENTS)
  return typeof read === 'bigint' ? read : undefined
}
