import { must, ok, type Result, refuse } from '@vc/kernel'
import { formatAmount } from '@vc/ledger'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import { type CreditTerms, checkTerms, LEAST_TERM_BLOCKS, MOST_LOTS, MOST_TERM_DAYS } from './application.ts'
import {
  type ApplicationField,
  type ColumnReading,
  readColumns,
  type TermUnit,
} from './application-columns.ts'
import { LEDGER_FEE } from './fee.ts'

/** An application as a line of a file asks for it. Account in hex; amount in smallest units; term in blocks. */
export type FileApplication = CreditTerms & {
  readonly line: number
  readonly reference: string
  readonly accountId: string
  readonly purpose: string
  readonly guarantee: string
}
/** What one says once for all lines, where the file has no column of it. Empty text: not said yet. */
export type GivenForAll = {
  readonly accountId: string
  readonly lots: number
  readonly termUnit: TermUnit
  readonly purpose: string
  readonly guarantee: string
}
/** What the reading depends on: the network's decimals and blocks of a day, and the file's name, for lines known by number. */
export type FileRules = { readonly decimals: number; readonly blocksPerDay: number; readonly source: string }
export type ParsedApplications = {
  readonly readings: readonly ColumnReading[]
  /** Fields that neither the file nor anyone has said. */
  readonly missing: readonly ApplicationField[]
  readonly applications: readonly FileApplication[]
  readonly bad: readonly BadRow[]
}
export type ApplicationsRefusal =
  | { readonly code: 'applications-columns'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }

const MOST_REFERENCE = 100
const MOST_TEXT = 4000
const DAYS_PER_YEAR = 365

/**
 * Reads a file of applications for credit by the names of its columns. Every line is an application that keeps the
 * rules of `checkTerms`, or bad with its reason; a reference stands for one line. Amount and term must have columns.
 */
export function parseApplications(
  table: Table,
  rules: FileRules,
  given: GivenForAll,
): Result<ParsedApplications, ApplicationsRefusal> {
  const readings = readColumns(table.columns, given.termUnit)
  const isIn = (field: ApplicationField) =>
    readings.some((one) => one.field === field && one.columns.length > 0)
  if (!isIn('amount') || !isIn('term') || !isIn('reference'))
    return refuse({ code: 'applications-columns', columns: table.columns })
  if (table.rows.length + table.bad.length === 0) return refuse({ code: 'no-rows' })
  const said = { account: given.accountId, purpose: given.purpose.trim(), guarantee: given.guarantee.trim() }
  const missing = (['account', 'purpose', 'guarantee'] as const).filter(
    (field) => !isIn(field) && said[field] === '',
  )
  const read = lineReader(readings, rules, given)
  return ok({ readings, missing, ...collect(table, read) })
}

function collect(table: Table, read: (row: Row) => FileApplication | BadRow) {
  const seen = new Map<string, number>()
  const applications: FileApplication[] = []
  const bad: BadRow[] = [...table.bad]
  for (const row of table.rows) {
    const one = read(row)
    if ('code' in one) bad.push(one)
    else if (seen.has(one.reference)) {
      const facts = { reference: one.reference, first: seen.get(one.reference) ?? 0 }
      bad.push({ line: row.line, code: 'row-repeated', facts })
    } else {
      seen.set(one.reference, row.line)
      applications.push(one)
    }
  }
  return { applications, bad: bad.sort((a, b) => a.line - b.line) }
}

type Fault = Omit<BadRow, 'line'>
/** A value, or why the cell is none. */
type Cell<T> = { readonly value: T } | { readonly fault: Fault }
const value = <T>(one: T): Cell<T> => ({ value: one })
const fault = (code: string, column: string, facts?: BadRow['facts']): { readonly fault: Fault } => ({
  fault: { code, column, ...(facts ? { facts } : {}) },
})

function lineReader(readings: readonly ColumnReading[], rules: FileRules, given: GivenForAll) {
  const at = new Map(readings.map((reading) => [reading.field, reading]))
  const by = (field: ApplicationField) => must(at.get(field), 'every field has its reading')
  return (row: Row): FileApplication | BadRow => {
    const faults: Fault[] = []
    const take = <T>(cell: Cell<T>, none: T): T => {
      if ('value' in cell) return cell.value
      faults.push(cell.fault)
      return none
    }
    const one: FileApplication = {
      line: row.line,
      reference: take(readReference(row, by('reference'), rules.source), ''),
      accountId: take(readAccount(row, by('account'), given.accountId), ''),
      amount: take(readAmount(row, by('amount'), rules.decimals), 0n),
      termBlocks: take(readTerm(row, by('term'), rules.blocksPerDay), 0),
      lots: take(readLots(row, by('lots'), given.lots), 0),
      purpose: take(readText(row, by('purpose'), given.purpose), ''),
      guarantee: take(readText(row, by('guarantee'), given.guarantee), ''),
    }
    const [first] = faults
    return first ? { line: row.line, ...first } : judged(one, by, rules)
  }
}

