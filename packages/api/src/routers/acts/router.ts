import { schema } from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { beginAct } from '../../acts/begin-act.ts'
import { declineAct } from '../../acts/decline-act.ts'
import { finishAct } from '../../acts/finish-act.ts'
import { refuseKeptOfGiven } from '../../acts/kept.ts'
import { MOST_GIVEN, MOST_LEGS } from '../../acts/limits.ts'
import { listActs } from '../../acts/list-acts.ts'
import { findAct } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import { hexInput, idInput, lineInput } from '../../input.ts'
import { reads, router, sessionProcedure } from '../../procedures.ts'
import { refusalToError, unwrap } from '../../refusal-to-error.ts'

const base64urlInput = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/)
const keyInput = z.union([hexInput(20), hexInput(32), hexInput(33)])
const givenInput = z.strictObject({
  transaction: z
    .int()
    .min(0)
    .max(MOST_LEGS - 1),
  part: z.enum(['input', 'acceptance']),
  index: z.int().min(0).max(4095),
  key: keyInput,
  by: z.union([
    z.strictObject({
      authenticatorData: base64urlInput(200),
      clientDataJSON: base64urlInput(4000),
      signature: base64urlInput(200),
      sheetHash: base64urlInput(43),
      publicKey: hexInput(33).optional(),
    }),
    z.strictObject({ schnorr: hexInput(64), publicKey: hexInput(32) }),
  ]),
})

/** What the browser needs to show and sign an act. */
const beginRoute = sessionProcedure(reads)
  .input(z.strictObject({ actId: idInput }))
  .query(async ({ ctx, input }) => unwrap(await beginAct(ctx, input.actId)))

/** Takes signatures; the last one needed sends the act on its way. Each assertion is bound to the act by itself. */
const finishRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'single-use',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ actId: idInput, signatures: z.array(givenInput).min(1).max(MOST_GIVEN) }))
  .mutation(({ ctx, input }) => finishAct(ctx, input.actId, input.signatures))

/** Acts that wait for a signature of this person. */
const waitingRoute = sessionProcedure(reads).query(async ({ ctx }) => {
  const waiting = (await listActs(ctx)).filter((act) => act.isMine)
  return waiting.map(({ actId, kind, subject, createdAt, expiresAt }) => {
    return { actId, kind, subject, createdAt, expiresAt }
  })
})

/** The organisation that drafted an open act takes it back; its outputs are free again. Refuses `not-found`, `kept-needed`. */
const withdrawRoute = sessionProcedure({ stepUp: 'none', idempotency: 'same-result', audit: 'decision' })
  .input(z.strictObject({ actId: idInput }))
  .mutation(({ ctx, input: { actId } }) =>
    ctx.db.transaction(async (tx) => {
      const { acts } = schema
      const act = await findAct(tx, actId, true)
      if (act?.createdBy === ctx.user.organisationId) await refuseKeptOfGiven(tx, act)
      const rows = await tx
        .update(acts)
        .set({ status: 'withdrawn', updatedAt: new Date(ctx.clock.nowMs()) })
        .where(and(eq(acts.id, actId), eq(acts.status, 'open'), eq(acts.createdBy, ctx.user.organisationId)))
        .returning({ id: acts.id })
      if (rows.length === 0) throw refusalToError({ code: 'not-found' })
      await auditIn(tx, ctx, { subject: actId })
      return {}
    }),
  )

/** Acts of this person and the own organisation: who has signed, who is missing, who declined and why. */
const listRoute = sessionProcedure(reads).query(({ ctx }) => listActs(ctx))

/** Says no to an act with a reason; one that can then not be signed by enough is taken back. */
const declineRoute = sessionProcedure({ stepUp: 'none', idempotency: 'same-result', audit: 'decision' })
  .input(z.strictObject({ actId: idInput, reason: lineInput(1000) }))
  .mutation(({ ctx, input: { actId, reason } }) => declineAct(ctx, actId, reason))

export const actsRouter = router({
  begin: beginRoute,
  finish: finishRoute,
  waiting: waitingRoute,
  list: listRoute,
  decline: declineRoute,
  withdraw: withdrawRoute,
})
