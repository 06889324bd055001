import { ok, type Result, refuse } from '@vc/kernel'
import { checkUnion, type UnionRole } from '@vc/settlement'
import { type BadRow, type Row, withCells } from '@vc/tabular'
import { parseTableFile } from '@vc/tabular/sheet'
import type { ToldFile } from '../../read-file-input.ts'
import type { MemberKind } from '../collectives/member-kind.ts'
import { type MemberLine, type MembersFile, readMembersTable } from '../collectives/read-members-file.ts'

export type UnionLine = MemberLine & { readonly role: UnionRole }
export type UnionFile = Omit<MembersFile, 'members'> & { readonly members: readonly UnionLine[] }

const columnNames = ['role', 'kind', '角色', '身份']
const words: Readonly<Record<UnionRole, readonly string[]>> = {
  leader: ['leader', 'leader company', 'company', '龙头企业', '企业'],
  cooperative: ['cooperative', 'co-op', 'coop', '合作社', '农民合作社'],
  farm: ['farm', 'family farm', '家庭农场', '农场'],
}

/**
 * Reads who makes up a farm union: members' lines with the role of each. One company leads. Refuses what `readMembersFile`
 * refuses, `union-role-column`, and a file whose lines are all right but make no union (`checkUnion`).
 */
export async function readUnionFile(
  file: ToldFile,
  kind: MemberKind,
): Promise<Result<UnionFile, { readonly code: string }>> {
  const table = await parseTableFile(file.bytes, file.told)
  if (!table.ok) return table
  const read = readMembersTable(table.value, kind)
  if (!read.ok) return read
  const column = columnNames.find((name) => table.value.columns.includes(name))
  if (column === undefined) return refuse({ code: 'union-role-column', columns: table.value.columns })
  const { roles, bad } = readRoles(table.value.rows, column)
  const isBad = new Set(read.value.bad.map(({ line }) => line))
  const all = [
    ...read.value.bad,
    ...withCells(
      table.value,
      bad.filter(({ line }) => !isBad.has(line)),
    ),
  ]
  const members = read.value.members.flatMap((member) => {
    const role = roles.get(member.line)
    return role ? [{ ...member, role }] : []
  })
  const wrong = all.length === 0 ? checkUnion(members.map(({ role }) => role)) : undefined
  if (wrong) return refuse({ code: wrong })
  return ok({ ...read.value, members, bad: all.toSorted((a, b) => a.line - b.line) })
}

/** The role on each line by its number; a second leader is a bad line. */
function readRoles(rows: readonly Row[], column: string) {
  const roles = new Map<number, UnionRole>()
  const bad: BadRow[] = []
  let leader: number | undefined
  for (const { line, cells } of rows) {
    const role = roleNamed(cells[column] ?? '')
    if (!role) bad.push({ line, code: 'member-role', column })
    else if (role === 'leader' && leader !== undefined)
      bad.push({ line, code: 'union-leader-twice', column, facts: { first: leader } })
    else roles.set(line, role)
    if (role === 'leader') leader ??= line
  }
  return { roles, bad }
}

function roleNamed(text: string): UnionRole | undefined {
  const word = text.trim().toLowerCase()
  return (['leader', 'cooperative', 'farm'] as const).find((role) => words[role].includes(word))
}
