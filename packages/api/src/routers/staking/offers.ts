import { LEDGER_FEE } from '@vc/admission'
import { WHOLE_SHARE } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { exchangeOfferRows, findCursor, type OfferRow, outputAtOf, schema, unspentByNames } from '@vc/db'
import { DEBT, DEBT_LAYER, type OutputAt } from '@vc/ledger'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lotNamesInput } from '../../input.ts'
import { coinsOf, mustBeOnTime, ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { offerState } from './offer-state.ts'
import { stakeRules } from './stakes.ts'

const { acts, exchangeOffers } = schema
const decides = { stepUp: 'none', idempotency: 'same-result', audit: 'decision', rate: 'act' } as const

/** Where the board stands now: offers are judged by it. */
export const boardAt = async (db: DbOrTransaction, nowMs: number) => ({
  height: (await findCursor(db))?.height ?? 0,
  nowMs,
})

/** What is paid for clearing an amount at a rate of 10,000, rounded down; never nothing. */
export function priceOf(cleared: bigint, rate: number): bigint {
  const price = (cleared * BigInt(rate)) / BigInt(WHOLE_SHARE)
  return price > 0n ? price : 1n
}

/** The board: every member sees every offer, who posted it, and how it stands; the sides of an act see where to sign. */
export const offersRoute = allowed('exchange.list', reads).query(async ({ ctx }) => {
  const at = await boardAt(ctx.db, ctx.clock.nowMs())
  const { blocksPerDay } = await stakeRules(ctx.db)
  const rows = await exchangeOfferRows(ctx.db, undefined)
  const { organisationId } = ctx.user
  const offers = rows.map(({ name, nameZh, ...row }) => {
    const { id, side, amount, rate, closesAt, keyHash, takerId, actId } = row.offer
    const isMine = row.offer.organisationId === organisationId
    const isSide = isMine || takerId === organisationId
    const given = (row.act?.signatures ?? []).map((one) => one.key)
    return {
      ...{ id, side, amount, rate, closesAt, isMine, organisation: { name, nameZh } },
      price: priceOf(amount, rate),
      state: offerState(row, at),
      isTaker: takerId === organisationId,
      /** The act of the taking, for whoever is a side of it. */
      actId: isSide ? actId : null,
      hasSigned: given.some((key) => (key === keyHash) === isMine),
      txid: row.submission?.txids[0] ?? null,
      refusal: isSide ? (row.submission?.refusal ?? null) : null,
    }
  })
  return { offers, height: at.height, blocksPerDay, fee: LEDGER_FEE }
})

const posting = z.strictObject({
  commandKey: commandKeyInput,
  /** Locked value that clears others' debt, or lots of one's own that others may clear. */
  give: z.discriminatedUnion('side', [
    z.strictObject({ side: z.literal('locked'), amount: amountInput }),
    z.strictObject({ side: z.literal('debt'), lots: lotNamesInput }),
  ]),
  /** What is paid in circulation, of 10,000 of what is cleared. */
  rate: z.int().min(1).max(1_000_000),
  days: z.int().min(1).max(60),
})
type Posting = z.infer<typeof posting>

/**
 * Posts an offer. Nothing is signed and nothing is held back: what it offers can be spent elsewhere, which ends it. Refuses
 * `exchange-rate` when as much or more is paid than is cleared, `value-short`, `debt-not-found`, `debtor-late`, `no-account`.
 */
export const postRoute = allowed('exchange.trade', decides)
  .input(posting)
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { commandKey: id, rate, days, give } = input
      const { organisationId, personId: createdBy } = ctx.user
      const same = and(eq(exchangeOffers.id, id), eq(exchangeOffers.createdBy, createdBy))
      const [known] = await tx.select({ id: exchangeOffers.id }).from(exchangeOffers).where(same)
      if (known) return { offerId: id }
      if (rate >= WHOLE_SHARE) throw refusalToError({ code: 'exchange-rate' })
      const owners = await ownAccounts(tx, ctx.user)
      const { keyHash, coins, amount } = await offered(tx, owners, give)
      const { height, blocksPerDay } = await stakeRules(tx)
      const at = new Date(ctx.clock.nowMs())
      const terms = { side: give.side, rate, closesAt: height + days * blocksPerDay }
      const row = { id, organisationId, createdBy, keyHash, amount, outpoints: coins.map(nameOf) }
      await tx.insert(exchangeOffers).values({ ...row, ...terms, createdAt: at, updatedAt: at })
      await auditIn(tx, ctx, { subject: id })
      return { offerId: id }
    }),
  )

