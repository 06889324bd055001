import { pointsLeft, type RedemptionRow, redeemOfferRows, redemptionRows, schema } from '@vc/db'
import { redeem, settlementFee } from '@vc/settlement'
import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustOwnTitle, ownTitles } from './campaigns.ts'
import { draftPayment, paymentsTo } from './draft-payment.ts'
import { titlesPlayed } from './feedback.ts'

const { redeemOffers, redemptions, studioTitles, submissions } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const
/** So many redemptions one payment holds at most; the next one pays the rest. */
const MOST_PAID = 200

export type RedemptionState = 'owed' | 'signing' | 'on-its-way' | 'paid'

/** How a redemption stands, by its payment and the blocks, never stored. */
function redemptionState({ act, submission }: RedemptionRow, nowMs: number): RedemptionState {
  if (submission?.state === 'in-block' || submission?.state === 'final') return 'paid'
  if (submission?.state === 'queued' || submission?.state === 'submitted') return 'on-its-way'
  return act?.status === 'open' && act.expiresAt.getTime() > nowMs ? 'signing' : 'owed'
}

/** What studios give for points of titles that are the own ones or played, what the person redeemed, and what the own studio owes for it. */
export const redemptionsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const own = await ownTitles(ctx.db, ctx)
  const played = await titlesPlayed(ctx.db, ctx)
  const held = await pointsLeft(ctx.db, await ownAccounts(ctx.db, ctx.user))
  const offers = await redeemOfferRows(ctx.db, [...own, ...played])
  const mine = await redemptionRows(ctx.db, eq(redemptions.createdBy, ctx.user.personId))
  const owed = await redemptionRows(ctx.db, inArray(redemptions.titleId, [...own]))
  const nowMs = ctx.clock.nowMs()
  const shown = (row: RedemptionRow) => ({
    ...{ id: row.redemption.id, title: row.title.name, points: row.redemption.points },
    ...{ amount: row.redemption.amount, createdAt: row.redemption.createdAt },
    state: redemptionState(row, nowMs),
  })
  return {
    offers: offers.map(({ offer, title, promised }) => ({
      ...{ id: offer.id, titleId: title.id, title: title.name, lot: offer.lot, amount: offer.amount },
      ...{ left: offer.budget - promised, isMine: own.includes(title.id) },
      /** What the person's account with most of them has. */
      held: most(held.filter(({ titleId }) => titleId === title.id).map(({ points }) => points)),
    })),
    mine: mine.map(shown),
    owed: owed.map((row) => ({ ...shown(row), titleId: row.title.id })),
  }
})

const most = (sums: readonly bigint[]): bigint =>
  sums.toSorted((one, other) => (one > other ? -1 : 1))[0] ?? 0n

/** Says what the own studio gives for points of a title; it takes the place of what it gave before. Refuses `not-found`, `redeem-budget`. */
export const offerRedeemRoute = allowed('studio.contract', { ...decides, idempotency: 'command-key' })
  .input(
    z.strictObject({
      ...{ commandKey: commandKeyInput, titleId: idInput },
      ...{ lot: amountInput, amount: amountInput, budget: z.bigint().min(0n) },
    }),
  )
  .mutation(({ ctx, input: { commandKey: id, titleId, lot, amount, budget } }) =>
    ctx.db.transaction(async (tx) => {
      await mustOwnTitle(tx, ctx, titleId)
      const made = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
      await tx
        .insert(redeemOffers)
        .values({ id, titleId, lot, amount, budget, ...made })
        .onConflictDoNothing()
      await auditIn(tx, ctx, { subject: titleId })
      return {}
    }),
  )

const redeeming = z.strictObject({
  ...{ commandKey: commandKeyInput, titleId: idInput, lots: z.int().min(1).max(1_000_000) },
})

/**
 * Redeems points of one of the person's accounts: they are used from now on, once, and the studio owes what it gives for them.
 * Points are never handed on (X-05). Refuses `not-found`, `points-short`, `redeem-over`.
 */
export const redeemRoute = allowed('studio.play', { ...decides, idempotency: 'command-key' })
  .input(redeeming)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => book(tx, ctx, input)))

async function book(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof redeeming>) {
  const { commandKey: id, titleId, lots } = asked
  await lockTitle(tx, titleId)
  const createdBy = ctx.user.personId
  const same = and(eq(redemptions.id, id), eq(redemptions.createdBy, createdBy))
  const [known] = await tx.select({ points: redemptions.points }).from(redemptions).where(same)
  if (known) return known
  const held = (await pointsLeft(tx, await ownAccounts(tx, ctx.user))).filter(
    (one) => one.titleId === titleId,
  )
  const [of] = await redeemOfferRows(tx, [titleId])
  const best = held.toSorted((one, other) => (one.points > other.points ? -1 : 1))[0]
  if (!of || !best) throw refusalToError({ code: 'not-found' })
  const sums = { held: best.points, promised: of.promised }
  const redeemed = redeem(of.offer, BigInt(lots), sums)
  if (!redeemed.ok) throw refusalToError(fileRefusal(redeemed.refusal))
  const row = { id, offerId: of.offer.id, titleId, account: best.account, ...redeemed.value, createdBy }
  await tx.insert(redemptions).values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
  await auditIn(tx, ctx, { subject: id })
  return { points: redeemed.value.points }
}

/** Points and budget of a title are counted by one at a time. */
const lockTitle = (tx: DbOrTransaction, titleId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`redeem ${titleId}`}, 0))`)

/**
 * Drafts the payment of all redemptions of an own title that are owed, one payment to each account, as one transaction of the studio's
 * own account. While a payment waits for its signature the same one is given. Refuses `not-found`, `nothing-owed`, `value-short`,
 * `no-account`, `debtor-late`.
 */
export const payRedemptionsRoute = allowed('studio.pay', decides)
  .input(z.strictObject({ titleId: idInput }))
  .mutation(({ ctx, input: { titleId } }) =>
    ctx.db.transaction(async (tx) => {
      const own = and(eq(studioTitles.id, titleId), eq(studioTitles.organisationId, ctx.user.organisationId))
      const [title] = await tx.select({ id: studioTitles.id }).from(studioTitles).where(own)
      if (!title) throw refusalToError({ code: 'not-found' })
      await lockTitle(tx, titleId)
      const unpaid = or(isNull(submissions.state), notInArray(submissions.state, ['in-block', 'final']))
      const rows = await redemptionRows(tx, and(eq(redemptions.titleId, titleId), unpaid))
      const inState = (state: RedemptionState) =>
        rows.filter((row) => redemptionState(row, ctx.clock.nowMs()) === state)
      const [waiting] = inState('signing')
      if (waiting?.act) return { actId: waiting.act.id }
      const owed = inState('owed').slice(-MOST_PAID)
      if (owed.length === 0) throw refusalToError({ code: 'nothing-owed' })
      const payments = paymentsTo(owed.map(({ redemption }) => redemption))
      const { actId } = await draftPayment(tx, ctx, {
        ...{ kind: 'points.redeem', subject: { kind: 'title-redemptions', id: titleId }, payments },
        fee: (coins) => settlementFee(payments.length, coins),
      })
      const ids = owed.map(({ redemption }) => redemption.id)
      await tx.update(redemptions).set({ actId }).where(inArray(redemptions.id, ids))
      await auditIn(tx, ctx, { subject: titleId })
      return { actId }
    }),
  )
