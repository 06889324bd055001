import { type CaseTransaction, LEDGER_FEE, type StoryLot, standingOf } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { findTransaction, notesOf } from '@vc/db'
import {
  decodeTransaction,
  ownerHashOf,
  PENALTY,
  parseStandard,
  readEvidence,
  txidOf,
  VALUE,
} from '@vc/ledger'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { ownersAmong } from '../../people/owners-among.ts'
import { allowed, reads } from '../../procedures.ts'
import { caseOf, type Told } from './case-of.ts'
import { pledgeOf } from './commitment.ts'
import { withKeptDues } from './kept-debt.ts'
import { restructuringsOf } from './restructurings.ts'
import { transfersFor } from './transfers.ts'
import { writeOffsFor } from './write-offs.ts'

const MOST_BYTES = 100_000

/** A debt's own page: its whole story from the blocks, the evidence of its penalties, and the creditor's file. */
export const caseRoute = allowed('credit.list', reads)
  .input(z.strictObject({ txid: hexInput(32) }))
  .query(async ({ ctx, input }) => {
    const { debtCase, story, rules, isCreditor, isOfCreditor } = await caseOf(ctx.db, ctx, input.txid)
    const { debtor, transactions } = debtCase
    const penalties = transactions.filter(({ kind }) => kind === PENALTY)
    return {
      ...(await blockTimes(ctx.db)),
      ...{ debtor, isCreditor, isOfCreditor },
      story: { ...story, lots: await lotsAsKept(ctx.db, story.lots, rules) },
      owners: await ownersAmong(
        ctx.db,
        [debtor, ...story.creditors],
        transactions.flatMap(({ written }) => written),
      ),
      evidence: await Promise.all(penalties.map((one) => evidenceOf(ctx.db, one))),
      restructurings: await restructuringsOf(ctx, story.root),
      transfers: await transfersFor(ctx, story.root, isOfCreditor),
      writeOffs: await writeOffsFor(ctx, story.root),
      pledge: await pledgeOf(ctx.db, story.root),
      fee: LEDGER_FEE,
      notes: await notesFor(ctx, story.root),
    }
  })

/** The lots, those under a script of their own with when the kept restructuring makes them due and how they stand by that (docs/adr/0051). */
async function lotsAsKept(db: DbOrTransaction, lots: readonly StoryLot[], rules: Told['rules']) {
  const dues = await withKeptDues(db, lots)
  return lots.map((lot, at) => {
    const expiryHeight = dues[at]?.expiryHeight ?? null
    const isKept = lot.expiryHeight === null && expiryHeight !== null && lot.standing !== 'settled'
    if (!isKept) return { ...lot, kept: null }
    return { ...lot, kept: { expiryHeight, standing: standingOf(expiryHeight, rules.height, rules) } }
  })
}

/** What a penalty shows of the attempts that it answers: T′, and whom it would have paid how much. */
async function evidenceOf(db: DbOrTransaction, { txid, named }: CaseTransaction) {
  const found = await findTransaction(db, txid)
  const decoded = found && decodeTransaction(found.transaction.bytes, MOST_BYTES)
  const witnesses = decoded?.ok ? decoded.value.witnesses : []
  const attempts = named.flatMap(({ reads: isRead, amount }, input) => {
    const shown = isRead ? undefined : readEvidence(witnesses[input] ?? [], MOST_BYTES)
    if (!shown) return []
    const paid = shown.transaction.outputs.filter(({ element }) => element === VALUE)
    const pays = paid.map((output) => ({ amount: output.amount, to: payeeOf(output.script) }))
    return [{ txid: toHex(txidOf(shown.transaction)), input: shown.index, frozen: amount, pays }]
  })
  return { txid, attempts }
}

function payeeOf(script: Uint8Array): string | null {
  const parsed = parseStandard(script)
  return parsed?.name === 'key-hash' || parsed?.name === 'collective' ? ownerHashOf(parsed) : null
}

/** The creditor reads its own file, who watches the network reads all; the debtor reads none. */
async function notesFor({ db, user }: MemberContext, root: string) {
  if (user.role === 'holder') return []
  const own = user.role === 'authority' ? [user.organisationId] : undefined
  return (await notesOf(db, root, own)).map(({ id: _, ...note }) => note)
}
