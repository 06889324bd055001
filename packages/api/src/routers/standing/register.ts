import {
  agentsOf,
  countUnregisteredDebtors,
  creditorsOf,
  debtorOrders,
  debtorRegistration,
  namedEntities,
  ownersOf,
  schema,
  unregisteredDebtors,
} from '@vc/db'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const MOST_ROWS = 1000

/**
 * The reconciliation of debts with registers (requirements V-010): a page of the keys that owe and whose entity nobody has, with
 * who gave the debt and whether this person may name the entity. It is empty when every debt has somebody to answer for it.
 */
export const unregisteredRoute = allowed('debtor.list', reads)
  .input(
    z.strictObject({
      page: z.int().min(0).max(100_000).default(0),
      pageSize: z.int().min(1).max(MOST_ROWS).default(25),
      order: z.enum(debtorOrders).default('amount'),
      down: z.boolean().default(true),
      key: z
        .string()
        .max(40)
        .regex(/^[0-9a-f]*$/)
        .default(''),
    }),
  )
  .query(async ({ ctx, input: { page, pageSize, order, down, key } }) => {
    const place = { order, down, limit: pageSize, offset: page * pageSize }
    const rows = await unregisteredDebtors(ctx.db, key, place)
    const creditors = await creditorsOf(
      ctx.db,
      rows.flatMap(({ keyHash }) => keyHash ?? []),
    )
    const own = await ownAgents(ctx.db, ctx)
    const agents = [...new Set([...creditors.values()].flat())]
    return {
      ...(await countUnregisteredDebtors(ctx.db, key)),
      owners: await ownersOf(ctx.db, agents),
      rows: rows.map((row) => {
        const gave = creditors.get(row.keyHash ?? '') ?? []
        return { ...row, creditors: gave, mayName: row.keyHash !== null && mayName(ctx, own, gave) }
      }),
    }
  })

/**
 * The entities that authorities named beside the portal's own registers, with who said so. Who a person is, and by what papers an
 * entity is known, is read by the authority that said it, the admission group and regulators; of others stands that it is known.
 */
export const entitiesRoute = allowed('debtor.list', reads).query(async ({ ctx: { db, user } }) => {
  const rows = await namedEntities(db)
  return rows.map(({ authority: { id, ...authority }, ...row }) => {
    if (user.role !== 'authority' || id === user.organisationId) return { ...row, authority }
    const name = row.kind === 'person' ? null : row.name
    return { ...row, authority, name, registration: null, grounds: null }
  })
})

/**
 * Says whose a debt key is. Who gave the debt may say it, or the admission group, which admits everybody; said again it corrects
 * what was said. Refuses `debtor-unknown` for a key that never owed, `debtor-registered` for one whose wallet, act key or
 * collective the portal has, `not-own-debtor`.
 */
export const nameDebtorRoute = allowed('debtor.name', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, keyHash: hexInput(20), kind: z.enum(['organisation', 'person']) },
      ...{ name: lineInput(), registration: lineInput(80), grounds: lineInput(1000) },
    }),
  )
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { keyHash } = input
      const { hasOwed, isOfPortal } = await debtorRegistration(tx, keyHash)
      if (!hasOwed) throw refusalToError({ code: 'debtor-unknown' })
      if (isOfPortal) throw refusalToError({ code: 'debtor-registered' })
      const gave = (await creditorsOf(tx, [keyHash])).get(keyHash) ?? []
      if (!mayName(ctx, await ownAgents(tx, ctx), gave)) throw refusalToError({ code: 'not-own-debtor' })
      const { personId, organisationId } = ctx.user
      const added = await tx
        .insert(schema.debtorEntities)
        .values({ ...input, personId, organisationId, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoNothing()
        .returning({ id: schema.debtorEntities.id })
      if (added.length > 0) await auditIn(tx, ctx, { subject: keyHash })
      return { keyHash }
    }),
  )

const ownAgents = async (db: DbOrTransaction, { user }: MemberContext) =>
  user.role === 'authority' ? agentsOf(db, user.organisationId) : []

const mayName = ({ user }: MemberContext, own: readonly string[], gave: readonly string[]) =>
  user.role === 'admission' || gave.some((agent) => own.includes(agent))
