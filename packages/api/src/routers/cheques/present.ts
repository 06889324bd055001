import { equalBytes, toHex } from '@vc/crypto'
import { overdueDebtors, queueSubmission, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { encodeTransaction, txidOf } from '@vc/ledger'
import { type Cheque, type ChequeFacts, cashedCheque, checkCheque, readCheque } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type BookRow, bookRows, centreKey, leafOf, leavesOf, momentOf } from './leaves.ts'

const { chequeBooks, cheques } = schema
const presenting = z.strictObject({
  commandKey: commandKeyInput,
  /** The cheque's own text. */
  cheque: z.string().min(1).max(4_000),
})

/**
 * Presents a cheque: the centre's secret goes into its payment, once for each leaf, and the payment goes to the ledger. Gives
 * the whole payment as a receipt: whoever has it can hand it to any node. Refuses what `checkCheque` refuses, `cheque-unknown`,
 * `cheque-not-ready`, `cheque-presented`, `cheque-returned`, `cheque-drawer-late`.
 */
export const presentRoute = allowed('cheque.present', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(presenting)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => present(tx, ctx, input)))

async function present(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof presenting>) {
  const read = readCheque(asked.cheque)
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  const cheque = read.value
  const row = await lockBook(tx, cheque)
  const payment = cashedCheque(cheque, row ? leafOf(row, cheque.leaf.index).opens : new Uint8Array(32))
  const receipt = { txid: toHex(txidOf(payment)), payment: toHex(encodeTransaction(payment)) }
  const same = and(eq(cheques.id, asked.commandKey), eq(cheques.presentedBy, ctx.user.personId))
  const [known] = await tx.select({ txid: cheques.txid }).from(cheques).where(same)
  if (row && known?.txid === receipt.txid) return receipt
  const at = await momentOf(ctx, tx)
  const checked = checkCheque(cheque, { network: ctx.env.network, height: at.height })
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const facts = checked.value
  if (!row || !isLeafOf(row, cheque, facts)) throw refusalToError({ code: 'cheque-unknown' })
  await mustBeReady(tx, row, cheque.leaf.index, at)
  await keep(tx, ctx, asked.commandKey, { row, cheque, facts, txid: receipt.txid })
  await queueSubmission(tx, { transactions: [payment], subject: { kind: 'cheque', id: asked.commandKey } })
  await auditIn(tx, ctx, { subject: asked.commandKey })
  return receipt
}

/** The book that a cheque's leaf is of; of two cheques of one book at once one waits. */
async function lockBook(tx: DbOrTransaction, { leaf }: Cheque): Promise<BookRow | undefined> {
  const named = eq(chequeBooks.txid, toHex(leaf.txid))
  await tx.select({ id: chequeBooks.id }).from(chequeBooks).where(named).for('update')
  const [row] = await bookRows(tx, named)
  return row && leaf.index < row.book.leaves ? row : undefined
}

/** Whether the leaf that a cheque tells of is the one that was put aside. */
function isLeafOf(row: BookRow, { leaf, certificate }: Cheque, { drawer }: ChequeFacts): boolean {
  const { book, secret } = row
  const own = leafOf(row, leaf.index).leaf
  const isSame =
    own.amount === leaf.amount && own.expiry === leaf.expiry && equalBytes(own.secretHash, leaf.secretHash)
  return isSame && toHex(drawer) === book.keyHash && toHex(certificate.centre) === centreKey(secret)
}

async function mustBeReady(
  tx: DbOrTransaction,
  row: BookRow,
  index: number,
  at: Awaited<ReturnType<typeof momentOf>>,
): Promise<void> {
  const leaf = must((await leavesOf(tx, [row], at)).get(row.book.id)?.[index], 'a book has its leaves')
  const { state, cheque } = leaf
  if (cheque)
    throw refusalToError({ code: 'cheque-presented', facts: { at: cheque.createdAt.toISOString() } })
  if (state === 'returned') throw refusalToError({ code: 'cheque-returned' })
  if (state !== 'ready') throw refusalToError({ code: 'cheque-not-ready' })
  if ((await overdueDebtors(tx, [row.book.keyHash], at.height + 1)).size > 0)
    throw refusalToError({ code: 'cheque-drawer-late' })
}

type Kept = {
  readonly row: BookRow
  readonly cheque: Cheque
  readonly facts: ChequeFacts
  readonly txid: string
}

async function keep(tx: DbOrTransaction, ctx: MemberContext, id: string, { row, cheque, facts, txid }: Kept) {
  const at = new Date(ctx.clock.nowMs())
  const { organisationId, personId: presentedBy } = ctx.user
  const { payee, amount } = facts
  await tx.insert(cheques).values({
    ...{ id, bookId: row.book.id, leaf: cheque.leaf.index, organisationId, presentedBy },
    ...{ payee: toHex(payee), amount, txid, step: 'sent', createdAt: at, updatedAt: at },
  })
}