const nameOf = ({ outpoint: { txid, index } }: OutputAt) => `${toHex(txid)}:${index}`

async function offered(tx: DbOrTransaction, owners: readonly string[], give: Posting['give']) {
  if (give.side === 'locked') {
    const { owner, values } = await coinsOf(tx, owners, DEBT_LAYER, give.amount + LEDGER_FEE)
    return { keyHash: owner, coins: values, amount: give.amount }
  }
  const { debtor, debts } = await ownLots(tx, owners, give.lots)
  return { keyHash: debtor, coins: debts, amount: debts.reduce((sum, { output }) => sum + output.amount, 0n) }
}

/** Unspent lots of one of these accounts, and that it owes nothing overdue. Refuses `debt-not-found`, `debtor-late`. */
export async function ownLots(tx: DbOrTransaction, owners: readonly string[], names: readonly string[]) {
  const rows = await unspentByNames(tx, names)
  const debtor = rows[0]?.keyHash
  const isOne = debtor && owners.includes(debtor)
  if (!isOne || rows.some(({ element, keyHash }) => element !== DEBT || keyHash !== debtor))
    throw refusalToError({ code: 'debt-not-found' })
  if (rows.length !== names.length) throw refusalToError({ code: 'debt-not-found' })
  await mustBeOnTime(tx, [debtor])
  return { debtor, debts: rows.map(outputAtOf) }
}

/** An offer with its state, locked until the transaction ends. Refuses `not-found`. */
export async function lockOffer(tx: DbOrTransaction, ctx: MemberContext, id: string) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`offer ${id}`}, 0))`)
  const [row] = await exchangeOfferRows(tx, eq(exchangeOffers.id, id))
  if (!row) throw refusalToError({ code: 'not-found' })
  return { row, state: offerState(row, await boardAt(tx, ctx.clock.nowMs())) }
}

/** Takes an own offer back, with the act that waits for signatures. Refuses `not-found`, `act-closed` once both have signed. */
export const withdrawRoute = allowed('exchange.trade', decides)
  .input(z.strictObject({ offerId: idInput }))
  .mutation(({ ctx, input: { offerId } }) =>
    ctx.db.transaction(async (tx) => {
      const { row, state } = await lockOffer(tx, ctx, offerId)
      if (row.offer.organisationId !== ctx.user.organisationId) throw refusalToError({ code: 'not-found' })
      if (state === 'withdrawn') return {}
      if (['on-its-way', 'in-block', 'final'].includes(state)) throw refusalToError({ code: 'act-closed' })
      const at = new Date(ctx.clock.nowMs())
      await endAct(tx, row, at)
      await tx
        .update(exchangeOffers)
        .set({ withdrawnAt: at, updatedAt: at })
        .where(eq(exchangeOffers.id, offerId))
      await auditIn(tx, ctx, { subject: offerId })
      return {}
    }),
  )

/** Takes the act of a taking back; one whose last signature came in between can not be. */
async function endAct(tx: DbOrTransaction, { act }: OfferRow, at: Date): Promise<void> {
  if (act?.status !== 'open') return
  const open = and(eq(acts.id, act.id), eq(acts.status, 'open'))
  const ended = await tx.update(acts).set({ status: 'withdrawn', updatedAt: at }).where(open).returning()
  if (ended.length === 0) throw refusalToError({ code: 'act-closed' })
}
