import { ok, type Result } from '@vc/kernel'
import { fingerprintOf, type ParsedWorks, parsePoems, parseWorks, type Right } from '@vc/nfr'
import { type BadLine, type BadRow, decodeText, type Encoding, parseTable, withCells } from '@vc/tabular'
import type { ToldFile } from '../../read-file-input.ts'

export type WorkLine = { readonly line: number; readonly right: Right; readonly fingerprint: string }
export type WorksFile = {
  readonly format: ParsedWorks['format']
  readonly encoding: Encoding
  /** The columns as the file names them; the keys of the first poem of a JSON file. */
  readonly columns: readonly string[]
  readonly works: readonly WorkLine[]
  readonly bad: readonly BadRow[]
  /** Bad rows with the cells of their lines. */
  readonly withCells: (bad: readonly BadRow[]) => readonly BadLine[]
}
type FileRefusal = { readonly code: string }

/** Reads a file of works, CSV or a JSON array of poems: every line is either a work or a bad row with its reason. */
export function readWorksFile(file: ToldFile, year: number): Result<WorksFile, FileRefusal> {
  return isJson(file.bytes) ? readJson(file) : readCsv(file, year)
}

/** Begins with "[" or "{", after a byte order mark and white space, in whatever encoding. */
function isJson(bytes: Uint8Array): boolean {
  const skipped: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0xfe, 0xff, 0, 0x20, 0x09, 0x0a, 0x0d])
  const first = bytes.find((byte) => !skipped.has(byte))
  return first === 0x5b || first === 0x7b
}

function readJson({ bytes, told }: ToldFile): Result<WorksFile, FileRefusal> {
  const decoded = decodeText(bytes, told)
  if (!decoded.ok) return decoded
  const { text, encoding } = decoded.value
  const parsed = parsePoems(text.replace(/^\uFEFF/, ''))
  if (!parsed.ok) return parsed
  const { rights, bad, format } = parsed.value
  const lines = Array.from({ length: rights.length + bad.length }, (_, i) => i + 1)
  const columns = ['author', 'title', 'paragraphs', 'id']
  const bare = (rows: readonly BadRow[]) => rows.map((row) => ({ ...row, cells: [] }))
  return ok({ format, encoding, columns, withCells: bare, ...withLines(parsed.value, lines) })
}

function readCsv({ bytes, told }: ToldFile, year: number): Result<WorksFile, FileRefusal> {
  const table = parseTable(bytes, told)
  if (!table.ok) return table
  const parsed = parseWorks(table.value, year)
  if (!parsed.ok) return parsed
  const { encoding, columns, rows } = table.value
  const lines = rows.map(({ line }) => line)
  const cells = (bad: readonly BadRow[]) => withCells(table.value, bad)
  const { format } = parsed.value
  return ok({ format, encoding, columns, withCells: cells, ...withLines(parsed.value, lines) })
}

/** The rights stand in the order of the lines that are not bad. A second work of the same content is bad. */
function withLines(parsed: ParsedWorks, lines: readonly number[]): Pick<WorksFile, 'works' | 'bad'> {
  const isBad = new Set(parsed.bad.map(({ line }) => line))
  const good = lines.filter((line) => !isBad.has(line))
  const first = new Map<string, number>()
  const works: WorkLine[] = []
  const bad: BadRow[] = [...parsed.bad]
  for (const [i, right] of parsed.rights.entries()) {
    const line = good[i] ?? 0
    const fingerprint = fingerprintOf(right)
    const seen = first.get(fingerprint)
    if (seen === undefined) works.push({ line, right, fingerprint })
    else bad.push({ line, code: 'row-repeated', facts: { reference: right.accession, first: seen } })
    first.set(fingerprint, seen ?? line)
  }
  return { works, bad: bad.sort((a, b) => a.line - b.line) }
}
