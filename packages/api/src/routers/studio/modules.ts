import { contractsOfChannel, schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { channelModules } = schema
const modules = ['settlement', 'trial', 'rewards', 'votes'] as const
type Module = (typeof modules)[number]

/** Settlement is why a contract was agreed; all else a channel opens step by step. */
const isOnAtFirst = (module: Module): boolean => module === 'settlement'

/** Whether a channel has a module open. */
async function isOn(db: DbOrTransaction, organisationId: string, module: Module): Promise<boolean> {
  const own = and(eq(channelModules.organisationId, organisationId), eq(channelModules.module, module))
  const [row] = await db.select({ isOn: channelModules.isOn }).from(channelModules).where(own)
  return row?.isOn ?? isOnAtFirst(module)
}

/** Refuses `module-off` with its name. */
export async function mustBeOn(db: DbOrTransaction, organisationId: string, module: Module): Promise<void> {
  if (!(await isOn(db, organisationId, module)))
    throw refusalToError({ code: 'module-off', facts: { module } })
}

/** The own organisation's modules, and the titles that it sells as a channel. */
export const modulesRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const { organisationId } = ctx.user
  const contracts = await contractsOfChannel(ctx.db, organisationId)
  const states = modules.map(async (module) => ({ module, isOn: await isOn(ctx.db, organisationId, module) }))
  return { modules: await Promise.all(states), codes: [...new Set(contracts.map(({ code }) => code))] }
})

/** Opens or closes a module of the own channel; what is under way in it stays as it is. */
export const switchRoute = allowed('studio.state', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ module: z.enum(modules), isOn: z.boolean() }))
  .mutation(({ ctx, input: { module, isOn: wanted } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const set = { isOn: wanted, changedBy: personId, changedAt: new Date(ctx.clock.nowMs()) }
      const target = [channelModules.organisationId, channelModules.module]
      await tx
        .insert(channelModules)
        .values({ organisationId, module, ...set })
        .onConflictDoUpdate({ target, set })
      await auditIn(tx, ctx, { subject: module })
      return { module, isOn: wanted }
    }),
  )
