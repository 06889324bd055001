import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, arrayOverlaps, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { commandKeyInput, lineInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { permissions } from '../../permissions.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { studioTitles } = schema

/** Who may be a party of a contract. */
export const mayContract = and(
  eq(organisations.status, 'active'),
  arrayOverlaps(organisations.roles, [...permissions['studio.contract']]),
)

/** What a new contract is made of: the own titles, the organisations that may be its other parties, the own account. */
export const startRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const { organisationId } = ctx.user
  const titles = await ctx.db
    .select({ id: studioTitles.id, code: studioTitles.code, name: studioTitles.name })
    .from(studioTitles)
    .where(eq(studioTitles.organisationId, organisationId))
    .orderBy(asc(studioTitles.name))
  const partners = await ctx.db
    .select({ id: organisations.id, name: organisations.name, nameZh: organisations.nameZh })
    .from(organisations)
    .where(mayContract)
    .orderBy(asc(organisations.name))
  const [account = null] = await ownAccounts(ctx.db, ctx.user)
  return { titles, account, partners: partners.filter(({ id }) => id !== organisationId) }
})

/** Adds a title of the own studio. Its code is one in the whole network: statements name it. Refuses `title-code-taken`. */
export const addTitleRoute = allowed('studio.contract', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ commandKey: commandKeyInput, code: lineInput(40), name: lineInput(120) }))
  .mutation(({ ctx, input: { commandKey: id, code, name } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const row = { id, organisationId, code, name, createdBy: personId }
      const [made] = await tx
        .insert(studioTitles)
        .values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoNothing()
        .returning({ id: studioTitles.id })
      const same = and(eq(studioTitles.id, id), eq(studioTitles.createdBy, personId))
      const [known] = await tx.select({ id: studioTitles.id }).from(studioTitles).where(same)
      if (!known) throw refusalToError({ code: 'title-code-taken', facts: { code } })
      if (made) await auditIn(tx, ctx, { subject: id })
      return { titleId: id }
    }),
  )
