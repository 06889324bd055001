import { ok, type Result, refuse } from '@vc/kernel'
import type { BadRow, Row, Table } from '@vc/tabular'
import { textHash, textLikeness } from './likeness.ts'
import { type PermittedUse, permittedUses, type Right } from './right.ts'

export type WorksFormat = 'works' | 'tate' | 'aic'
export type ParsedWorks = {
  readonly format: WorksFormat | 'poems'
  readonly rights: readonly Right[]
  readonly bad: readonly BadRow[]
}
export type WorksRefusal =
  | { readonly code: 'works-columns'; readonly columns: readonly string[] }
  | { readonly code: 'no-rows' }
  | { readonly code: 'json-format' }

/** Years after the creator's death during which a work is in copyright (Berne Convention 7(1), as the EU and UK extend it). */
export const COPYRIGHT_YEARS = 70

type Reader = (row: Row, year: number) => Right | BadRow
const formats: readonly { id: WorksFormat; needs: readonly string[]; read: Reader }[] = [
  {
    id: 'tate',
    needs: ['acno', 'title', 'all_artists', 'artist_dates', 'thumbnail_copyright'],
    read: readTate,
  },
  { id: 'aic', needs: ['id', 'title', 'main_reference_number', 'artist_title'], read: readAic },
  { id: 'works', needs: ['accession', 'title', 'creator'], read: readWork },
]

/**
 * Turns a table of works into rights. `year` is the year by which copyright is judged, handed in because this
 * package has no clock. Every line that is not a right is listed with its reason.
 */
export function parseWorks(table: Table, year: number): Result<ParsedWorks, WorksRefusal> {
  const format = formats.find(({ needs }) => needs.every((column) => table.columns.includes(column)))
  if (!format) return refuse({ code: 'works-columns', columns: table.columns })
  if (table.rows.length === 0) return refuse({ code: 'no-rows' })
  const read = table.rows.map((row) => ({ line: row.line, result: format.read(row, year) }))
  return ok({ format: format.id, ...collect(read, table.bad) })
}

/** Sorts what was read into rights and bad lines; a second line of the same accession is bad. */
export function collect(
  read: readonly { line: number; result: Right | BadRow }[],
  before: readonly BadRow[],
) {
  const seen = new Map<string, number>()
  const rights: Right[] = []
  const bad: BadRow[] = [...before]
  for (const { line, result } of read) {
    if ('code' in result) bad.push(result)
    else if (seen.has(result.accession))
      bad.push({
        line,
        code: 'row-repeated',
        facts: { reference: result.accession, first: seen.get(result.accession) ?? 0 },
      })
    else {
      seen.set(result.accession, line)
      rights.push(result)
    }
  }
  return { rights, bad: bad.sort((a, b) => a.line - b.line) }
}

const names = (text: string) =>
  text
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '')
const cell = (row: Row, column: string) => row.cells[column] ?? ''

function named(row: Row, accession: string, title: string): BadRow | undefined {
  if (cell(row, accession) === '') return { line: row.line, code: 'accession-missing', column: accession }
  if (cell(row, title) === '') return { line: row.line, code: 'title-missing', column: title }
  return undefined
}

function readTate(row: Row, year: number): Right | BadRow {
  const fault = named(row, 'acno', 'title')
  if (fault) return fault
  const holder = cell(row, 'thumbnail_copyright')
  const protectedStill = isProtected(cell(row, 'artist_dates'), year)
  if (protectedStill && holder === '')
    return {
      line: row.line,
      code: 'holder-missing',
      column: 'thumbnail_copyright',
      facts: { accession: cell(row, 'acno') },
    }
  return {
    accession: cell(row, 'acno'),
    title: cell(row, 'title'),
    creators: names(cell(row, 'all_artists')),
    dated: cell(row, 'date_text'),
    medium: cell(row, 'medium'),
    ...sourceOf(holder),
    evidence: cell(row, 'url'),
    contentHash: '',
    likeness: '',
  }
}

/** A work with a holder's line belongs to that holder, who alone may grant more than to show it. */
function sourceOf(holder: string): Pick<Right, 'source' | 'legalOwner' | 'uses'> {
  return holder === ''
    ? { source: 'public-domain', legalOwner: '', uses: [...permittedUses] }
    : { source: 'holder-named', legalOwner: holder, uses: ['show'] }
}

