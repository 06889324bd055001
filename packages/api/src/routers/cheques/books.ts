import { blocksPerDayOf, LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { outputAtOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { CIRCULATION, keyHashScript, pay, reclaimPledges, txidOf } from '@vc/ledger'
import { CHEQUE_FEE, checkBook, leafScript } from '@vc/settlement'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { bookRows, leafOf, leavesOf, momentOf } from './leaves.ts'

const { chequeBooks, chequeCentres } = schema
const decides = { stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' } as const
/** So long an act that is not signed keeps the coins that it chose. */
const SIGN_MS = 10 * 60_000

const putting = z.strictObject({
  commandKey: commandKeyInput,
  centreId: idInput,
  leaves: z.int().min(1).max(100),
  /** The most that each cheque can pay; the fee of cashing it comes on top. */
  amount: amountInput,
  expiry: z.int().min(1).max(499_999_999),
})
type Putting = z.infer<typeof putting>

/**
 * Puts value aside for cheques, one leaf each, under the own key and secrets of a centre (docs/adr/0027); gives the act that
 * the account's key signs. Refuses `not-found`, `value-short`, `no-account`, `debtor-late` and what `checkBook` refuses.
 */
export const putAsideRoute = allowed('cheque.sign', decides)
  .input(putting)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => putAside(tx, ctx, input)))

async function putAside(tx: DbOrTransaction, ctx: MemberContext, asked: Putting) {
  const { commandKey: id, centreId, leaves, expiry } = asked
  const same = and(eq(chequeBooks.id, id), eq(chequeBooks.createdBy, ctx.user.personId))
  const [known] = await tx.select({ actId: chequeBooks.actId }).from(chequeBooks).where(same)
  if (known) return known
  const [centre] = await tx.select().from(chequeCentres).where(eq(chequeCentres.organisationId, centreId))
  if (!centre) throw refusalToError({ code: 'not-found' })
  const amount = asked.amount + CHEQUE_FEE
  await mustFit(tx, ctx, { leaves, amount, expiry })
  const need = amount * BigInt(leaves) + LEDGER_FEE
  const { owner, values } = await coinsOf(tx, await ownAccounts(tx, ctx.user), CIRCULATION, need)
  const drawer = fromHex(owner)
  const payments = Array.from({ length: leaves }, (_, index) => {
    const { leaf } = leafOf({ book: { id, txid: '', amount, expiry }, secret: centre.secret }, index)
    return { to: leafScript(leaf, drawer), amount }
  })
  const transaction = pay({ values, payments, fee: LEDGER_FEE, changeTo: keyHashScript(drawer) })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'cheque.put-aside', subject: { kind: 'cheque-book', id } },
    legs: [legOf(transaction, values)],
    expiresAt: new Date(ctx.clock.nowMs() + SIGN_MS),
  })
  const { organisationId, personId: createdBy } = ctx.user
  const createdAt = new Date(ctx.clock.nowMs())
  const book = { id, organisationId, centreId, createdBy, keyHash: owner, leaves, amount, expiry }
  await tx.insert(chequeBooks).values({ ...book, txid: toHex(txidOf(transaction)), actId, createdAt })
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}

async function mustFit(tx: DbOrTransaction, ctx: MemberContext, book: Parameters<typeof checkBook>[0]) {
  const { height, parameters } = await momentOf(ctx, tx)
  const checked = checkBook(book, height, blocksPerDayOf(parameters))
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
}

/**
 * Takes the value of expired leaves of a book back to the account that put it aside; gives the act that its key signs. Refuses
 * `not-found`, `cheque-none-expired`.
 */
export const takeBackRoute = allowed('cheque.sign', { ...decides, idempotency: 'same-result' })
  .input(z.strictObject({ bookId: idInput }))
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => takeBack(tx, ctx, input.bookId)))

async function takeBack(tx: DbOrTransaction, ctx: MemberContext, bookId: string) {
  const own = await ownAccounts(tx, ctx.user)
  const mine = and(eq(chequeBooks.id, bookId), eq(chequeBooks.organisationId, ctx.user.organisationId))
  const [row] = await bookRows(tx, mine)
  if (!row || !own.includes(row.book.keyHash)) throw refusalToError({ code: 'not-found' })
  const { keyHash, expiry } = row.book
  const leaves = (await leavesOf(tx, [row], await momentOf(ctx, tx))).get(bookId) ?? []
  const expired = leaves.filter(({ state }) => state === 'expired')
  const pledges = expired.map(({ output }) =>
    outputAtOf(must(output, 'an expired leaf stands on the ledger')),
  )
  if (pledges.length === 0) throw refusalToError({ code: 'cheque-none-expired' })
  const back = reclaimPledges({ pledges, owner: fromHex(keyHash), deadline: expiry, fee: LEDGER_FEE })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'cheque.take-back', subject: { kind: 'cheque-return', id: bookId } },
    legs: [legOf(back, pledges)],
    expiresAt: new Date(ctx.clock.nowMs() + SIGN_MS),
  })
  await auditIn(tx, ctx, { subject: bookId })
  return { actId }
}
