import { equalBytes } from '@vc/crypto'
import { type DbOrTransaction, schema, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import { DEBT, type Output, parseStandard, type Transaction, txidOf } from '@vc/ledger'
import { and, eq, inArray } from 'drizzle-orm'
import { refusalToError } from '../refusal-to-error.ts'
import { isSamePart } from './begin-act.ts'
import { findAct, isUuid, legsOf, type StoredAct } from './stored-act.ts'

/** When the lots of a kept restructuring are due, in the order of the lots that it spends. */
export const heightsOf = ({ outputs }: Transaction): readonly number[] =>
  outputs.flatMap(({ script }) => {
    const parsed = parseStandard(script)
    return parsed?.name === 'standard-debt' ? [parsed.expiryHeight] : []
  })

/** The one transaction of a kept restructuring. */
export const keptTransaction = (act: StoredAct): Transaction =>
  must(legsOf(act)[0], 'a restructuring is one transaction').transaction

/**
 * Refuses `kept-unsigned` for a grant whose debts lie under a script of their own while the restructuring that the authority keeps of
 * exactly these debts lacks the debtor's signatures (requirements V-114): no key of the authority signs before.
 */
export async function refuseWithoutKept(db: DbOrTransaction, act: StoredAct): Promise<void> {
  if (act.kind !== 'credit.approve' || !isUuid.test(act.subjectId)) return
  const { creditApplications } = schema
  const { keptActId } = creditApplications
  const [row] = await db
    .select({ keptActId })
    .from(creditApplications)
    .where(eq(creditApplications.id, act.subjectId))
  const grant = must(legsOf(act)[0], 'a grant is one transaction').transaction
  const own = grant.outputs.filter(isOwnScript)
  if (own.length === 0) return
  const kept = row?.keptActId ? await findAct(db, row.keptActId) : undefined
  if (kept?.status !== 'open' || !isAgreed(kept) || !restores(grant, keptTransaction(kept)))
    throw refusalToError({ code: 'kept-unsigned' })
}

/** Refuses `kept-needed` for a restructuring that `isKeptOfGiven`, so that nobody takes it back by mistake. */
export async function refuseKeptOfGiven(db: DbOrTransaction, act: StoredAct): Promise<void> {
  if (await isKeptOfGiven(db, act)) throw refusalToError({ code: 'kept-needed' })
}

/**
 * Is it the restructuring that is kept of a debt that was given and is still owed? Without it no height ever opens that debt
 * (requirements V-114).
 */
export async function isKeptOfGiven(db: DbOrTransaction, act: StoredAct): Promise<boolean> {
  if (act.kind !== 'credit.restructure') return false
  const { acts, creditApplications } = schema
  const isGiven = and(eq(creditApplications.keptActId, act.id), inArray(acts.status, ['submitted', 'final']))
  const [given] = await db
    .select({ txid: creditApplications.txid })
    .from(creditApplications)
    .innerJoin(acts, eq(acts.id, creditApplications.actId))
    .where(isGiven)
  if (!given) return false
  const [, ...lots] = act.outpoints
  const isComing = given.txid === null
  return isComing || (await unspentByNames(db, lots)).length > 0
}

const isOwnScript = ({ element, script }: Output) =>
  element === DEBT && parseStandard(script)?.name === 'key-hash'

/** Whether the debtor has signed for every lot; `finishAct` has checked each signature as a node would. */
const isAgreed = ({ required, signatures }: StoredAct): boolean =>
  required
    .filter(({ index }) => index !== 0)
    .every((part) => signatures.some((given) => isSamePart(part, given)))

/** Whether a restructuring spends every debt of a grant and writes each anew, of the same key and amount, in the standard form. */
export function restores(grant: Transaction, kept: Transaction): boolean {
  const txid = txidOf(grant)
  const debts = grant.outputs.flatMap((output, index) => (isOwnScript(output) ? [{ output, index }] : []))
  const [, ...spent] = kept.inputs
  return (
    spent.length === debts.length &&
    kept.outputs.length === debts.length &&
    debts.every(({ output, index }, lot) => {
      const [input, written] = [must(spent[lot], 'as many'), must(kept.outputs[lot], 'as many')]
      const [before, after] = [parseStandard(output.script), parseStandard(written.script)]
      const isIts = equalBytes(input.txid, txid) && input.index === index
      const isSame = written.element === DEBT && written.amount === output.amount
      const isOwed = before?.name === 'key-hash' && after?.name === 'standard-debt'
      return isIts && isSame && isOwed && equalBytes(before.hash, after.hash)
    })
  )
}
