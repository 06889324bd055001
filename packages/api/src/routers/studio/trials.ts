import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { contractRows, offerRows, ofParty, partyRows, schema, type TrialRow, trialRows } from '@vc/db'
import { keyHashScript } from '@vc/ledger'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { draftPayment } from './draft-payment.ts'
import { mustBeOn } from './modules.ts'

const { royaltyContracts, studioTitles, trialOffers, trials } = schema
const DAY_MS = 86_400_000
/** So many titles a player may try at once: the credit of a trial is small. */
const MOST_OPEN = 3
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

export type TrialState = 'trying' | 'signing' | 'on-its-way' | 'bought' | 'lapsed'

/** How a trial stands: bought once a block has its payment, lapsed with nothing owed after its end, never stored. */
export function trialState({ trial, act, submission }: TrialRow, nowMs: number): TrialState {
  if (submission?.state === 'in-block' || submission?.state === 'final') return 'bought'
  if (submission?.state === 'queued' || submission?.state === 'submitted') return 'on-its-way'
  if (trial.endsAt.getTime() <= nowMs) return 'lapsed'
  return act?.status === 'open' && act.expiresAt.getTime() > nowMs ? 'signing' : 'trying'
}

/** What can be tried, of every channel that has trials open, with how the person's own trial of it stands. */
export const offersRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const { personId, organisationId } = ctx.user
  const nowMs = ctx.clock.nowMs()
  const own = await trialRows(ctx.db, eq(trials.personId, personId))
  const given = await trialRows(ctx.db, eq(trialOffers.organisationId, organisationId))
  const rows = await offerRows(ctx.db)
  return rows.map(({ offer, title, name, nameZh }) => {
    const mine = own.find(({ trial }) => trial.offerId === offer.id)
    const open = given.filter((row) => row.trial.offerId === offer.id && trialState(row, nowMs) === 'trying')
    return {
      ...{ id: offer.id, title, price: offer.price, days: offer.days, channel: { name, nameZh } },
      isMine: offer.organisationId === organisationId,
      /** What the own channel's players try on credit now. */
      open: { count: open.length, credit: open.reduce((sum, { trial }) => sum + trial.price, 0n) },
      trial: mine
        ? {
            ...{ id: mine.trial.id, price: mine.trial.price, endsAt: mine.trial.endsAt },
            state: trialState(mine, nowMs),
          }
        : null,
    }
  })
})

/** Lets players try a title that the own channel sells. Refuses `not-found`, `module-off`. */
export const offerRoute = allowed('studio.state', decides)
  .input(z.strictObject({ code: lineInput(40), price: amountInput, days: z.int().min(1).max(90) }))
  .mutation(({ ctx, input: { code, price, days } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      await mustBeOn(tx, organisationId, 'trial')
      const { titleId, account } = await soldBy(tx, ctx, code)
      const set = { price, days, account }
      const row = { organisationId, titleId, ...set, createdBy: personId }
      await tx
        .insert(trialOffers)
        .values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoUpdate({ target: [trialOffers.organisationId, trialOffers.titleId], set })
      await auditIn(tx, ctx, { subject: titleId })
      return { titleId }
    }),
  )

/** The title of this code that the own channel has an agreed contract for, and the channel's account in it. */
async function soldBy(tx: DbOrTransaction, { user }: MemberContext, code: string) {
  const agreed = and(eq(royaltyContracts.step, 'agreed'), ofParty(tx, user.organisationId, 'channel'))
  const [row] = await contractRows(tx, and(agreed, eq(studioTitles.code, code)))
  const parties = row ? await partyRows(tx, [row.contract.id]) : []
  const account = parties.find(({ party }) => party.part === 'channel')?.party.account
  if (!row || !account) throw refusalToError({ code: 'not-found' })
  return { titleId: row.title.id, account }
}

/** Opens a trial: small credit of the channel, once for each person and title. Refuses `not-found`, `module-off`, `trials-most`. */
export const tryRoute = allowed('studio.play', { ...decides, idempotency: 'command-key' })
  .input(z.strictObject({ commandKey: commandKeyInput, offerId: idInput }))
  .mutation(({ ctx, input: { commandKey: id, offerId } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId } = ctx.user
      const [offer] = await tx.select().from(trialOffers).where(eq(trialOffers.id, offerId)).for('update')
      if (!offer) throw refusalToError({ code: 'not-found' })
      await mustBeOn(tx, offer.organisationId, 'trial')
      const own = await trialRows(tx, eq(trials.personId, personId))
      const known = own.find(({ trial }) => trial.offerId === offerId)
      if (known) return { trialId: known.trial.id }
      const open = own.filter((row) => trialState(row, ctx.clock.nowMs()) === 'trying')
      if (open.length >= MOST_OPEN) throw refusalToError({ code: 'trials-most', facts: { most: MOST_OPEN } })
      const createdAt = new Date(ctx.clock.nowMs())
      const endsAt = new Date(createdAt.getTime() + offer.days * DAY_MS)
      const row = { id, offerId, organisationId, personId, price: offer.price }
      await tx.insert(trials).values({ ...row, endsAt, createdAt })
      await auditIn(tx, ctx, { subject: id })
      return { trialId: id }
    }),
  )

/**
 * Drafts the purchase of what the person tries, as a payment of the own account to the channel. Refuses `not-found`, `trial-over`,
 * `value-short`, `no-account`, `debtor-late`.
 */
export const buyRoute = allowed('studio.play', decides)
  .input(z.strictObject({ trialId: idInput }))
  .mutation(({ ctx, input: { trialId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = and(eq(trials.id, trialId), eq(trials.personId, ctx.user.personId))
      await tx.select().from(trials).where(own).for('update')
      const [row] = await trialRows(tx, own)
      if (!row) throw refusalToError({ code: 'not-found' })
      const state = trialState(row, ctx.clock.nowMs())
      if (state === 'signing' && row.act) return { actId: row.act.id }
      if (state !== 'trying') throw refusalToError({ code: 'trial-over' })
      const { actId } = await draftPayment(tx, ctx, {
        ...{ kind: 'trial.buy', subject: { kind: 'trial', id: trialId } },
        payments: [{ to: keyHashScript(fromHex(row.offer.account)), amount: row.trial.price }],
        fee: () => LEDGER_FEE,
      })
      await tx.update(trials).set({ actId }).where(own)
      await auditIn(tx, ctx, { subject: trialId })
      return { actId }
    }),
  )
