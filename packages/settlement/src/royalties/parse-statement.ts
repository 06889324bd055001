import { ok, type Result, refuse } from '@vc/kernel'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import { type Day, isDay } from './terms.ts'

/** A contract in force by which lines of a statement are judged. Of several for one title and day the newest version holds. */
export type StatementContract = {
  /** Of the version, and of the contract through all its versions. */
  readonly id: string
  readonly lineId: string
  readonly version: number
  /** What the channel's files call the title. */
  readonly code: string
  readonly validFrom: Day
  readonly validTo: Day
}
/** What a channel sold of one title on one day; money in smallest units. */
export type StatementLine = {
  readonly line: number
  readonly contractId: string
  readonly lineId: string
  readonly day: Day
  readonly code: string
  readonly units: bigint
  readonly gross: bigint
  readonly refunds: bigint
  readonly tax: bigint
  /** Gross without refunds and tax: what is shared. */
  readonly net: bigint
}
export type ParsedStatement = {
  /** In order of their days. */
  readonly lines: readonly StatementLine[]
  readonly bad: readonly BadRow[]
}
export type StatementRefusal =
  | { readonly code: 'statement-columns'; readonly missing: readonly string[] }
  | { readonly code: 'no-rows' }
  | { readonly code: 'statement-too-large' }

const names = {
  day: ['day', 'period', 'date', '日期'],
  title: ['title', 'game', '游戏', '产品'],
  units: ['units', '数量', '销量'],
  gross: ['gross', '流水', '总额'],
  refunds: ['refunds', '退款'],
  tax: ['tax', '税费', '税'],
} as const
type Columns = Readonly<Record<keyof typeof names, string>>
const MOST_SUM = 2n ** 53n - 1n

/** What statements are judged by. */
export type StatementRules = {
  readonly contracts: readonly StatementContract[]
  /** Days that were stated before: "lineId day". */
  readonly stated: ReadonlySet<string>
  /** Of a correction: the days that it may correct, which are those of the statement that it corrects. */
  readonly correctable?: ReadonlySet<string>
  /** The last day that has ended. */
  readonly lastDay: Day
  readonly decimals: number
}

/**
 * Reads a channel's statement: one line for each title and day. Every line that the contracts do not allow is told with its reason;
 * the caller takes the file whole or not at all.
 */
export function parseStatement(
  table: Table,
  rules: StatementRules,
): Result<ParsedStatement, StatementRefusal> {
  const columns = columnsOf(table)
  const missing = Object.entries(columns).filter(([, column]) => column === '')
  if (missing.length > 0) return refuse({ code: 'statement-columns', missing: missing.map(([name]) => name) })
  if (table.rows.length === 0 && table.bad.length === 0) return refuse({ code: 'no-rows' })
  const bad: BadRow[] = [...table.bad]
  const lines = new Map<string, StatementLine>()
  for (const row of table.rows) {
    const read = readLine(row, columns, rules)
    const first = 'net' in read ? lines.get(placeOf(read)) : undefined
    if (!('net' in read)) bad.push(read)
    else if (first) bad.push(repeated(read, first))
    else lines.set(placeOf(read), read)
  }
  const gross = [...lines.values()].reduce((sum, line) => sum + line.gross, 0n)
  if (gross > MOST_SUM) return refuse({ code: 'statement-too-large' })
  const byDay = [...lines.values()].sort((a, b) =>
    a.day === b.day ? a.line - b.line : a.day < b.day ? -1 : 1,
  )
  return ok({ lines: byDay, bad: bad.sort((a, b) => a.line - b.line) })
}

const placeOf = ({ lineId, day }: Pick<StatementLine, 'lineId' | 'day'>): string => `${lineId} ${day}`

const repeated = ({ line, code, day }: StatementLine, first: StatementLine): BadRow => ({
  ...{ line, code: 'row-repeated', facts: { reference: `${code} ${day}`, first: first.line } },
})

function columnsOf({ columns }: Table): Columns {
  const find = (name: keyof typeof names) =>
    columns.find((column) => names[name].some((one) => one === column.trim().toLowerCase())) ?? ''
  return {
    ...{ day: find('day'), title: find('title'), units: find('units') },
    ...{ gross: find('gross'), refunds: find('refunds'), tax: find('tax') },
  }
}

function readLine(row: Row, columns: Columns, rules: StatementRules): StatementLine | BadRow {
  const { line } = row
  const cell = (name: keyof Columns) => row.cells[columns[name]] ?? ''
  const [day, code] = [cell('day'), cell('title')]
  const contract = contractFor(day, code, rules)
  if ('reason' in contract)
    return { line, code: contract.reason, column: columns[contract.field], facts: { title: code, day } }
  const units = parseDecimal(cell('units'), { decimals: 0 })
  if (typeof units === 'string') return amountFault(line, units, columns.units, 0)
  const money = readMoney(row, columns, rules.decimals)
  if ('line' in money) return money
  const net = money.gross - money.refunds - money.tax
  if (net < 0n) return { line, code: 'net-negative', column: columns.gross }
  return { ...{ line, contractId: contract.id, lineId: contract.lineId, day, code, units, net }, ...money }
}

type Money = Readonly<Record<'gross' | 'refunds' | 'tax', bigint>>

function readMoney({ line, cells }: Row, columns: Columns, decimals: number): Money | BadRow {
  const read: Record<string, bigint> = {}
  for (const name of ['gross', 'refunds', 'tax'] as const) {
    const amount = parseDecimal(cells[columns[name]] ?? '', { decimals })
    if (typeof amount === 'string') return amountFault(line, amount, columns[name], decimals)
    read[name] = amount
  }
  const { gross = 0n, refunds = 0n, tax = 0n } = read
  return { gross, refunds, tax }
}

const amountFault = (line: number, code: string, column: string, decimals: number): BadRow => ({
  ...{ line, code, column, facts: { decimals } },
})

type NoContract = { readonly reason: string; readonly field: 'day' | 'title' }

/** The newest version that is in force for a title on a day, or why there is none that a line may be booked under. */
function contractFor(day: Day, code: string, rules: StatementRules): StatementContract | NoContract {
  if (!isDay(day)) return { reason: 'day-format', field: 'day' }
  if (day > rules.lastDay) return { reason: 'day-ahead', field: 'day' }
  const ofTitle = rules.contracts.filter((one) => one.code === code)
  if (ofTitle.length === 0) return { reason: 'title-unknown', field: 'title' }
  const inForce = ofTitle.filter(({ validFrom, validTo }) => validFrom <= day && day <= validTo)
  const [first, ...others] = inForce
  if (!first) return { reason: 'contract-not-in-force', field: 'day' }
  const newest = others.reduce((best, one) => (one.version > best.version ? one : best), first)
  const place = placeOf({ lineId: newest.lineId, day })
  if (rules.correctable)
    return rules.correctable.has(place) ? newest : { reason: 'day-not-stated', field: 'day' }
  return rules.stated.has(place) ? { reason: 'day-stated', field: 'day' } : newest
}
