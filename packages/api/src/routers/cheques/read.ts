import { blocksPerDayOf } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { CHEQUE_FEE, certifyLeaf, mostOfLeaf } from '@vc/settlement'
import { and, desc, eq, inArray, type SQL } from 'drizzle-orm'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import {
  type BookRow,
  bookRows,
  centreKey,
  type LeafMoment,
  type LeafRow,
  leafOf,
  leavesOf,
  momentOf,
} from './leaves.ts'

const { chequeBooks, chequeCentres, cheques, outputs } = schema
const MOST_CHEQUES = 500

/** The books of the own organisation; leaves that a cheque can be drawn on come with the centre's word for them. */
export const booksRoute = allowed('cheque.sign', reads).query(async ({ ctx }) => {
  const rows = await bookRows(ctx.db, eq(chequeBooks.organisationId, ctx.user.organisationId))
  const at = await momentOf(ctx)
  const own = await ownAccounts(ctx.db, ctx.user)
  const leaves = await leavesOf(ctx.db, rows, at)
  return {
    ...{ network: toHex(ctx.env.network), height: at.height, fee: CHEQUE_FEE },
    blocksPerDay: blocksPerDayOf(at.parameters),
    books: rows
      .map((row) => ({
        ...shownBook(row),
        isMine: own.includes(row.book.keyHash),
        leaves: (leaves.get(row.book.id) ?? []).map((leaf) => shownLeaf(ctx, row, leaf)),
      }))
      .filter((book) => book.leaves.some(({ state }) => state !== 'dropped')),
  }
})

function shownBook({ book, centre, act }: BookRow) {
  const { id, keyHash, expiry, txid, amount, createdAt } = book
  const most = mostOfLeaf({ amount })
  const actId = act.status === 'open' ? act.id : null
  return { id, keyHash, expiry, txid, amount, most, createdAt, centre, actId }
}

function shownLeaf({ env }: MemberContext, row: BookRow, { index, state, cheque }: LeafRow) {
  const { leaf } = leafOf(row, index)
  const word = certifyLeaf(row.secret, env.network, leaf, fromHex(row.book.keyHash))
  return {
    ...{ index, state },
    paid: cheque ? { amount: cheque.amount, payee: cheque.payee, txid: cheque.txid } : null,
    /** Only of a leaf that stands on the ledger for good. */
    word:
      state === 'ready'
        ? {
            ...{ secretHash: toHex(leaf.secretHash), centre: toHex(word.centre) },
            signature: toHex(word.signature),
          }
        : null,
  }
}

/** The cheques that the own organisation has presented, the newest first. */
export const presentedRoute = allowed('cheque.present', reads).query(({ ctx }) =>
  chequeRows(ctx.db, eq(cheques.organisationId, ctx.user.organisationId), ctx),
)

async function chequeRows(db: DbOrTransaction, which: SQL | undefined, ctx: MemberContext) {
  const rows = await db
    .select({ cheque: cheques, height: outputs.createdHeight, book: chequeBooks })
    .from(cheques)
    .innerJoin(chequeBooks, eq(chequeBooks.id, cheques.bookId))
    .leftJoin(outputs, and(eq(outputs.txid, cheques.txid), eq(outputs.index, 0)))
    .where(which)
    .orderBy(desc(cheques.createdAt))
    .limit(MOST_CHEQUES)
  const at = await momentOf(ctx)
  return rows.map(({ cheque, height, book }) => {
    const { id, leaf, payee, amount, txid, reason, createdAt } = cheque
    const told = { id, leaf, payee, amount, txid, reason, createdAt, drawer: book.keyHash, height }
    return { ...told, state: chequeState(cheque, height, at) }
  })
}

/** Where a presented cheque is. */
export type ChequeState = 'presented' | 'in-block' | 'final' | 'refused'

const chequeState = (
  { step }: typeof cheques.$inferSelect,
  height: number | null,
  at: LeafMoment,
): ChequeState =>
  step === 'refused' ? step : height === null ? 'presented' : height <= at.finalHeight ? 'final' : 'in-block'

/** The centre's own desk, or every centre's for the regulator: what is put aside there, and every cheque that was presented. */
export const deskRoute = allowed('settlement.list', reads).query(async ({ ctx }) => {
  const { role, organisationId } = ctx.user
  const isOwn = role === 'regulator' ? undefined : eq(chequeBooks.centreId, organisationId)
  const rows = await bookRows(ctx.db, isOwn)
  const leaves = await leavesOf(ctx.db, rows, await momentOf(ctx))
  const ids = rows.map(({ book }) => book.id)
  const own = eq(chequeCentres.organisationId, organisationId)
  const [centre] = await ctx.db.select({ secret: chequeCentres.secret }).from(chequeCentres).where(own)
  const names = await ctx.db
    .select({ id: organisations.id, name: organisations.name, nameZh: organisations.nameZh })
    .from(organisations)
    .where(
      inArray(
        organisations.id,
        rows.map(({ book }) => book.organisationId),
      ),
    )
  return {
    key: centre ? centreKey(centre.secret) : null,
    books: rows.map(({ book }) => ({
      ...{
        id: book.id,
        amount: book.amount,
        expiry: book.expiry,
        createdAt: book.createdAt,
        txid: book.txid,
      },
      drawer: names.find(({ id }) => id === book.organisationId) ?? null,
      states: (leaves.get(book.id) ?? []).map(({ state }) => state),
    })),
    cheques: await chequeRows(ctx.db, inArray(cheques.bookId, ids), ctx),
  }
})