/** In copyright: a creator without a year of death, or dead for less than 70 full years. */
function isProtected(dates: string, year: number): boolean {
  return names(dates).some((one) => {
    const death = /^\D*\d{4}\s*[–-]\s*(?:c\.\s*)?(\d{4})/.exec(one)?.[1]
    if (death !== undefined) return Number(death) + COPYRIGHT_YEARS >= year
    const born = /born\D*(\d{4})/.exec(one)?.[1]
    return born !== undefined && Number(born) + 150 >= year
  })
}

function readAic(row: Row): Right | BadRow {
  const fault = named(row, 'main_reference_number', 'title')
  if (fault) return fault
  if (cell(row, 'artist_title') === '')
    return { line: row.line, code: 'creator-missing', column: 'artist_title' }
  return {
    accession: cell(row, 'main_reference_number'),
    title: cell(row, 'title'),
    creators: names(cell(row, 'artist_title')),
    dated: '',
    medium: cell(row, 'department_title'),
    source: 'public-domain',
    legalOwner: '',
    uses: ['show'],
    evidence: cell(row, 'id'),
    contentHash: '',
    likeness: '',
  }
}

function readWork(row: Row): Right | BadRow {
  const fault = named(row, 'accession', 'title')
  if (fault) return fault
  if (cell(row, 'creator') === '') return { line: row.line, code: 'creator-missing', column: 'creator' }
  const uses = names(cell(row, 'uses'))
  const unknown = uses.find((use) => !(permittedUses as readonly string[]).includes(use))
  if (unknown !== undefined)
    return { line: row.line, code: 'use-unknown', column: 'uses', facts: { use: unknown } }
  const contentHash = cell(row, 'sha256').toLowerCase()
  if (contentHash !== '' && !/^[0-9a-f]{64}$/.test(contentHash))
    return { line: row.line, code: 'fingerprint-format', column: 'sha256' }
  const owner = cell(row, 'owner')
  return {
    accession: cell(row, 'accession'),
    title: cell(row, 'title'),
    creators: names(cell(row, 'creator')),
    dated: cell(row, 'dated'),
    medium: cell(row, 'medium'),
    source: owner === '' ? 'own-work' : 'holder-named',
    legalOwner: owner,
    uses: uses.length > 0 ? (uses as PermittedUse[]) : ['show'],
    evidence: cell(row, 'evidence'),
    contentHash,
    likeness: '',
  }
}

type Poem = { author?: unknown; title?: unknown; paragraphs?: unknown; id?: unknown }

/** Reads works of literature from a JSON array of author, title, paragraphs; the text's hash is their fingerprint. */
export function parsePoems(text: string): Result<ParsedWorks, WorksRefusal> {
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return refuse({ code: 'json-format' })
  }
  if (!Array.isArray(list)) return refuse({ code: 'json-format' })
  if (list.length === 0) return refuse({ code: 'no-rows' })
  const read = list.map((poem: Poem, i) => ({ line: i + 1, result: readPoem(poem ?? {}, i + 1) }))
  return ok({ format: 'poems', ...collect(read, []) })
}

function readPoem(poem: Poem, line: number): Right | BadRow {
  const { author, title, paragraphs, id } = poem
  if (typeof title !== 'string' || title.trim() === '')
    return { line, code: 'title-missing', column: 'title' }
  if (typeof author !== 'string' || author.trim() === '')
    return { line, code: 'creator-missing', column: 'author' }
  if (
    !Array.isArray(paragraphs) ||
    !paragraphs.every((p) => typeof p === 'string') ||
    paragraphs.length === 0
  )
    return { line, code: 'content-missing', column: 'paragraphs' }
  const text = paragraphs.join('\n')
  const contentHash = textHash(text)
  return {
    accession: typeof id === 'string' && id !== '' ? id : contentHash.slice(0, 32),
    title: title.trim(),
    creators: [author.trim()],
    dated: '',
    medium: '',
    source: 'public-domain',
    legalOwner: '',
    uses: [...permittedUses],
    evidence: '',
    contentHash,
    likeness: textLikeness(text),
  }
}
