import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { CIRCULATION, collectiveScript, keyHashScript, outputsOf, pay } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftLockedSpend, draftSpend, mustBeInForce } from './draft-spend.ts'
import { findCollective } from './find.ts'
import { isKnown, keepProposal } from './keep-proposal.ts'
import { payeeScript } from './payee.ts'

const { collectiveProposals } = schema
const decides = { stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' } as const

const spendInput = z.strictObject({
  commandKey: commandKeyInput,
  collectiveId: idInput,
  /** An address, or the key hash of an account in hex. */
  to: lineInput(200),
  amount: amountInput,
  /** Of what is locked instead of the coins: locked it stays. */
  isLocked: z.boolean().default(false),
  purpose: lineInput(300),
  days: z.int().min(1).max(60),
})

/**
 * Proposes that a collective pays. The transaction is written now, of value that no other open vote and nothing under
 * way draws on, and is voted on as it is. What is locked is handed on by the same vote (docs/adr/0059). Refuses `collective-not-ready`, `payee-unknown`, `collective-short`,
 * `coins-too-many`.
 */
export const proposeRoute = allowed('collective.propose', decides)
  .input(spendInput)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => propose(tx, ctx, input)))

async function propose(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof spendInput>) {
  const collective = await findCollective(tx, ctx.user, asked.collectiveId)
  const made = { proposalId: asked.commandKey }
  if (await isKnown(tx, ctx, collective, asked.commandKey)) return made
  const payee = await payeeScript(tx, asked.to)
  if (!payee) throw refusalToError({ code: 'payee-unknown' })
  const { descriptor } = await mustBeInForce(tx, collective)
  const payment = { to: payee, amount: asked.amount }
  const from = { collective, descriptor }
  const drafted = await (asked.isLocked
    ? draftLockedSpend(tx, from, payment)
    : draftSpend(tx, from, [payment]))
  const paid = { payee: toHex(payee), amount: asked.amount }
  const kept = { collectiveId: collective.id, step: 'open', ...drafted, descriptor, ...paid } as const
  await keepProposal(tx, ctx, asked, kept)
  return made
}

/** Takes an open proposal back; only who made it may. What was signed stays signed, but is joined by nobody here. */
export const withdrawRoute = allowed('collective.propose', {
  ...decides,
  idempotency: 'same-result',
})
  .input(z.strictObject({ proposalId: idInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const mine = and(
        eq(collectiveProposals.id, input.proposalId),
        eq(collectiveProposals.createdBy, ctx.user.personId),
      )
      const [proposal] = await tx.select().from(collectiveProposals).where(mine).for('update')
      if (!proposal) throw refusalToError({ code: 'not-found' })
      if (proposal.step === 'withdrawn') return { proposalId: proposal.id }
      if (proposal.step !== 'open' && proposal.step !== 'preparing')
        throw refusalToError({ code: 'vote-closed' })
      const set = { step: 'withdrawn', updatedAt: new Date(ctx.clock.nowMs()) } as const
      await tx.update(collectiveProposals).set(set).where(mine)
      await auditIn(tx, ctx, { subject: proposal.id })
      return { proposalId: proposal.id }
    }),
  )

/** Drafts a payment of this person's own value to a collective; gives the act that the account's key signs. */
export const payInRoute = allowed('account.pay', { ...decides, idempotency: 'none' })
  .input(z.strictObject({ commandKey: commandKeyInput, collectiveId: idInput, amount: amountInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { ledgerId, step, name } = await findCollective(tx, ctx.user, input.collectiveId)
      if (step !== 'registered') throw refusalToError({ code: 'collective-not-ready' })
      const { owner, values } = await coinsOf(
        tx,
        await ownAccounts(tx, ctx.user),
        CIRCULATION,
        input.amount + LEDGER_FEE,
      )
      const payments = [{ to: collectiveScript(fromHex(ledgerId)), amount: input.amount }]
      const transaction = pay({ values, payments, fee: LEDGER_FEE, changeTo: keyHashScript(fromHex(owner)) })
      const named = outputsOf(values)
      const sign = { inputs: named.map((_, i) => i), acceptances: [] }
      const actId = await draftAct(tx, ctx, {
        kind: 'collective.pay-in',
        subject: { kind: 'collective-payment', id: input.commandKey },
        legs: [{ transaction, named, sign }],
        context: { amount: String(input.amount), collective: name },
      })
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )
