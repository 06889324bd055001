import {
  draftRows,
  licenceRows,
  reviewRows,
  rightsOfPrints,
  saleRows,
  schema,
  tipRows,
  workRows,
} from '@vc/db'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { actState, type ChainMoment } from '../../acts/act-state.ts'
import type { Context } from '../../context.ts'
import { idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, openProcedure, reads } from '../../procedures.ts'
import { recordOnLedger } from '../../record-on-ledger.ts'
import { refusedTaking } from '../trades/offer-state.ts'
import { freeUnits } from './free-units.ts'
import { isOpenTrade, momentOf, offersOf } from './licence-offers.ts'
import { workOutput } from './output.ts'
import { shownSale } from './shown-sale.ts'
import { shownTasks } from './shown-tasks.ts'

const { works, licenceSales, coopOrders } = schema
/** So many of a work's drafts are proved at once, the first and the newest. */
const MOST_PROVED = 20

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
  .output(workOutput)
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

/** Orders that collect for a work; how far they are is told where they are shown. */
async function ordersFor({ db }: Context, workId: string) {
  const { id, title, need, deadline, step } = coopOrders
  const published = and(eq(coopOrders.workId, workId), eq(step, 'published'))
  return db.select({ id, title, need, deadline }).from(coopOrders).where(published)
}
