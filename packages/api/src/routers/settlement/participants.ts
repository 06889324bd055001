import { parseAddress, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { settlementParticipants } = schema

/** Who stands behind the codes in the own files, and where each is paid. */
export const participantsRoute = allowed('settlement.list', reads).query(({ ctx }) =>
  ctx.db
    .select()
    .from(settlementParticipants)
    .where(eq(settlementParticipants.organisationId, ctx.user.organisationId))
    .orderBy(settlementParticipants.code),
)

/** Says where a code is paid: an address of a key hash, or the hash itself in hex. Refused: `address-unknown`. */
export const saveParticipantRoute = allowed('settlement.run', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ code: lineInput(100), name: lineInput(), address: lineInput(200) }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const keyHash = await keyHashOf(tx, input.address)
      if (keyHash === undefined) throw refusalToError({ code: 'address-unknown' })
      const { organisationId } = ctx.user
      const { code, name } = input
      await tx
        .insert(settlementParticipants)
        .values({ organisationId, code, name, keyHash })
        .onConflictDoUpdate({
          target: [settlementParticipants.organisationId, settlementParticipants.code],
          set: { name, keyHash, updatedAt: sql`now()` },
        })
      await auditIn(tx, ctx, { subject: code })
      return { code, keyHash }
    }),
  )

/** Takes a code out: its money stays with the centre from now on. */
export const removeParticipantRoute = allowed('settlement.run', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ code: lineInput(100) }))
  .mutation(({ ctx, input: { code } }) =>
    ctx.db.transaction(async (tx) => {
      const own = eq(settlementParticipants.organisationId, ctx.user.organisationId)
      await tx.delete(settlementParticipants).where(and(own, eq(settlementParticipants.code, code)))
      await auditIn(tx, ctx, { subject: code })
      return { code }
    }),
  )

async function keyHashOf(tx: DbOrTransaction, text: string): Promise<string | undefined> {
  const hardware = parseAddress(text)?.address
  const hash = hardware?.kind === 'hardware-key-hash' ? hardware.hash : await keyHashNamed(tx, text)
  return hash && toHex(hash)
}
