import { rightOf, schema } from '@vc/db'
import { fingerprintOf, rightCode } from '@vc/nfr'
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { contentElsewhere } from './content-elsewhere.ts'
import { lockBatch } from './find-batch.ts'

const { rights } = schema
const MOST = 200

/** What a browser sends as a likeness: kind and 64 hex digits, or nothing. */
export const likenessInput = z.union([z.literal(''), z.string().regex(/^(?:image|text):[0-9a-f]{64}$/)])
const printInput = z.strictObject({
  accession: z.string().trim().min(1).max(500),
  contentHash: hexInput(32),
  likeness: likenessInput.default(''),
})
type Print = z.infer<typeof printInput>

/**
 * Gives works of a batch the SHA256 and the likeness of their contents (images, texts), made in the issuer's browser,
 * before they are appraised. Works are named by accession; what the batch does not have is given back by name.
 */
export const fingerprintRoute = allowed('right.register', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ batchId: idInput, works: z.array(printInput).min(1).max(MOST) }))
  .mutation(({ ctx, input: { batchId, works } }) =>
    ctx.db.transaction(async (tx) => {
      const issuerId = ctx.user.organisationId
      const batch = await lockBatch(tx, ctx.user, batchId)
      if (batch.issuerId !== issuerId) throw refusalToError({ code: 'not-found' })
      if (batch.step !== 'imported')
        throw refusalToError({ code: 'certification-step', facts: { step: batch.step, wanted: 'imported' } })
      await refuseTaken(tx, issuerId, works)
      const unknown: string[] = []
      for (const work of works) if (!(await setPrint(tx, ctx, batchId, work))) unknown.push(work.accession)
      await auditIn(tx, ctx, { subject: batchId })
      return { set: works.length - unknown.length, unknown }
    }),
  )

async function refuseTaken(tx: DbOrTransaction, issuerId: string, works: readonly Print[]): Promise<void> {
  const elsewhere = await contentElsewhere(
    tx,
    issuerId,
    works.map(({ contentHash }) => contentHash),
  )
  const [first] = elsewhere.values()
  if (first !== undefined) throw refusalToError({ code: 'already-registered', facts: { code: first } })
}

/** False when the batch has no work of that accession. */
async function setPrint(
  tx: DbOrTransaction,
  { user }: MemberContext,
  batchId: string,
  { accession, contentHash, likeness }: Print,
): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(rights)
    .where(and(eq(rights.batchId, batchId), eq(rights.accession, accession)))
  if (!row) return false
  const issuerId = user.organisationId
  const right = { ...rightOf(row), contentHash, likeness }
  const fingerprint = fingerprintOf(right)
  const same = and(
    eq(rights.issuerId, issuerId),
    eq(rights.fingerprint, fingerprint),
    eq(rights.declined, false),
    ne(rights.id, row.id),
  )
  const [taken] = await tx.select({ code: rights.code }).from(rights).where(same)
  if (taken) throw refusalToError({ code: 'already-registered', facts: taken })
  const code = rightCode(issuerId, right)
  await tx.update(rights).set({ contentHash, likeness, fingerprint, code }).where(eq(rights.id, row.id))
  return true
}
