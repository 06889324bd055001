import { z } from 'zod'
import { findAct, type StoredAct } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { putOnCredit, readsWhatIsThere, wasRefused } from './credit-of-now.ts'
import { lockAuthority } from './lock.ts'
import { restructuringLeg, roomyAgent } from './restructure.ts'
import { takeVotes } from './restructuring-vote.ts'

/**
 * Makes a restructuring that the creditor keeps ready for its key: where the management credit that the draft reads has moved since,
 * or the ledger has refused it, the draft reads what the agent holds now. The debtor's signatures stand, since they are over its lots
 * and over what is written, not over the credit (ledger.md 6, requirements V-114). So do votes of a collective's members, which are
 * put in here; refuses `restructuring-voting` and `vote-overtaken`.
 */
export const readyRestructuringRoute = allowed('credit.restructure', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ actId: idInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      await lockAuthority(tx, ctx.user.organisationId)
      const act = await takeVotes(tx, ctx, await keptAct(tx, ctx, input.actId))
      if (act.status !== 'open' || !(await readsWhatIsThere(tx, act))) {
        const agent = await roomyAgent(tx, ctx, BigInt(String(act.context.amount)))
        await putOnCredit(tx, ctx, act, { ...agent, signer: ctx.user.personId }, restructuringLeg)
      }
      await auditIn(tx, ctx, { subject: act.id })
      return { actId: act.id }
    }),
  )

/** An own restructuring that takes signatures, or that the ledger refused. Refuses `not-found`, `act-closed`, `act-expired`. */
async function keptAct(tx: DbOrTransaction, ctx: MemberContext, actId: string): Promise<StoredAct> {
  const act = await findAct(tx, actId, true)
  const isMine = act?.kind === 'credit.restructure' && act.createdBy === ctx.user.organisationId
  if (!act || !isMine) throw refusalToError({ code: 'not-found' })
  if (act.status !== 'open' && !(await wasRefused(tx, act))) throw refusalToError({ code: 'act-closed' })
  if (act.expiresAt.getTime() <= ctx.clock.nowMs()) throw refusalToError({ code: 'act-expired' })
  return act
}
