import { type ParsedObligations, parseObligations } from '@vc/settlement'
import { type BadRow, parseTable, type Table, type ToldEncoding } from '@vc/tabular'
import { RefusedHere } from '../../trpc/refusal.ts'

/** What the browser found in a file before it is sent; the API reads the same bytes again and has the say. */
export type ReadFile = {
  readonly file: File
  readonly bytes: Uint8Array
  readonly encoding: ToldEncoding | undefined
} & (
  | { readonly refused: RefusedHere }
  | { readonly refused?: never; readonly table: Table; readonly parsed: ParsedObligations }
)

/** Reads a file of obligations in the browser. */
export async function readFile(file: File, encoding?: ToldEncoding): Promise<ReadFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const read = { file, bytes, encoding }
  const table = parseTable(bytes, encoding)
  if (!table.ok) return { ...read, refused: refusedHere(table.refusal) }
  const parsed = parseObligations(table.value)
  if (!parsed.ok) return { ...read, refused: refusedHere(parsed.refusal) }
  return { ...read, table: table.value, parsed: parsed.value }
}

const refusedHere = ({ code, ...facts }: { readonly code: string }) => new RefusedHere(code, facts)

/** The cells of a bad line, when the line could be cut into cells at all. */
export function cellsOf(table: Table, bad: BadRow): readonly string[] {
  const row = table.rows.find(({ line }) => line === bad.line)
  return row === undefined ? [] : table.columns.map((column) => row.cells[column] ?? '')
}
