import { type BallotMember, fromHex, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type BadLine, type BadRow, type Encoding, type Row, withCells } from '@vc/tabular'
import { parseTableFile, type TableFile } from '@vc/tabular/sheet'
import type { ToldFile } from '../../read-file-input.ts'
import type { MemberKind } from './member-kind.ts'

export type MemberLine = BallotMember & { readonly line: number; readonly name: string }
export type MembersFile = {
  readonly format: TableFile['format']
  readonly encoding: Encoding
  readonly columns: readonly string[]
  readonly members: readonly MemberLine[]
  /** With the cells of their lines. */
  readonly bad: readonly BadLine[]
}

const MOST_LETTERS = 100
const names = {
  name: ['name', 'member', '姓名', '成员'],
  owner: ['owner', 'account', '账户'],
  key: ['key', 'credential', '凭证'],
  possession: ['possession', 'proof', '持有证明'],
  weight: ['weight', 'votes', '票数'],
}
/** The column that each field of a member is read from. */
export type MemberColumns = Readonly<Record<'name' | 'owner' | 'key' | 'possession', string>> & {
  readonly weight: string | undefined
}

/**
 * Reads a list of members, as CSV or an Excel workbook: name, owner (HASH160 of the account's key), key, weight (1 when left out) and the proof of
 * possession, all checked. Every line is a member or a bad row with its reason. Refuses `members-columns`, `no-rows`,
 * `members-too-many`, and what `parseTableFile` refuses.
 */
export async function readMembersFile(
  { bytes, told }: ToldFile,
  kind: MemberKind,
): Promise<Result<MembersFile, { readonly code: string }>> {
  const table = await parseTableFile(bytes, told)
  return table.ok ? readMembersTable(table.value, kind) : table
}

/** The same of a table that is read already. */
export function readMembersTable(
  table: TableFile,
  kind: MemberKind,
): Result<MembersFile, { readonly code: string }> {
  const { columns, rows, encoding, format } = table
  const chosen = columnsOf(columns)
  if (!chosen) return refuse({ code: 'members-columns', columns })
  if (rows.length === 0) return refuse({ code: 'no-rows' })
  if (rows.length > kind.most) return refuse({ code: 'members-too-many', most: kind.most })
  const { members, bad } = readRows(rows, chosen, kind)
  const all = [...table.bad, ...bad].sort((a, b) => a.line - b.line)
  return ok({ format, encoding, columns, members, bad: withCells(table, all) })
}

/** Which columns name members; undefined when one is missing. */
export function columnsOf(columns: readonly string[]): MemberColumns | undefined {
  const pick = (all: readonly string[]) => all.find((name) => columns.includes(name))
  const [name, owner, key, possession] = [names.name, names.owner, names.key, names.possession].map(pick)
  if (!name || !owner || !key || !possession) return undefined
  return { name, owner, key, possession, weight: pick(names.weight) }
}

function readRows(rows: readonly Row[], columns: MemberColumns, kind: MemberKind) {
  const first = new Map<string, number>()
  const members: MemberLine[] = []
  const bad: BadRow[] = []
  for (const row of rows) {
    const read = readMember(row, columns, kind)
    if ('code' in read) {
      bad.push(read)
      continue
    }
    const key = toHex(read.key)
    const known = first.get(key)
    if (known === undefined) members.push(read)
    else bad.push({ line: row.line, code: 'row-repeated', facts: { reference: read.name, first: known } })
    if (known === undefined) first.set(key, row.line)
  }
  return { members, bad }
}

/** One line as a member with all its proofs, or why it is none. */
export function readMember(
  { line, cells }: Row,
  columns: MemberColumns,
  kind: MemberKind,
): MemberLine | BadRow {
  const cell = (column: string | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim())
  const wrong = (code: string, column: string | undefined): BadRow => ({
    line,
    code,
    ...(column && { column }),
  })
  const name = cell(columns.name)
  if (name === '' || name.length > MOST_LETTERS || /\p{C}/u.test(name))
    return wrong('member-name', columns.name)
  const owner = hexOf(cell(columns.owner), 20)
  if (!owner) return wrong('member-owner', columns.owner)
  const key = hexOf(cell(columns.key), kind.keyBytes)
  if (!key) return wrong('member-key', columns.key)
  const weight = cell(columns.weight) || '1'
  if (!/^[1-9]\d{0,5}$/.test(weight)) return wrong('member-weight', columns.weight)
  const possession = hexOf(cell(columns.possession), kind.possessionBytes)
  const member = { key, weight: Number(weight), owner }
  if (!possession || !kind.isMember({ ...member, possession }))
    return wrong('member-possession', columns.possession)
  return { ...member, possession, line, name }
}

/** So many bytes in hex; undefined for anything else. */
export function hexOf(text: string, length: number): Uint8Array | undefined {
  const lower = text.toLowerCase()
  return lower.length === 2 * length && /^[0-9a-f]+$/.test(lower) ? fromHex(lower) : undefined
}
