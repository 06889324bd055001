import { heldRecords, keysHeldBy, licenceRows, schema, tipRows, workRows } from '@vc/db'
import { LICENCE_TABLE, licenceCode, resaleShare } from '@vc/nfr'
import { eq, inArray, or, sql } from 'drizzle-orm'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import type { MemberContext } from '../../context.ts'
import { idOfKey } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusedTaking, type TradeState } from '../trades/offer-state.ts'
import { isOnItsWay, isOpenTrade, momentOf, offersOf } from './licence-offers.ts'

const { works, licences, licenceSales, workPoints } = schema

/**
 * The own book: what one's works were given and by whom, which licences were sold, which one holds, and the points that one
 * was given.
 */
export const bookRoute = allowed('work.list', reads).query(async ({ ctx }) => {
  const { organisationId, personId } = ctx.user
  const at = await momentOf(ctx)
  const mine = await workRows(ctx.db, eq(works.organisationId, organisationId))
  const ids = mine.map(({ work }) => work.id)
  const titleOf = (id: string) => mine.find(({ work }) => work.id === id)?.work.title ?? ''
  const tips = ids.length > 0 ? await tipRows(ctx.db, ids) : []
  const sold = ids.length > 0 ? await licenceRows(ctx.db, inArray(licenceSales.workId, ids)) : []
  const held = await heldLicences(ctx, at)
  const [points] = await ctx.db
    .select({ sum: sql<string>`coalesce(sum(${workPoints.points}), 0)` })
    .from(workPoints)
    .where(eq(workPoints.personId, personId))
  return {
    income: [
      ...tips.map(({ tip, act, height, name, nameZh }) => ({
        ...{ id: tip.id, what: 'tip' as const, workId: tip.workId, title: titleOf(tip.workId) },
        ...{ amount: tip.amount, note: tip.note, txid: tip.txid, from: { name, nameZh } },
        ...{ createdAt: tip.createdAt, state: actState(act, height, at) },
      })),
      ...sold.map(({ licence, sale, work, act, height, name, nameZh }) => ({
        ...{ id: licence.id, what: 'licence' as const, workId: work.id, title: work.title },
        ...{ amount: licence.sharer === null ? sale.price : sale.price - sale.reward, note: licence.code },
        ...{ txid: licence.txid, from: { name, nameZh }, createdAt: licence.createdAt },
        state: actState(act, height, at),
      })),
      ...(await resalesFor(ctx, sold, at)),
    ].filter(isOnItsWay),
    licences: held,
    points: Number(points?.sum ?? 0),
  }
})

/** What the creator had of licences that their holders sold on: its part of each price, to the unit. */
async function resalesFor({ db }: MemberContext, sold: readonly LicenceRow[], at: ChainMoment) {
  const offers = await offersOf(
    db,
    sold.map(({ licence }) => licence.id),
    at,
  )
  return sold.flatMap(({ licence, sale, work }) =>
    (offers.get(licence.id) ?? []).flatMap(({ offer, state, name, nameZh }) => {
      const amount = resaleShare(offer.price, sale.terms.resale)
      if (amount === 0n || !offer.paymentTxid || !isTraded(state)) return []
      return [
        {
          ...{ id: offer.id, what: 'resale' as const, workId: work.id, title: work.title, amount, state },
          ...{ note: licence.code, txid: offer.paymentTxid, from: { name, nameZh } },
          createdAt: offer.createdAt,
        },
      ]
    }),
  )
}
type LicenceRow = Awaited<ReturnType<typeof licenceRows>>[number]
type Traded = 'on-its-way' | 'in-block' | 'final'
const isTraded = (state: TradeState): state is Traded =>
  state === 'on-its-way' || state === 'in-block' || state === 'final'

/** Licences that the own organisation bought or the person's accounts hold now, with what they are offered for. */
async function heldLicences(ctx: MemberContext, at: ChainMoment) {
  const owners = await ownAccounts(ctx.db, ctx.user)
  const bought = eq(licences.organisationId, ctx.user.organisationId)
  const keys = (await keysHeldBy(ctx.db, LICENCE_TABLE, owners)).map(idOfKey)
  const rows = await licenceRows(ctx.db, or(bought, inArray(licences.id, keys)))
  const ids = rows.map(({ licence }) => licence.id)
  const offers = await offersOf(ctx.db, ids, at)
  const held = await heldRecords(
    ctx.db,
    LICENCE_TABLE,
    ids.map((id) => id.replaceAll('-', '')),
  )
  return rows
    .map(({ licence, sale, work, act, height }) => {
      const key = licence.id.replaceAll('-', '')
      const now = held.find((one) => one.key === key)
      const found = offers.get(licence.id)?.find(({ state }) => isOpenTrade(state))
      return {
        ...{ id: licence.id, key, title: work.title, workId: work.id, price: sale.price },
        ...{ createdAt: licence.createdAt, state: actState(act, height, at) },
        code: now ? licenceCode(now.value) : licence.code,
        isGone: now !== undefined && now.holder.keyHash !== licence.keyHash && !keys.includes(licence.id),
        isResold: sale.terms.resale !== undefined,
        isHeld: keys.includes(licence.id),
        offer: found
          ? {
              ...{ id: found.offer.id, price: found.offer.price, state: found.state },
              isMine: owners.includes(found.offer.keyHash),
              refusal: refusedTaking(found, { owners, personId: ctx.user.personId }),
            }
          : null,
      }
    })
    .filter((one) => isOnItsWay(one) && !one.isGone)
}
