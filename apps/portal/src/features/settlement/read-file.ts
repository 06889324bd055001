import { type ParsedObligations, parseObligations } from '@vc/settlement'
import { type BadRow, parseTable, type Table } from '@vc/tabular'
import { RefusedHere } from '../../trpc/refusal.ts'

/** What the browser found in a file before it is sent; the API reads the same bytes again and has the say. */
export type ReadFile = { readonly name: string; readonly bytes: Uint8Array } & (
  | { readonly refused: RefusedHere }
  | { readonly refused?: never; readonly table: Table; readonly parsed: ParsedObligations }
)

/** Reads a file of obligations in the browser. */
export async function readFile(file: File): Promise<ReadFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { name } = file
  const table = parseTable(bytes)
  if (!table.ok) return { name, bytes, refused: refusedHere(table.refusal) }
  const parsed = parseObligations(table.value)
  if (!parsed.ok) return { name, bytes, refused: refusedHere(parsed.refusal) }
  return { name, bytes, table: table.value, parsed: parsed.value }
}

const refusedHere = ({ code, ...facts }: { readonly code: string }) => new RefusedHere(code, facts)

/** The cells of a bad line, when the line could be cut into cells at all. */
export function cellsOf(table: Table, bad: BadRow): readonly string[] {
  const row = table.rows.find(({ line }) => line === bad.line)
  return row === undefined ? [] : table.columns.map((column) => row.cells[column] ?? '')
}
