import { bookDeposit, bookPool, poolCoins, poolKeysOf, readBooks, schema } from '@vc/db'
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { amountInput, commandKeyInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { unwrap } from '../../refusal-to-error.ts'

/** The centre's pool: what lies under which key, the books of it, and whether both agree. */
export const poolRoute = allowed('settlement.list', reads).query(async ({ ctx }) => {
  const { organisationId, personId } = ctx.user
  const { people } = schema
  const keys = await poolKeysOf(ctx.db, organisationId)
  const ids = keys.map((key) => key.personId)
  const names = await ctx.db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids))
  const held = await Promise.all(
    keys.map(async (key) => {
      const coins = await poolCoins(ctx.db, key.keyHash)
      const free = coins.reduce((sum, { amount }) => sum + amount, 0n)
      const name = names.find(({ id }) => id === key.personId)?.name ?? ''
      return { ...key, name, mine: key.personId === personId, free, outputs: coins.length }
    }),
  )
  return { keys: held, books: await readBooks(ctx.db, organisationId) }
})

const command = { stepUp: 'none', idempotency: 'same-result', audit: 'decision' } as const

/** Books what has come into the pool up to the final height. */
export const bookRoute = allowed('settlement.run', command).mutation(({ ctx }) =>
  ctx.db.transaction(async (tx) => {
    await bookPool(tx, ctx.user.organisationId)
    await auditIn(tx, ctx, { subject: ctx.user.organisationId })
    return readBooks(tx, ctx.user.organisationId)
  }),
)

/** Puts money of the centre's own account down to a participant: a deposit that has arrived in the pool. */
export const depositRoute = allowed('settlement.run', { ...command, idempotency: 'command-key' })
  .input(z.strictObject({ key: commandKeyInput, code: lineInput(100), amount: amountInput }))
  .mutation(({ ctx, input: { key, code, amount } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId } = ctx.user
      unwrap(await bookDeposit(tx, { organisationId, key, party: code, amount }))
      await auditIn(tx, ctx, { subject: code })
      return readBooks(tx, organisationId)
    }),
  )
