import { ok, type Result, refuse } from '@vc/kernel'
import type { BadRow, Row, Table } from '@vc/tabular'

/** The facets of a party's credit (requirements C-38; the financial one has the ledger's score beside its records). */
export const creditFacets = [
  'judicial',
  'administrative',
  'financial',
  'occupational',
  'daily',
  'civic',
] as const
export type CreditFacet = (typeof creditFacets)[number]
/** Where outside data comes from (requirements C-39). */
export const recordSources = [
  ...(['tax', 'market', 'customs', 'court', 'water', 'power', 'gas'] as const),
  ...(['social-insurance', 'housing-fund', 'other'] as const),
] as const
export type RecordSource = (typeof recordSources)[number]
/** `repaired`: what was adverse has been set right; `withdrawn`: it should not have been said. */
export const recordStandings = ['good', 'adverse', 'repaired', 'withdrawn'] as const
export type RecordStanding = (typeof recordStandings)[number]

/** What an outside register says of a legal person, known by its number there. */
export type PublicRecord = {
  readonly registration: string
  readonly facet: CreditFacet
  readonly source: RecordSource
  readonly standing: RecordStanding
  /** The day that it speaks of, ISO 8601. */
  readonly day: string
  /** The document that it stands in: the evidence. One of a source and reference replaces the one before. */
  readonly reference: string
  readonly statement: string
}
export type ParsedRecords = {
  readonly records: readonly (PublicRecord & { readonly line: number })[]
  readonly bad: readonly BadRow[]
}
export type RecordsRefusal =
  | { readonly code: 'public-columns'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }

const columns = ['registration', 'facet', 'source', 'standing', 'date', 'reference', 'statement'] as const
type Column = (typeof columns)[number]
const REGISTRATION = /^[0-9A-Z]{6,40}$/
const MOST = { reference: 120, statement: 1_000 } as const

/** Reads a file of public records; every line is one, or bad with its reason. All seven columns must be there. */
export function parsePublicRecords(table: Table): Result<ParsedRecords, RecordsRefusal> {
  if (columns.some((name) => !table.columns.includes(name)))
    return refuse({ code: 'public-columns', columns: table.columns })
  if (table.rows.length + table.bad.length === 0) return refuse({ code: 'no-rows' })
  const bad: BadRow[] = [...table.bad]
  const records: (PublicRecord & { line: number })[] = []
  const seen = new Map<string, number>()
  for (const row of table.rows) {
    const read = readRow(row)
    if ('code' in read) bad.push(read)
    else {
      const name = `${read.source} ${read.reference}`
      const first = seen.get(name)
      if (first !== undefined)
        bad.push({ line: row.line, code: 'row-repeated', facts: { reference: name, first } })
      else records.push({ ...read, line: row.line })
      seen.set(name, first ?? row.line)
    }
  }
  return ok({ records, bad: bad.sort((a, b) => a.line - b.line) })
}

function readRow({ line, cells }: Row): PublicRecord | BadRow {
  const cell = (name: Column) => cells[name] ?? ''
  const wrong = (column: Column, code: string): BadRow => ({ line, code, column })
  const registration = cell('registration').toUpperCase()
  if (!REGISTRATION.test(registration)) return wrong('registration', 'registration-format')
  const facet = creditFacets.find((one) => one === cell('facet'))
  if (!facet) return wrong('facet', 'facet-unknown')
  const source = recordSources.find((one) => one === cell('source'))
  if (!source) return wrong('source', 'source-unknown')
  const standing = recordStandings.find((one) => one === cell('standing'))
  if (!standing) return wrong('standing', 'standing-unknown')
  const day = cell('date')
  if (!isDay(day)) return wrong('date', 'date-format')
  const [reference, statement] = [cell('reference'), cell('statement')]
  if (!isText(reference, MOST.reference)) return wrong('reference', 'evidence-missing')
  if (!isText(statement, MOST.statement)) return wrong('statement', 'statement-missing')
  return { registration, facet, source, standing, day, reference, statement }
}

const isText = (text: string, most: number) => text !== '' && text.length <= most && !/\p{Cc}/u.test(text)

/** A day that the calendar has. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** One facet with what stands in it: how much of it is good, adverse and repaired, and the records themselves. */
export type Facet<R extends PublicRecord> = {
  readonly facet: CreditFacet
  readonly good: number
  readonly adverse: number
  readonly repaired: number
  readonly records: readonly R[]
}

/**
 * The six facets of a legal person, of records in the order in which they were said: of a source and reference the last word counts,
 * and what was withdrawn counts no more. The newest day stands in front.
 */
export function facetsOf<R extends PublicRecord>(said: readonly R[]): readonly Facet<R>[] {
  const last = new Map(said.map((record) => [`${record.source} ${record.reference}`, record]))
  const standing = [...last.values()].filter(({ standing: of }) => of !== 'withdrawn')
  return creditFacets.map((facet) => {
    const records = standing
      .filter((record) => record.facet === facet)
      .sort((a, b) => b.day.localeCompare(a.day))
    const count = (of: RecordStanding) => records.filter((record) => record.standing === of).length
    return { facet, good: count('good'), adverse: count('adverse'), repaired: count('repaired'), records }
  })
}
