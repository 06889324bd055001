import { accountFault, fromHex, toHex } from '@vc/crypto'
import { writeOutbox } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import { hexInput } from '../../input.ts'
import { reads, router, sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { keysOf } from '../../webauthn/options.ts'

/** Sealed in the browser (keys.md, Named accounts); here it is bytes beside the public facts of its account. */
const sealedInput = z.strictObject({
  credentialId: z.string().min(1).max(1364),
  ciphertext: hexInput(undefined, 1024),
  salt: hexInput(32),
  accountId: hexInput(20),
  xpub: z.string().min(100).max(120).optional(),
  debtKeyHash: hexInput(20),
})

/**
 * Keeps a sealed seed for one of the person's own sign-in keys; the same again replaces it. An account is a tree of keys
 * (BIP32) or none: refuses `extended-key-missing`, and `extended-key-foreign` when id or debt key are not of that tree.
 */
const storeRoute = sessionProcedure({ stepUp: 'key', idempotency: 'same-result', audit: 'decision' })
  .input(sealedInput)
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const fault = accountFault(input)
      if (fault) throw refusalToError({ code: fault })
      const { personId, organisationId } = ctx.user
      const keys = await keysOf(tx, personId)
      const own = keys.some((key) => key.credentialId === input.credentialId && key.kind === 'sign-in')
      if (!own) throw refusalToError({ code: 'not-found' })
      const sealed = { ciphertext: fromHex(input.ciphertext), salt: fromHex(input.salt) }
      const facts = { debtKeyHash: fromHex(input.debtKeyHash), xpub: input.xpub ?? null }
      const { credentialId } = input
      const row = {
        personId,
        organisationId,
        credentialId,
        accountId: fromHex(input.accountId),
        ...sealed,
        ...facts,
      }
      await tx
        .insert(sealedSeeds)
        .values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoUpdate({
          target: [sealedSeeds.personId, sealedSeeds.accountId, sealedSeeds.credentialId],
          set: { ...sealed, ...facts },
        })
      // Whoever admits on this network puts the account on the ledger.
      const subject = `account:${input.accountId}`
      await writeOutbox(tx, { topic: 'admit', payload: { subject }, key: `admit-${subject}` })
      await auditIn(tx, ctx, { subject: input.accountId })
      return { accountId: input.accountId }
    }),
  )

/** The person's own sealed seeds in the active organisation. */
const readRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const { personId, organisationId } = ctx.user
  const rows = await ctx.db
    .select()
    .from(sealedSeeds)
    .where(and(eq(sealedSeeds.personId, personId), eq(sealedSeeds.organisationId, organisationId)))
    .orderBy(sealedSeeds.createdAt)
  return rows.map((row) => ({
    credentialId: row.credentialId,
    ciphertext: toHex(row.ciphertext),
    salt: toHex(row.salt),
    accountId: toHex(row.accountId),
    xpub: row.xpub,
    debtKeyHash: toHex(row.debtKeyHash),
  }))
})

export const seedsRouter = router({ store: storeRoute, read: readRoute })
