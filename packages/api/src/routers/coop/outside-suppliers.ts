import { toHex } from '@vc/crypto'
import { across, schema } from '@vc/db'
import { invitations, memberships, organisations, sealedSeeds } from '@vc/db/identity'
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput } from '../../input.ts'
import { invite } from '../../people/invitation.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { supplierRequests } = schema
const INVITATION_MS = 7 * 24 * 3_600_000
const MOST_WAITING = 10
const MOST_SHOWN = 200

const asking = z.strictObject({
  commandKey: commandKeyInput,
  name: lineInput(100),
  nameZh: lineInput(100),
  grounds: lineInput(300),
})

/**
 * Asks the admission to let a supplier from outside the network in, as an organisation of holders: it can agree to contracts and be
 * paid then, and nothing else that an account is not admitted for. Refuses `name-taken`, `suppliers-waiting`.
 */
export const askSupplierRoute = allowed('coop.publish', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof asking>) {
  const { commandKey: id, name, nameZh, grounds } = asked
  const { organisationId, personId: createdBy } = ctx.user
  // Of two that are asked for at once one waits: the number of those that wait is bounded.
  const own = eq(organisations.id, organisationId)
  await tx.select({ id: organisations.id }).from(organisations).where(own).for('update')
  const mine = await tx
    .select()
    .from(supplierRequests)
    .where(eq(supplierRequests.organisationId, organisationId))
  if (mine.some((one) => one.id === id)) return { requestId: id }
  const waiting = mine.filter(({ step }) => step === 'asked')
  if (waiting.length >= MOST_WAITING)
    throw refusalToError({ code: 'suppliers-waiting', facts: { most: MOST_WAITING } })
  const isAsked = waiting.some((one) => one.name === name)
  if (isAsked || (await isTaken(tx, name))) throw refusalToError({ code: 'name-taken' })
  const at = new Date(ctx.clock.nowMs())
  const by = { createdBy, createdAt: at, updatedAt: at }
  await tx
    .insert(supplierRequests)
    .values({ id, organisationId, name, nameZh, grounds, step: 'asked', ...by })
  await auditIn(tx, ctx, { subject: id })
  return { requestId: id }
}

/** Whether an organisation has this name. */
export async function isTaken(tx: DbOrTransaction, name: string): Promise<boolean> {
  const [taken] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.name, name))
  return taken !== undefined
}

/** The suppliers that the own organisation asked for, the newest first: how far each is, and the account to name in a contract. */
export const outsideSuppliersRoute = allowed('coop.publish', reads).query(async ({ ctx: { db, user } }) => {
  const rows = await db
    .select()
    .from(supplierRequests)
    .where(eq(supplierRequests.organisationId, user.organisationId))
    .orderBy(desc(supplierRequests.createdAt), asc(supplierRequests.name))
    .limit(MOST_SHOWN)
  const founded = rows.flatMap(({ foundedId }) => foundedId ?? [])
  const joined = await joinedOf(db, founded)
  const accounts = await accountsOf(db, founded)
  return rows.map(({ id, name, nameZh, step, reason, createdAt, foundedId }) => ({
    ...{ id, name, nameZh, reason, createdAt },
    step: foundedId && joined.has(foundedId) ? ('joined' as const) : step,
    account: (foundedId && accounts.get(foundedId)) ?? null,
  }))
})

/** Which of these organisations somebody belongs to. */
async function joinedOf(db: DbOrTransaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ id: memberships.organisationId })
      .from(memberships)
      .where(inArray(memberships.organisationId, [...ids])),
  )
  return new Set(rows.map(({ id }) => id))
}

/** The first account of each, HASH160 of its main key in hex. */
async function accountsOf(db: DbOrTransaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { organisationId, debtKeyHash, createdAt } = sealedSeeds
  const rows = await across(db, async (all) =>
    all
      .select({ organisationId, debtKeyHash })
      .from(sealedSeeds)
      .where(inArray(organisationId, [...ids]))
      .orderBy(desc(createdAt)),
  )
  return new Map(rows.map((row) => [row.organisationId, toHex(row.debtKeyHash)]))
}

/**
 * Invites the first person of a supplier that was let in; the token is shown once, and a new one ends the one before. Refuses
 * `not-found`, `supplier-not-let-in`, `supplier-joined`.
 */
export const inviteSupplierRoute = allowed('coop.publish', {
  ...{ stepUp: 'key', idempotency: 'none', audit: 'decision', rate: 'act' },
})
  .input(z.strictObject({ requestId: idInput }))
  .mutation(({ ctx, input: { requestId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = eq(supplierRequests.organisationId, ctx.user.organisationId)
      const [asked] = await tx
        .select()
        .from(supplierRequests)
        .where(and(eq(supplierRequests.id, requestId), own))
        .for('update')
      if (!asked) throw refusalToError({ code: 'not-found' })
      const { foundedId: organisationId } = asked
      if (!organisationId) throw refusalToError({ code: 'supplier-not-let-in' })
      if ((await joinedOf(tx, [organisationId])).size > 0) throw refusalToError({ code: 'supplier-joined' })
      const validFrom = new Date(ctx.clock.nowMs())
      await tx
        .update(invitations)
        .set({ revokedAt: validFrom })
        .where(and(eq(invitations.organisationId, organisationId), isNull(invitations.usedAt)))
      const expiresAt = new Date(validFrom.getTime() + INVITATION_MS)
      const invitedBy = ctx.user.personId
      const terms = {
        organisationId,
        invitedBy,
        role: 'holder',
        isAdmin: true,
        validFrom,
        expiresAt,
      } as const
      const token = await invite(tx, ctx, terms)
      await auditIn(tx, ctx, { subject: requestId })
      return { token, expiresAt }
    }),
  )
