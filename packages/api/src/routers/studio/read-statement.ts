import {
  advanceRows,
  contractRows,
  contractsOfChannel,
  partyRows,
  royaltyBooks,
  schema,
  statedDays,
} from '@vc/db'
import { must } from '@vc/kernel'
import {
  bookSale,
  dayAfter,
  NOTHING_BOOKED,
  parseStatement,
  type RoyaltyTerms,
  type Shares,
  type StatementLine,
  termsTold,
} from '@vc/settlement'
import { withCells } from '@vc/tabular'
import { parseTableFile } from '@vc/tabular/sheet'
import { inArray } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { fileRefusal, type ToldFile } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/** A line with what each party gets of it, what was advanced by then, and from which day on it is due after so many days. */
export type BookedLine = StatementLine & {
  readonly shares: Shares
  readonly terms: RoyaltyTerms
  readonly advanced: bigint
  readonly dueFrom: string
}

/** The day it is, and the last one that has ended, by UTC. */
export const todayAt = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10)

/**
 * Reads a channel's statement by its contracts and books its lines on top of all that was stated before: what a taking of the file
 * would write, and its bad lines. Refuses what the file is not, `statement-columns`, `no-rows`, `statement-too-large`.
 */
export async function readStatement(db: DbOrTransaction, ctx: MemberContext, file: ToldFile) {
  const table = await parseTableFile(file.bytes, file.told)
  if (!table.ok) throw refusalToError(fileRefusal(table.refusal))
  const contracts = await contractsOfChannel(db, ctx.user.organisationId)
  const lineIds = [...new Set(contracts.map(({ lineId }) => lineId))]
  const parsed = parseStatement(table.value, {
    ...{ contracts, stated: await statedDays(db, lineIds), decimals: ctx.env.decimals },
    lastDay: dayAfter(todayAt(ctx.clock.nowMs()), -1),
  })
  if (!parsed.ok) throw refusalToError(fileRefusal(parsed.refusal))
  const { lines, bad } = parsed.value
  const { columns, encoding, format } = table.value
  return { lines: await booked(db, lines), bad: withCells(table.value, bad), columns, encoding, format }
}

/** The terms of versions, by their ids. */
export async function termsOfVersions(db: DbOrTransaction, ids: readonly string[]) {
  const rows = await contractRows(db, inArray(schema.royaltyContracts.id, [...ids]))
  return new Map(rows.map(({ contract }) => [contract.id, termsTold(contract.terms)]))
}

async function booked(db: DbOrTransaction, lines: readonly StatementLine[]): Promise<readonly BookedLine[]> {
  const lineIds = [...new Set(lines.map(({ lineId }) => lineId))]
  const terms = await termsOfVersions(db, [...new Set(lines.map(({ contractId }) => contractId))])
  const books = new Map(await royaltyBooks(db, lineIds))
  const advanced = await advancedOf(db, lineIds)
  return lines.map((line) => {
    const of = must(terms.get(line.contractId), 'a line has its version')
    const before = books.get(line.lineId) ?? NOTHING_BOOKED
    const ahead = advanced.get(line.lineId) ?? 0n
    const result = bookSale(of, before, line, ahead)
    books.set(line.lineId, result.books)
    return { ...line, shares: result.shares, terms: of, advanced: ahead, dueFrom: line.day }
  })
}

/** What blocks have of the advances of contracts. */
export async function advancedOf(db: DbOrTransaction, lineIds: readonly string[]) {
  const paid = new Map<string, bigint>()
  for (const { advance, height } of await advanceRows(db, lineIds))
    if (height !== null) paid.set(advance.lineId, (paid.get(advance.lineId) ?? 0n) + advance.amount)
  return paid
}

/** Whom the channel owes how much for a line, and by when; nothing where a share is nothing, below zero what was too much. */
export async function duesOf(db: DbOrTransaction, lines: readonly BookedLine[]) {
  const parties = await partyRows(db, [...new Set(lines.map(({ contractId }) => contractId))])
  return lines.flatMap(({ line, contractId, day, terms, shares, dueFrom }) =>
    (['studio', 'publisher'] as const)
      .filter((part) => shares[part] !== 0n)
      .map((part) => {
        const of = parties.find(({ party }) => party.contractId === contractId && party.part === part)
        const { organisationId, account } = must(of, 'a contract has its parties').party
        return {
          ...{ line, part, organisationId, amount: shares[part], day },
          account: must(account ?? undefined, 'who has taken part has an account'),
          dueDay: dayAfter(dueFrom, terms.payDays),
        }
      }),
  )
}
