import { fromHex, schnorrPublicKey, sha256, toHex } from '@vc/crypto'
import { findCursor, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { CHEQUE_MARGIN, type ChequeLeaf, leafSecret } from '@vc/settlement'
import { and, desc, eq, inArray, type SQL } from 'drizzle-orm'
import { type ActState, actState } from '../../acts/act-state.ts'
import type { Context, DbOrTransaction } from '../../context.ts'

const { acts, chequeBooks, chequeCentres, cheques, outputs } = schema
const MOST_BOOKS = 200

/**
 * How a leaf stands: on its way onto the ledger; ready for a cheque; late, when no cheque is taken any more and the drawer has
 * it back from the expiry on; expired, when it is the drawer's to take; presented and on its way; cashed; taken back.
 */
export type LeafState =
  | Exclude<ActState, 'final'>
  | 'ready'
  | 'late'
  | 'expired'
  | 'presented'
  | 'cashed'
  | 'returned'
type Book = typeof chequeBooks.$inferSelect
type Output = typeof outputs.$inferSelect
type ChequeRow = typeof cheques.$inferSelect
type Act = Pick<typeof acts.$inferSelect, 'status' | 'expiresAt'>
export type LeafMoment = { readonly height: number; readonly finalHeight: number; readonly nowMs: number }

/** Where the chain is, and what time it is. */
export async function momentOf({ db, clock }: Pick<Context, 'db' | 'clock'>, tx: DbOrTransaction = db) {
  const cursor = must(await findCursor(tx), 'the portal follows a chain')
  return { ...cursor, nowMs: clock.nowMs() }
}

/** Books with their centre and act, the newest first. */
export function bookRows(db: DbOrTransaction, which: SQL | undefined) {
  return db
    .select({
      ...{ book: chequeBooks, act: acts, secret: chequeCentres.secret },
      centre: { name: organisations.name, nameZh: organisations.nameZh },
    })
    .from(chequeBooks)
    .innerJoin(acts, eq(acts.id, chequeBooks.actId))
    .innerJoin(chequeCentres, eq(chequeCentres.organisationId, chequeBooks.centreId))
    .innerJoin(organisations, eq(organisations.id, chequeBooks.centreId))
    .where(which)
    .orderBy(desc(chequeBooks.createdAt))
    .limit(MOST_BOOKS)
}
export type BookRow = Awaited<ReturnType<typeof bookRows>>[number]

/** A leaf of a book: its number, what it is, and how it stands. */
export type LeafRow = {
  readonly index: number
  readonly state: LeafState
  readonly output: Output | undefined
  readonly cheque: ChequeRow | undefined
}

/** The leaves of these books by book, computed from blocks and from what was presented, never stored. */
export async function leavesOf(
  db: DbOrTransaction,
  rows: readonly BookRow[],
  at: LeafMoment,
): Promise<Map<string, readonly LeafRow[]>> {
  const [txids, ids] = [rows.map(({ book }) => book.txid), rows.map(({ book }) => book.id)]
  const written = await db.select().from(outputs).where(inArray(outputs.txid, txids))
  const presented = await db
    .select()
    .from(cheques)
    .where(and(inArray(cheques.bookId, ids), eq(cheques.step, 'sent')))
  return new Map(
    rows.map(({ book, act }) => {
      const leaves = Array.from({ length: book.leaves }, (_, index) => {
        const output = written.find((one) => one.txid === book.txid && one.index === index)
        const cheque = presented.find((one) => one.bookId === book.id && one.leaf === index)
        return { index, output, cheque, state: leafState(book, { act, output, cheque }, at) }
      })
      return [book.id, leaves]
    }),
  )
}

type Facts = {
  readonly act: Act
  readonly output: Output | undefined
  readonly cheque: ChequeRow | undefined
}

function leafState({ expiry }: Book, { act, output, cheque }: Facts, at: LeafMoment): LeafState {
  if (output && output.spentHeight !== null) return output.spentBy === cheque?.txid ? 'cashed' : 'returned'
  if (cheque) return 'presented'
  const state = actState(act, output?.createdHeight ?? null, at)
  if (state !== 'final') return state
  if (at.height + 1 >= expiry) return 'expired'
  return at.height + CHEQUE_MARGIN >= expiry ? 'late' : 'ready'
}

type LeafBook = Pick<Book, 'id' | 'txid' | 'amount' | 'expiry'>

/** A leaf as cheques name it, and the secret that opens it. */
export function leafOf(
  { book, secret }: { readonly book: LeafBook; readonly secret: Uint8Array },
  index: number,
) {
  const opens = leafSecret(secret, fromHex(book.id.replaceAll('-', '')), index)
  const { txid, amount, expiry } = book
  const leaf: ChequeLeaf = { txid: fromHex(txid), index, amount, secretHash: sha256(opens), expiry }
  return { leaf, opens }
}

/** A centre's key by its secret, hex. */
export const centreKey = (secret: Uint8Array): string => toHex(schnorrPublicKey(secret))
