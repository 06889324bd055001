import { ok, type Result, refuse } from '@vc/kernel'
import { type BadRow, parseDecimal, type Row, type Table } from '@vc/tabular'
import type { Obligation } from './obligation.ts'

/** How the columns of one kind of file become obligations. */
export type ObligationFormat = {
  readonly id: 'obligations' | 'trade-flows' | 'payments'
  /** For each part the names that its column may have; `reference` may be missing, then the pair of parties is it. */
  readonly columns: {
    readonly debtor: readonly string[]
    readonly creditor: readonly string[]
    readonly amount: readonly string[]
    readonly reference: readonly string[]
  }
  /** Smallest units are 10^-decimals of what the column counts. */
  readonly decimals: number
  /** The source writes binary floats: exponents are read and what is finer than the unit is rounded half to even. */
  readonly floats: boolean
}

/** Formats the import recognises by their columns. `decimals` of a format of floats are those of its own unit. */
export const obligationFormats: readonly ObligationFormat[] = [
  {
    id: 'obligations',
    columns: { debtor: ['debtor'], creditor: ['creditor'], amount: ['amount'], reference: ['reference'] },
    decimals: 2,
    floats: false,
  },
  {
    id: 'trade-flows',
    columns: { debtor: ['iso_d'], creditor: ['iso_o'], amount: ['flow'], reference: [] },
    decimals: 8,
    floats: true,
  },
  {
    id: 'payments',
    columns: {
      debtor: ['Body Name', 'Body_Name', 'body_name', 'Organisation', 'Client'],
      creditor: ['Supplier ID', 'supplier_id'],
      amount: ['Amount', 'amount'],
      reference: ['Trans No', 'trans_no'],
    },
    decimals: 2,
    floats: false,
  },
]

export type ParsedObligations = {
  readonly format: ObligationFormat['id']
  readonly obligations: readonly Obligation[]
  readonly bad: readonly BadRow[]
  /** Rows whose amount is below half a unit of a source of floats: they owe nothing. */
  readonly belowUnit: number
}
export type ObligationsRefusal =
  | { readonly code: 'columns-unknown'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }

/** The columns of one file for each part of an obligation. */
type Found = {
  readonly format: ObligationFormat
  readonly debtor: string
  readonly creditor: string
  readonly amount: string
  readonly reference: string | undefined
}

/** Recognises the format by the columns that are there. */
export function findFormat(columns: readonly string[]): Found | undefined {
  for (const format of obligationFormats) {
    const pick = (names: readonly string[]) => names.find((name) => columns.includes(name))
    const [debtor, creditor, amount] = [
      pick(format.columns.debtor),
      pick(format.columns.creditor),
      pick(format.columns.amount),
    ]
    if (debtor && creditor && amount)
      return { format, debtor, creditor, amount, reference: pick(format.columns.reference) }
  }
  return undefined
}

/**
 * Turns a table into obligations. Every line that is not one is listed with its reason; the caller takes the file
 * whole or not at all.
 */
export function parseObligations(table: Table): Result<ParsedObligations, ObligationsRefusal> {
  const found = findFormat(table.columns)
  if (!found) return refuse({ code: 'columns-unknown', columns: table.columns })
  if (table.rows.length === 0) return refuse({ code: 'no-rows' })
  const bad: BadRow[] = [...table.bad]
  const seen = new Map<string, number>()
  const obligations: Obligation[] = []
  let belowUnit = 0
  for (const row of table.rows) {
    const read = readObligation(row, found)
    if ('code' in read) bad.push(read)
    else if (seen.has(read.reference)) bad.push(repeated(row, read.reference, seen))
    else {
      seen.set(read.reference, row.line)
      if (read.amount === 0n) belowUnit += 1
      else obligations.push(read)
    }
  }
  return ok({ format: found.format.id, obligations, bad: bad.sort((a, b) => a.line - b.line), belowUnit })
}

function repeated(row: Row, reference: string, seen: ReadonlyMap<string, number>): BadRow {
  return { line: row.line, code: 'row-repeated', facts: { reference, first: seen.get(reference) ?? 0 } }
}

function readObligation(row: Row, found: Found): Obligation | BadRow {
  const debtor = row.cells[found.debtor] ?? ''
  const creditor = row.cells[found.creditor] ?? ''
  if (debtor === '') return { line: row.line, code: 'party-missing', column: found.debtor }
  if (creditor === '') return { line: row.line, code: 'party-missing', column: found.creditor }
  if (debtor === creditor) return { line: row.line, code: 'own-creditor', facts: { party: debtor } }
  const amount = parseDecimal(row.cells[found.amount] ?? '', found.format)
  if (typeof amount === 'string') return { line: row.line, code: amount, column: found.amount }
  if (amount === 0n && !found.format.floats)
    return { line: row.line, code: 'amount-zero', column: found.amount }
  const reference = (found.reference && row.cells[found.reference]) || `${debtor}>${creditor}`
  return { reference, debtor, creditor, amount }
}
