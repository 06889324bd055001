import { fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { CIRCULATION } from '@vc/ledger'
import { draftValue, WORK_TABLE, workFields } from '@vc/nfr'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { coinsOf, type OwnCoins, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { decides, newId } from './habits.ts'
import { draftOwnRecord, RECORD_COST } from './own-record.ts'

const { works, workDrafts } = schema
type Work = typeof works.$inferSelect

const draftFields = {
  /** SHA256 of the draft's bytes; the browser makes it, the file stays there. */
  fingerprint: hexInput(32),
  note: lineInput(200),
}
const registration = z.strictObject({
  commandKey: commandKeyInput,
  title: lineInput(120),
  field: z.enum(workFields),
  reviewPoints: z.int().min(0).max(1_000),
  ...draftFields,
})

/**
 * Registers a work under the person's account with its first draft, and drafts the act that puts the draft's fingerprint
 * onto the ledger: the account pays the commitment and writes the record itself. Refuses `value-short`, `no-account`, `debtor-late`.
 */
export const registerRoute = allowed('work.register', decides)
  .input(registration)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => register(tx, ctx, input)))

async function register(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof registration>) {
  const { commandKey: id, title, field, reviewPoints, fingerprint, note } = asked
  const { organisationId, personId: createdBy } = ctx.user
  const same = and(eq(works.id, id), eq(works.createdBy, createdBy))
  const [known] = await tx
    .select({ actId: workDrafts.actId })
    .from(workDrafts)
    .innerJoin(works, eq(works.id, workDrafts.workId))
    .where(same)
  if (known) return { workId: id, ...known }
  const coins = await coinsOf(tx, await ownAccounts(tx, ctx.user), CIRCULATION, RECORD_COST)
  const createdAt = new Date(ctx.clock.nowMs())
  const work = { id, organisationId, createdBy, title, field, reviewPoints, keyHash: coins.owner, createdAt }
  await tx.insert(works).values(work)
  const actId = await draftDraft(tx, ctx, { work, coins, id: newId(ctx), fingerprint, note })
  await auditIn(tx, ctx, { subject: id })
  return { workId: id, actId }
}

/** Adds a dated draft to a work of one's own. Refuses `not-found`, `draft-known`, `value-short`. */
export const addDraftRoute = allowed('work.register', decides)
  .input(z.strictObject({ commandKey: commandKeyInput, workId: idInput, ...draftFields }))
  .mutation(({ ctx, input: { commandKey: id, workId, fingerprint, note } }) =>
    ctx.db.transaction(async (tx) => {
      const work = await ownWork(tx, ctx, workId)
      const [known] = await tx
        .select()
        .from(workDrafts)
        .where(and(eq(workDrafts.id, id), eq(workDrafts.workId, workId)))
      if (known) return { actId: known.actId }
      const coins = await coinsOf(tx, [work.keyHash], CIRCULATION, RECORD_COST)
      const actId = await draftDraft(tx, ctx, { work, coins, id, fingerprint, note })
      await auditIn(tx, ctx, { subject: workId })
      return { actId }
    }),
  )

/** A work whose account is this person's, locked. Refuses `not-found`. */
export async function ownWork(tx: DbOrTransaction, ctx: MemberContext, workId: string): Promise<Work> {
  const [work] = await tx.select().from(works).where(eq(works.id, workId)).for('update')
  const mine = await ownAccounts(tx, ctx.user)
  if (!work || !mine.includes(work.keyHash)) throw refusalToError({ code: 'not-found' })
  return work
}

type NewDraft = {
  readonly id: string
  readonly work: Pick<Work, 'id' | 'title' | 'field'>
  readonly coins: OwnCoins
  readonly fingerprint: string
  readonly note: string
}

async function draftDraft(tx: DbOrTransaction, ctx: MemberContext, draft: NewDraft): Promise<string> {
  const { id, work, coins, fingerprint, note } = draft
  const value = draftValue({ work: work.id, title: work.title, field: work.field, fingerprint })
  const write = { table: WORK_TABLE, key: fromHex(id.replaceAll('-', '')), value }
  const { actId, txid } = await draftOwnRecord(tx, ctx, {
    ...{ kind: 'work.draft', subject: { kind: 'work-draft', id }, write, coins },
  })
  const row = { id, workId: work.id, fingerprint, note, actId, txid }
  await tx.insert(workDrafts).values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
  return actId
}
