import { certificateCode } from '@vc/certificates'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, desc, eq, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { allowed, reads } from '../../procedures.ts'

const { acts, certificateTransfers } = schema
const giver = alias(organisations, 'giver')
const receiver = alias(organisations, 'receiver')
const MOST = 500

export type TransferStage =
  | 'preparing'
  | 'to-sign'
  | 'signed'
  | 'in-block'
  | 'final'
  | 'refused'
  | 'withdrawn'
  | 'expired'

/**
 * Transfers of the person's organisation, newest first: its own drafts and what moved, and what moved to it; for a
 * regulator all. `actId` is there when it is this person who signs.
 */
export const transfersRoute = allowed('certificate.list', reads).query(async ({ ctx }) => {
  const { role, organisationId, personId } = ctx.user
  const { fromId, toId, step } = certificateTransfers
  const theirs = or(eq(fromId, organisationId), and(eq(toId, organisationId), eq(step, 'moved')))
  const rows = await ctx.db
    .select({
      transfer: certificateTransfers,
      act: { status: acts.status, expiresAt: acts.expiresAt },
      from: { name: giver.name, nameZh: giver.nameZh },
      to: { name: receiver.name, nameZh: receiver.nameZh },
    })
    .from(certificateTransfers)
    .innerJoin(giver, eq(giver.id, fromId))
    .innerJoin(receiver, eq(receiver.id, toId))
    .leftJoin(acts, eq(acts.id, certificateTransfers.actId))
    .where(role === 'regulator' ? undefined : theirs)
    .orderBy(desc(certificateTransfers.createdAt))
    .limit(MOST)
  return rows.map(({ transfer, act, from, to }) => {
    const { id, station, first, given, createdAt, txid, height, finality, reason, signerId } = transfer
    const stage = stageOf(transfer, act, ctx.clock.nowMs())
    return {
      ...{ id, from, to, fromId: transfer.fromId, toId: transfer.toId, createdAt, stage, reason },
      count: given - first + 1n,
      firstCode: certificateCode(station, first),
      lastCode: certificateCode(station, given),
      actId: signerId === personId ? transfer.actId : null,
      // Until a block has it the record is only meant to be there.
      ...(transfer.step === 'moved'
        ? { txid, height, finality }
        : { txid: null, height: null, finality: null }),
    }
  })
})

function stageOf(
  { step, actId, finality }: typeof certificateTransfers.$inferSelect,
  act: { status: string; expiresAt: Date } | null,
  nowMs: number,
): TransferStage {
  if (step === 'refused' || step === 'withdrawn') return step
  if (step === 'moved') return finality === 'final' ? 'final' : 'in-block'
  if (actId === null || !act) return 'preparing'
  if (act.status === 'withdrawn') return 'withdrawn'
  if (act.status !== 'open') return 'signed'
  return act.expiresAt.getTime() > nowMs ? 'to-sign' : 'expired'
}
