import { toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type BadLine, type BadRow, type Encoding, type Row, withCells } from '@vc/tabular'
import { parseTableFile } from '@vc/tabular/sheet'
import type { ToldFile } from '../../read-file-input.ts'
import type { MemberKind } from './member-kind.ts'
import { columnsOf, hexOf, type MemberColumns, type MemberLine, readMember } from './read-members-file.ts'

/** Who comes, with all proofs, and the keys in hex of who goes. */
export type ChangesFile = {
  readonly encoding: Encoding
  readonly columns: readonly string[]
  readonly comes: readonly MemberLine[]
  readonly goes: readonly string[]
  readonly bad: readonly BadLine[]
}
type Line = { readonly line: number; readonly key: string; readonly member?: MemberLine }

const changes = ['change', '变更', '进出']
const comings = ['', 'join', 'in', '+', '加入']
const goings = ['leave', 'out', '-', '退出']

/**
 * Reads who comes to a collective and who goes: the columns of a list of members, and `change` (join when empty, or leave;
 * of who leaves only the key is read). A member with another number of votes leaves by one line and joins by another.
 * `present` are the keys in hex of the members in force. Refuses what `readMembersFile` does, but takes no lines at all.
 */
export async function readChangesFile(
  { bytes, told }: ToldFile,
  kind: MemberKind,
  present: ReadonlySet<string>,
): Promise<Result<ChangesFile, { readonly code: string }>> {
  const table = await parseTableFile(bytes, told)
  if (!table.ok) return table
  const { columns, rows, encoding } = table.value
  const chosen = columnsOf(columns)
  if (!chosen) return refuse({ code: 'members-columns', columns })
  // Everybody may go and as many come.
  if (rows.length > 2 * kind.most) return refuse({ code: 'members-too-many', most: kind.most })
  const change = changes.find((name) => columns.includes(name))
  const read = rows.map((row) => readLine(row, { ...chosen, change }, kind))
  const lines = read.filter((line): line is Line => !('code' in line))
  const wrong = read.filter((line): line is BadRow => 'code' in line)
  const bad = [...table.value.bad, ...wrong, ...clashes(lines, present)].sort((a, b) => a.line - b.line)
  const comes = lines.flatMap(({ member }) => (member ? [member] : []))
  const goes = lines.flatMap(({ member, key }) => (member ? [] : [key]))
  return ok({ encoding, columns, comes, goes, bad: withCells(table.value, bad) })
}

type Columns = MemberColumns & { readonly change: string | undefined }

function readLine(row: Row, columns: Columns, kind: MemberKind): Line | BadRow {
  const word = (columns.change ? (row.cells[columns.change] ?? '') : '').trim().toLowerCase()
  if (goings.includes(word)) {
    const key = hexOf((row.cells[columns.key] ?? '').trim(), kind.keyBytes)
    if (!key) return { line: row.line, code: 'member-key', column: columns.key }
    return { line: row.line, key: toHex(key) }
  }
  if (!comings.includes(word))
    return { line: row.line, code: 'member-change', ...(columns.change && { column: columns.change }) }
  const member = readMember(row, columns, kind)
  return 'code' in member ? member : { line: row.line, key: toHex(member.key), member }
}

/** Lines that say the same twice, let go who is no member, or bring who is one and stays. */
function clashes(lines: readonly Line[], present: ReadonlySet<string>): readonly BadRow[] {
  const first = new Map<string, number>()
  const going = new Set(lines.flatMap(({ member, key }) => (member ? [] : [key])))
  return lines.flatMap(({ line, key, member }): BadRow[] => {
    const same = `${member ? '+' : '-'}${key}`
    const before = first.get(same)
    if (before !== undefined)
      return [{ line, code: 'row-repeated', facts: { reference: key, first: before } }]
    first.set(same, line)
    if (!member && !present.has(key)) return [{ line, code: 'member-unknown' }]
    return member && present.has(key) && !going.has(key) ? [{ line, code: 'member-present' }] : []
  })
}
