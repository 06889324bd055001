import { type ParsedRecords, parsePublicRecords } from '@vc/admission'
import {
  agentsOf,
  debtorRegistration,
  isConcerned,
  knownRegistrations,
  publicRecordsSaid,
  schema,
} from '@vc/db'
import { parseTable, type Table, withCells } from '@vc/tabular'
import { and, count, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput } from '../../input.ts'
import { scoreRules } from '../../people/debtor-standing.ts'
import { allowed, reads } from '../../procedures.ts'
import { badFacts, fileInput, fileRefusal, readFileInput, type ToldFile } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountFacts } from '../credit/facts.ts'

const { legalPersons, publicRecords } = schema
const SHOWN = 10
const MOST = 1_000
const CHUNK = 1_000

/** Lines of outside registers as they were brought, the newest first; whether a debt key stands behind each. */
export const publicRecordsRoute = allowed('score.record', reads).query(async ({ ctx: { db } }) => {
  const rows = await publicRecordsSaid(db, MOST)
  const known = await knownRegistrations(db, [...new Set(rows.map(({ registration }) => registration))])
  return rows.map((row) => ({ ...row, isKnown: known.has(row.registration) }))
})

type Reading = ParsedRecords & { readonly table: Table }

function readRecords({ bytes, told }: ToldFile): Reading {
  const table = parseTable(bytes, told)
  if (!table.ok) throw refusalToError(fileRefusal(table.refusal))
  const parsed = parsePublicRecords(table.value)
  if (!parsed.ok) throw refusalToError(fileRefusal(parsed.refusal))
  return { ...parsed.value, table: table.value }
}

async function countOf(db: DbOrTransaction, { user }: MemberContext, digest: string): Promise<number> {
  const same = and(eq(publicRecords.organisationId, user.organisationId), eq(publicRecords.digest, digest))
  const [row] = await db.select({ lines: count() }).from(publicRecords).where(same)
  return row?.lines ?? 0
}

const habits = { stepUp: 'none', idempotency: 'same-result', rate: 'act' } as const

/** What of a file of public records would be taken, line by line; changes nothing. */
export const recordsPreviewRoute = allowed('score.record', { ...habits, audit: 'none' })
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    const imported = await countOf(ctx.db, ctx, digest)
    if (imported > 0) return { imported, file: null }
    const { records, bad, table } = readRecords(file)
    const { encoding, columns } = table
    const seen = { encoding, columns, count: records.length, sample: records.slice(0, SHOWN) }
    return { imported: null, file: { ...seen, bad: withCells(table, bad) } }
  })

/** Keeps a file of public records, all or nothing unless bad lines are set aside. The same file again changes nothing. */
export const recordsImportRoute = allowed('score.record', { ...habits, audit: 'decision' })
  .input(fileInput.extend({ setBadAside: z.boolean() }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { file, digest } = readFileInput(input)
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`public records ${digest}`}, 0))`)
      const known = await countOf(tx, ctx, digest)
      if (known > 0) return { count: known, setAside: 0, isNew: false }
      const { records, bad } = readRecords(file)
      if (bad.length > 0 && !input.setBadAside)
        throw refusalToError({ code: 'rows-bad', facts: badFacts(bad, records.length) })
      if (records.length === 0) throw refusalToError({ code: 'no-good-rows', facts: badFacts(bad, 0) })
      await keep(tx, ctx, { fileName: input.fileName, digest }, records)
      return { count: records.length, setAside: bad.length, isNew: true }
    }),
  )

async function keep(
  tx: DbOrTransaction,
  ctx: MemberContext,
  file: { readonly fileName: string; readonly digest: string },
  records: ParsedRecords['records'],
): Promise<void> {
  const { personId, organisationId } = ctx.user
  const said = { ...file, personId, organisationId, createdAt: new Date(ctx.clock.nowMs()) }
  const rows = records.map((record) => ({ ...record, ...said }))
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(publicRecords).values(rows.slice(at, at + CHUNK))
  await auditIn(tx, ctx, { subject: file.digest })
}

/**
 * Says which legal person stands behind a debt key, by its number in the register of companies, so that what outside registers say
 * of it is read with its score. The admission group may say it, and an authority that has to do with the key. Refuses `not-found`,
 * `not-own-debtor`.
 */
export const identifyRoute = allowed('debtor.name', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, keyHash: hexInput(20) },
      registration: z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[0-9A-Z]{6,40}$/),
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { keyHash } = input
      const { hasOwed, isOfPortal } = await debtorRegistration(tx, keyHash)
      const isAccount = hasOwed || isOfPortal || (await accountFacts(tx, keyHash, keyHash)).isRegistered
      if (!isAccount) throw refusalToError({ code: 'not-found' })
      if (!(await maySay(tx, ctx, keyHash))) throw refusalToError({ code: 'not-own-debtor' })
      const { personId, organisationId } = ctx.user
      const row = { ...input, personId, organisationId, createdAt: new Date(ctx.clock.nowMs()) }
      const [made] = await tx
        .insert(legalPersons)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: legalPersons.id })
      if (made) await auditIn(tx, ctx, { subject: keyHash })
      return { keyHash }
    }),
  )

async function maySay(db: DbOrTransaction, { user }: MemberContext, debtKeyHash: string): Promise<boolean> {
  if (user.role === 'admission') return true
  const { organisationId: authorityId } = user
  const { height } = await scoreRules(db)
  return isConcerned(db, { authorityId, agents: await agentsOf(db, authorityId), debtKeyHash, height })
}