const fieldOfRefusal: Readonly<Record<string, ApplicationField>> = {
  'amount-out-of-range': 'amount',
  'term-out-of-range': 'term',
}

/** The rules of the dialog, said of the column that breaks them. */
function judged(
  one: FileApplication,
  by: (field: ApplicationField) => ColumnReading,
  { blocksPerDay, decimals }: FileRules,
): FileApplication | BadRow {
  const wrong = checkTerms(one, blocksPerDay)
  if (!wrong) return one
  const field = fieldOfRefusal[wrong.code] ?? 'lots'
  const facts = {
    ...{ least: formatAmount(LEDGER_FEE, decimals), most: MOST_LOTS, mostDays: MOST_TERM_DAYS },
    leastDays: Math.ceil((LEAST_TERM_BLOCKS / blocksPerDay) * 1000) / 1000,
  }
  return { line: one.line, code: wrong.code, column: by(field).columns.join(', '), facts }
}

const cellOf = (row: Row, { columns }: ColumnReading) => row.cells[columns[0] ?? ''] ?? ''

/** Lines that are only numbered are known by the file's name and their number. */
function readReference(row: Row, reading: ColumnReading, source: string): Cell<string> {
  const cell = cellOf(row, reading)
  const [column = ''] = reading.columns
  if (cell === '') return fault('reference-missing', column)
  const reference = reading.how === 'row-number' ? `${source} ${cell}` : cell
  if (reference.length > MOST_REFERENCE || /\p{Cc}/u.test(reference)) return fault('reference-format', column)
  return value(reference)
}

function readAccount(row: Row, reading: ColumnReading, given: string): Cell<string> {
  if (reading.how === 'given') return value(given)
  const cell = cellOf(row, reading).toLowerCase()
  return /^[0-9a-f]{40}$/.test(cell) ? value(cell) : fault('account-format', reading.columns[0] ?? '')
}

function readAmount(row: Row, reading: ColumnReading, decimals: number): Cell<bigint> {
  const amount = parseDecimal(cellOf(row, reading), { decimals })
  return typeof amount === 'string' ? fault(amount, reading.columns[0] ?? '', { decimals }) : value(amount)
}

const unitOf: ReadonlyMap<string, ColumnReading['how']> = new Map([
  ...['d', 'day', 'days', '天'].map((name) => [name, 'days'] as const),
  ...['m', 'mo', 'month', 'months', '月', '个月'].map((name) => [name, 'months'] as const),
  ...['blocks', '区块'].map((name) => [name, 'blocks'] as const),
])

/** "36", "term_36", "36 months" or "90 days": a unit in the cell goes before the one of the column. */
function readTerm(row: Row, reading: ColumnReading, blocksPerDay: number): Cell<number> {
  const [column = ''] = reading.columns
  const cell = cellOf(row, reading).toLowerCase()
  if (cell === '') return fault('term-missing', column)
  const match = /^(?:term_)?(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+|天|月|个月|区块)?$/.exec(cell)
  const unit = match?.[2] === undefined ? reading.how : unitOf.get(match[2])
  if (!match || unit === undefined) return fault('term-format', column)
  const count = Number(match[1])
  const perMonth = (DAYS_PER_YEAR * blocksPerDay) / 12
  return value(
    Math.round(unit === 'blocks' ? count : unit === 'months' ? count * perMonth : count * blocksPerDay),
  )
}

function readLots(row: Row, reading: ColumnReading, given: number): Cell<number> {
  if (reading.how === 'given') return value(given)
  const cell = cellOf(row, reading)
  return /^\d{1,4}$/.test(cell)
    ? value(Number(cell))
    : fault('lots-format', reading.columns[0] ?? '', { most: MOST_LOTS })
}

/** Text as it stands; facts as "column: value", only those that are there. */
function readText(row: Row, { field, how, columns }: ColumnReading, given: string): Cell<string> {
  if (how === 'given') return value(given.trim())
  const said = columns.flatMap((column) => (row.cells[column] ? [`${column}: ${row.cells[column]}`] : []))
  const text = how === 'facts' ? said.join('; ') : (row.cells[columns[0] ?? ''] ?? '')
  const column = columns.join(', ')
  if (text === '') return fault(`${field}-missing`, column)
  if (text.length > MOST_TEXT) return fault('text-too-long', column, { most: MOST_TEXT })
  return /[^\P{Cc}\n\r\t]/u.test(text) ? fault('text-signs', column) : value(text)
}
