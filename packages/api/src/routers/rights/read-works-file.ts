import { ok, type Result } from '@vc/kernel'
import { fingerprintOf, type ParsedWorks, parsePoems, parseWorks, type Right } from '@vc/nfr'
import { type BadRow, decodeText, type Encoding, parseTable } from '@vc/tabular'

export type WorkLine = { readonly line: number; readonly right: Right; readonly fingerprint: string }
export type WorksFile = {
  readonly format: ParsedWorks['format']
  readonly encoding: Encoding
  readonly works: readonly WorkLine[]
  readonly bad: readonly BadRow[]
}
type FileRefusal = { readonly code: string }

/** Reads a file of works, CSV or a JSON array of poems: every line is either a work or a bad row with its reason. */
export function readWorksFile(bytes: Uint8Array, year: number): Result<WorksFile, FileRefusal> {
  return isJson(bytes) ? readJson(bytes) : readCsv(bytes, year)
}

/** Begins with "[" or "{", after a byte order mark and white space, in whatever encoding. */
function isJson(bytes: Uint8Array): boolean {
  const skipped: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf, 0xfe, 0xff, 0, 0x20, 0x09, 0x0a, 0x0d])
  const first = bytes.find((byte) => !skipped.has(byte))
  return first === 0x5b || first === 0x7b
}

function readJson(bytes: Uint8Array): Result<WorksFile, FileRefusal> {
  const decoded = decodeText(bytes)
  if (!decoded.ok) return decoded
  const { text, encoding } = decoded.value
  const parsed = parsePoems(text.replace(/^\uFEFF/, ''))
  if (!parsed.ok) return parsed
  const count = parsed.value.rights.length + parsed.value.bad.length
  const lines = Array.from({ length: count }, (_, i) => i + 1)
  return ok(withLines(parsed.value, lines, encoding))
}

function readCsv(bytes: Uint8Array, year: number): Result<WorksFile, FileRefusal> {
  const table = parseTable(bytes)
  if (!table.ok) return table
  const parsed = parseWorks(table.value, year)
  if (!parsed.ok) return parsed
  const lines = table.value.rows.map(({ line }) => line)
  return ok(withLines(parsed.value, lines, table.value.encoding))
}

/** The rights stand in the order of the lines that are not bad. A second work of the same content is bad. */
function withLines(parsed: ParsedWorks, lines: readonly number[], encoding: Encoding): WorksFile {
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
  return { format: parsed.format, encoding, works, bad: bad.sort((a, b) => a.line - b.line) }
}
