import {
  coverOf,
  GRANT_COST,
  type GrantTerms,
  guaranteesMark,
  guaranteesText,
  PLEDGE_MARK,
} from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { applicationGiven, findTransaction, type schema } from '@vc/db'
import { must, utf8Text } from '@vc/kernel'
import { decodeTransaction, type OutputAt, ownerHashOf, parseStandard } from '@vc/ledger'
import { commitmentOf, commitTo, findMark, keptHeights, pledgeKey } from '../../acts/grant-terms.ts'
import type { DbOrTransaction } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { guaranteesNow, type JudgedGuarantee, movedOf, shownGuarantees } from './guarantees.ts'

const MOST_BYTES = 100_000
type Application = typeof schema.creditApplications.$inferSelect

const listed = (list: readonly JudgedGuarantee[]) => list.map(({ guarantee }) => guarantee)

/**
 * The mark by which the transaction that gives a credit commits to its terms (docs/adr/0045). Refuses `reference-missing` for a
 * credit that leaves no room for it: debt is given on a reference alone (V-024).
 */
export function markOf(
  application: Application,
  guarantees: readonly JudgedGuarantee[],
  { interest, schedule }: Pick<GrantTerms, 'interest' | 'schedule'>,
  lender: OutputAt,
) {
  const { amount, purpose, guarantee, collectiveId, debtKeyHash } = application
  const due = schedule.reduce((sum, lot) => sum + lot.amount, 0n)
  // Of an order every supplier is paid in full: what was asked for before marks were does not reach for one.
  const least = due > GRANT_COST ? due : GRANT_COST + 1n
  if (amount < least) throw refusalToError({ code: 'reference-missing', facts: { amount, least } })
  const terms = { purpose, guarantee, guarantees: listed(guarantees), interest, schedule }
  // A collective has no key: its mark is kept by the lender's, or the unit under it would be lost.
  const keeper = collectiveId === null ? debtKeyHash : ownerHashOf(parseStandard(lender.output.script))
  const { markOf: markUnder } = commitTo(application, terms)
  return { amount: PLEDGE_MARK, payTo: markUnder(fromHex(must(keeper ?? undefined, 'credit of a key'))) }
}

/** What stands behind the credit that a transaction gave, and the terms that it commits to; null of one without an application. */
export async function pledgeOf(db: DbOrTransaction, txid: string) {
  const application = await applicationGiven(db, txid)
  if (!application) return null
  const list = await guaranteesNow(db, application)
  const { text, script, isMarked } = await paperOf(db, txid, application, list)
  return {
    ...{ guarantees: shownGuarantees(list), cover: coverOf(list), moved: movedOf(list) },
    /** The guarantee in the applicant's own words. */
    words: application.guarantee,
    applicationId: application.id,
    ...{ text: must(utf8Text(text), 'JSON is text'), script: toHex(script) },
    isMarked,
  }
}

/** The text that a grant commits to: all its terms, or the guarantees alone as before; and whether it does. */
async function paperOf(
  db: DbOrTransaction,
  txid: string,
  application: Application,
  list: readonly JudgedGuarantee[],
) {
  const guarantees = listed(list)
  const { id, debtKeyHash } = application
  const found = await findTransaction(db, txid)
  const decoded = found && decodeTransaction(found.transaction.bytes, MOST_BYTES)
  const earlier = {
    text: guaranteesText(guarantees),
    markOf: (keeper: Uint8Array) => guaranteesMark(pledgeKey(id), guarantees, keeper),
  }
  const kept = await keptHeights(db, application)
  const whole = decoded?.ok ? commitmentOf(application, guarantees, decoded.value, kept) : undefined
  for (const { text, markOf: markUnder } of [...(whole ? [whole] : []), earlier]) {
    const script = findMark(found?.written ?? [], markUnder)
    if (script) return { text, script, isMarked: true }
  }
  return { text: earlier.text, script: earlier.markOf(fromHex(debtKeyHash)), isMarked: false }
}
