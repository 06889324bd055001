import { toHex } from '@vc/crypto'
import { outpointsOf, outputAtOf, schema, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import { encodeTransaction } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { requiredOf } from '../../acts/draft-act.ts'
import { findAct, legsOf, type StoredAct, writeOutput } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
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
      if (act.status !== 'open' || !(await standsFirst(tx, act))) await readAnew(tx, ctx, act)
      await auditIn(tx, ctx, { subject: act.id })
      return { actId: act.id }
    }),
  )

/** An own restructuring that takes signatures, or that the ledger refused. Refuses `not-found`, `act-closed`, `act-expired`. */
async function keptAct(tx: DbOrTransaction, ctx: MemberContext, actId: string): Promise<StoredAct> {
  const act = await findAct(tx, actId, true)
  const isMine = act?.kind === 'credit.restructure' && act.createdBy === ctx.user.organisationId
  if (!act || !isMine) throw refusalToError({ code: 'not-found' })
  if (act.status !== 'open' && !(await isRefused(tx, act))) throw refusalToError({ code: 'act-closed' })
  if (act.expiresAt.getTime() <= ctx.clock.nowMs()) throw refusalToError({ code: 'act-expired' })
  return act
}

async function isRefused(tx: DbOrTransaction, { status, submissionId }: StoredAct): Promise<boolean> {
  if (status !== 'submitted' || submissionId === null) return false
  const { submissions } = schema
  const [row] = await tx
    .select({ state: submissions.state })
    .from(submissions)
    .where(eq(submissions.id, submissionId))
  return row?.state === 'refused'
}

/** Whether the credit that input 0 reads is there still. */
async function standsFirst(tx: DbOrTransaction, { outpoints: [first] }: StoredAct): Promise<boolean> {
  return (await unspentByNames(tx, first === undefined ? [] : [first])).length > 0
}

async function readAnew(tx: DbOrTransaction, ctx: MemberContext, act: StoredAct): Promise<void> {
  const { transaction: old, named } = must(legsOf(act)[0], 'a restructuring is one transaction')
  const agent = await roomyAgent(tx, ctx, BigInt(String(act.context.amount)))
  const credit = outputAtOf(agent.source)
  const [first, ...debts] = old.inputs
  const { sequence } = must(first, 'input 0 reads the credit')
  const transaction = { ...old, inputs: [{ ...credit.outpoint, sequence }, ...debts] }
  const leg = restructuringLeg(transaction, [credit.output, ...named.slice(1)])
  const signerOf = (key: string) => (key === agent.keyHash ? ctx.user.personId : undefined)
  const required = requiredOf(leg, 0, { signerOf }, ctx.env.network)
  // What was signed over something else than what is asked now is asked again.
  const isKept = ({ part, index, key }: StoredAct['signatures'][number]) =>
    required.some((one) => {
      const before = act.required.find((other) => other.part === part && other.index === index)
      return one.part === part && one.index === index && one.key === key && one.sighash === before?.sighash
    })
  await tx
    .update(schema.acts)
    .set({
      ...{ transactions: [toHex(encodeTransaction(transaction))], named: [leg.named.map(writeOutput)] },
      ...{ outpoints: outpointsOf([transaction]), required, signatures: act.signatures.filter(isKept) },
      ...{ status: 'open', submissionId: null, context: { ...act.context, agentKey: agent.key } },
      updatedAt: new Date(ctx.clock.nowMs()),
    })
    .where(eq(schema.acts.id, act.id))
}
