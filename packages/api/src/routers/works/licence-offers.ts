import { blocksPerDayOf } from '@vc/admission'
import { findCursor, heldRecords, recordOfferRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { LICENCE_TABLE } from '@vc/nfr'
import { and, eq, inArray } from 'drizzle-orm'
import type { actState, ChainMoment } from '../../acts/act-state.ts'
import type { Context, DbOrTransaction } from '../../context.ts'
import { type TradeState, tradeState } from '../trades/offer-state.ts'

const { recordOffers } = schema

/** Where the tables are, and what time it is. */
export async function momentOf({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  const { height, finalHeight, parameters } = must(await findCursor(db), 'the portal follows a chain')
  return { height, finalHeight, nowMs: clock.nowMs(), blocksPerDay: blocksPerDayOf(parameters) }
}

/** Whether an offer can still be taken or is being taken. */
export const isOpenTrade = (state: TradeState): boolean => ['open', 'taken', 'on-its-way'].includes(state)

/** What is offered and was traded of these licences, by their ids. */
export async function offersOf(db: DbOrTransaction, ids: readonly string[], at: ChainMoment) {
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

/** Whether what an act does stands, or may still come to stand. */
export const isOnItsWay = ({ state }: { readonly state: ReturnType<typeof actState> }) =>
  state !== 'dropped' && state !== 'signing'
