import { blocksPerDayOf } from '@vc/admission'
import {
  draftRows,
  findCursor,
  heldRecords,
  keysHeldBy,
  licenceRows,
  recordOfferRows,
  reviewRows,
  rightsOfPrints,
  saleRows,
  schema,
  tipRows,
  workRows,
} from '@vc/db'
import { must } from '@vc/kernel'
import { LICENCE_TABLE, licenceCode } from '@vc/nfr'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import type { Context, DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, idOfKey } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'
import { refusedTaking, type TradeState, tradeState } from '../trades/offer-state.ts'
import { freeUnits } from './free-units.ts'
import { shownSale } from './shown-sale.ts'
import { shownTasks } from './shown-tasks.ts'

const { works, licences, licenceSales, workPoints, coopOrders, recordOffers } = schema
/** So many of a work's drafts are proved at once, the first and the newest. */
const MOST_PROVED = 20

async function momentOf({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  const { height, finalHeight, parameters } = must(await findCursor(db), 'the portal follows a chain')
  return { height, finalHeight, nowMs: clock.nowMs(), blocksPerDay: blocksPerDayOf(parameters) }
}

/** Every work that the ledger has a draft of, and the own ones: whose, since when, what it was given. */
export const listRoute = allowed('work.list', reads).query(async ({ ctx }) => {
  const rows = await workRows(ctx.db)
  const ids = rows.map(({ work }) => work.id)
  const [drafts, tips] = [await draftRows(ctx.db, ids), await tipRows(ctx.db, ids)]
  const { organisationId } = ctx.user
  return rows
    .map(({ work, name, nameZh }) => {
      const dated = drafts.filter(({ draft, height }) => draft.workId === work.id && height !== null)
      const given = tips.filter(({ tip, height }) => tip.workId === work.id && height !== null)
      return {
        ...{ id: work.id, title: work.title, field: work.field, organisation: { name, nameZh } },
        ...{ isMine: work.organisationId === organisationId, drafts: dated.length },
        since: dated[0]?.time ?? null,
        tipped: given.reduce((sum, { tip }) => sum + tip.amount, 0n),
      }
    })
    .filter(({ isMine, drafts: count }) => isMine || count > 0)
})

/**
 * Anyone: a work with its dated drafts, each with its record in its block for the reader's browser to check, what it was
 * given, the licences on sale, what is collected for it and what is said of it. Null while the ledger has no draft of it
 * (for its creator: while it is none).
 */
export const readRoute = openProcedure({ ...reads, rate: 'sign-in' })
  .input(z.strictObject({ workId: idInput }))
  .query(async ({ ctx, input: { workId } }) => {
    const [row] = await workRows(ctx.db, eq(works.id, workId))
    if (!row) return null
    const { work, name, nameZh } = row
    const isMine = work.organisationId === ctx.user?.organisationId
    const at = await momentOf(ctx)
    const drafts = await shownDrafts(ctx, workId, at)
    if (!isMine && !drafts.some(({ record }) => record !== null)) return null
    return {
      ...{ id: workId, title: work.title, field: work.field, account: work.keyHash, isMine, drafts },
      ...{ organisation: { name, nameZh }, reviewPoints: work.reviewPoints, registeredAt: work.createdAt },
      isMyAccount: ctx.user !== undefined && (await ownAccounts(ctx.db, ctx.user)).includes(work.keyHash),
      tips: await shownTips(ctx, workId, at),
      sales: await shownSales(ctx, row.work, at),
      resales: await resalesOf(ctx, workId, at),
      /** What the certification desk registered of a draft's very content. */
      rights: await rightsOfPrints(
        ctx.db,
        drafts.filter(({ record }) => record !== null).map(({ fingerprint }) => fingerprint),
      ),
      orders: await ordersFor(ctx, workId),
      tasks: await shownTasks(ctx, workId, at),
      ...{ height: at.height, blocksPerDay: at.blocksPerDay },
      reviews: (await reviewRows(ctx.db, workId)).map(({ review, ...from }) => ({
        ...{ id: review.id, stars: review.stars, words: review.words, createdAt: review.createdAt, from },
        isMine: review.createdBy === ctx.user?.personId,
      })),
    }
  })

async function shownDrafts(ctx: Context, workId: string, at: ChainMoment) {
  const rows = await draftRows(ctx.db, [workId])
  const shown = rows
    .map((row) => ({ ...row, state: actState(row.act, row.height, at) }))
    .filter(({ state }) => state !== 'dropped')
    .map((row, at) => ({ ...row, number: at + 1 }))
  const proved = [...shown.slice(0, 1), ...shown.slice(1).slice(1 - MOST_PROVED)]
  return Promise.all(
    proved.map(async ({ draft, state, number }) => ({
      ...{ id: draft.id, fingerprint: draft.fingerprint, note: draft.note, createdAt: draft.createdAt },
      ...{ state, number, record: await recordOnLedger(ctx, draft.txid) },
    })),
  )
}

/** What a work was given. Whose words they are its creator is told. */
async function shownTips({ db }: Context, workId: string, at: ChainMoment) {
  return (await tipRows(db, [workId]))
    .map(({ tip, act, height }) => ({
      ...{ id: tip.id, amount: tip.amount, note: tip.note, createdAt: tip.createdAt },
      ...{ txid: tip.txid, state: actState(act, height, at) },
    }))
    .filter(({ state }) => state !== 'dropped' && state !== 'signing')
}

async function shownSales({ db }: Context, work: typeof works.$inferSelect, at: ChainMoment) {
  const rows = await saleRows(db, [work.id])
  const free = await freeUnits(
    db,
    rows.map(({ sale }) => sale),
  )
  return rows
    .map((row) => shownSale(row, work, free, at))
    .filter(({ state }) => state !== 'dropped' && state !== 'signing')
}

/** Licences of a work that their holders sell on. */
async function resalesOf(ctx: Context, workId: string, at: ChainMoment) {
  const rows = await licenceRows(ctx.db, eq(licenceSales.workId, workId))
  const offers = await offersOf(
    ctx.db,
    rows.map(({ licence }) => licence.id),
    at,
  )
  const owners = ctx.user ? await ownAccounts(ctx.db, ctx.user) : []
  const viewer = { owners, personId: ctx.user?.personId }
  return rows.flatMap(({ licence, sale }) => {
    const found = offers.get(licence.id)?.find(({ state }) => isOpenTrade(state))
    if (!found) return []
    const { id, price, keyHash } = found.offer
    const { createdAt } = licence
    return [
      {
        ...{ id, price, days: sale.terms.days, createdAt, state: found.state },
        ...{ isMine: owners.includes(keyHash), refusal: refusedTaking(found, viewer) },
      },
    ]
  })
}

const isOpenTrade = (state: TradeState): boolean => ['open', 'taken', 'on-its-way'].includes(state)

/** What is offered and was traded of these licences, by their ids. */
async function offersOf(db: DbOrTransaction, ids: readonly string[], at: ChainMoment) {
  const keys = ids.map((id) => id.replaceAll('-', ''))
  const which = and(eq(recordOffers.table, LICENCE_TABLE), inArray(recordOffers.key, keys))
  const held = await heldRecords(db, LICENCE_TABLE, keys)
  const rows = (await recordOfferRows(db, which)).map((row) => ({
    ...row,
    state: tradeState(
      row,
      held.find(({ key }) => key === row.offer.key),
      at,
    ),
  }))
  return new Map(ids.map((id) => [id, rows.filter(({ offer }) => offer.key === id.replaceAll('-', ''))]))
}

/** Orders that collect for a work; how far they are is told where they are shown. */
async function ordersFor({ db }: Context, workId: string) {
  const { id, title, need, deadline, step } = coopOrders
  const published = and(eq(coopOrders.workId, workId), eq(step, 'published'))
  return db.select({ id, title, need, deadline }).from(coopOrders).where(published)
}

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
    ].filter(isOnItsWay),
    licences: held,
    points: Number(points?.sum ?? 0),
  }
})

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

const isOnItsWay = ({ state }: { readonly state: ReturnType<typeof actState> }) =>
  state !== 'dropped' && state !== 'signing'
