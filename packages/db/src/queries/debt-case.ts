import type { CaseOutput, CaseTransaction, DebtCase } from '@vc/admission'
import { toHex, utf8 } from '@vc/crypto'
import { DEBT, PENALTY } from '@vc/ledger'
import { and, asc, desc, eq, inArray, isNull, lte } from 'drizzle-orm'
import type { DbOrTransaction } from '../open.ts'
import { inputs, outputs, transactions } from '../schema/chain.ts'
import { creditNotes, creditReminders, creditWriteOffs } from '../schema/credit.ts'
import { organisations, people } from '../schema/identity.ts'
import { acts, submissions } from '../schema/queue.ts'
import { findTransaction, recordHistory } from './explorer.ts'

/** A case may not grow without end by one restructuring after the other. */
const MOST_TRANSACTIONS = 2_000

type Owed = { readonly element: number; readonly keyHash: string | null }

/**
 * Everything of the blocks that has to do with the debt that a transaction wrote: back to what gave it, forth over every
 * restructuring to what cleared it, and the penalties that read it. Undefined when it wrote no debt of a known debtor.
 */
export async function debtCaseOf(db: DbOrTransaction, txid: string): Promise<DebtCase | undefined> {
  const first = await caseTransaction(db, txid)
  const debtor = first?.written.find(({ element, keyHash }) => element === DEBT && keyHash !== null)?.keyHash
  if (!first || !debtor) return undefined
  const found = new Map([[txid, first]])
  const open = [first]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const next of await neighboursOf(db, one, debtor)) {
      if (found.has(next) || found.size >= MOST_TRANSACTIONS) continue
      const other = await caseTransaction(db, next)
      if (!other) continue
      found.set(next, other)
      if (other.written.some((output) => isOwed(output, debtor))) open.push(other)
    }
  }
  return { debtor, transactions: [...found.values()] }
}

const isOwed = ({ element, keyHash }: Owed, debtor: string) => element === DEBT && keyHash === debtor

/** What wrote the lots that it spent, what spent the lots that it wrote, and which penalties read those. */
async function neighboursOf(
  db: DbOrTransaction,
  one: CaseTransaction,
  debtor: string,
): Promise<readonly string[]> {
  const lots = one.written.filter((output) => isOwed(output, debtor))
  const before = one.named.filter((output) => !output.reads && isOwed(output, debtor)).map(({ txid }) => txid)
  const after = lots.flatMap(({ spentBy }) => spentBy ?? [])
  const penalties = await db
    .selectDistinct({ txid: inputs.txid })
    .from(inputs)
    .innerJoin(transactions, and(eq(transactions.txid, inputs.txid), eq(transactions.kind, PENALTY)))
    .where(and(eq(inputs.outputTxid, one.txid), eq(inputs.reads, true)))
  return [...new Set([...before, ...after, ...penalties.map(({ txid }) => txid)])]
}

async function caseTransaction(db: DbOrTransaction, txid: string): Promise<CaseTransaction | undefined> {
  const found = await findTransaction(db, txid)
  if (!found) return undefined
  const { height, kind, fee, premium } = found.transaction
  const named = found.named.map((output) => ({ ...caseOutput(output), reads: output.reads }))
  return { txid, height, kind, fee, premium, named, written: found.written.map(caseOutput) }
}

type Row = Omit<CaseOutput, 'script'> & { readonly script: Uint8Array }
const caseOutput = ({ script, ...row }: Row): CaseOutput => ({ ...row, script: toHex(script) })

/** Every script that a record `reserve/bad-debt` ever named, in hex; the newest first. */
export async function reserveScripts(db: DbOrTransaction): Promise<readonly string[]> {
  const rows = await recordHistory(db, 'reserve', toHex(utf8('bad-debt')))
  return rows.map(({ value }) => toHex(value)).filter((script) => script !== '')
}

/** What the creditor wrote into the case file of a debt, the newest first. */
export function notesOf(db: DbOrTransaction, root: string, organisationIds?: readonly string[]) {
  const { id, text, createdAt } = creditNotes
  return db
    .select({
      id,
      text,
      createdAt,
      by: people.name,
      organisation: organisations.name,
      organisationZh: organisations.nameZh,
    })
    .from(creditNotes)
    .innerJoin(people, eq(people.id, creditNotes.personId))
    .innerJoin(organisations, eq(organisations.id, creditNotes.organisationId))
    .where(
      and(
        eq(creditNotes.root, root),
        organisationIds === undefined ? undefined : inArray(creditNotes.organisationId, [...organisationIds]),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
}

/** What the creditor asked the reserve to clear of a debt, the newest first, with act and submission. */
export function writeOffsOf(db: DbOrTransaction, root: string) {
  return db
    .select({ asked: creditWriteOffs, act: acts, submission: submissions })
    .from(creditWriteOffs)
    .leftJoin(acts, eq(acts.id, creditWriteOffs.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(eq(creditWriteOffs.root, root))
    .orderBy(desc(creditWriteOffs.createdAt), desc(creditWriteOffs.id))
}

/** The newest reminder, of those whose height has come, of every unpaid lot of these debtors; the first due in front. */
export async function dueReminders(db: DbOrTransaction, keyHashes: readonly string[], height: number) {
  if (keyHashes.length === 0) return []
  const { txid, index, stage, height: from } = creditReminders
  const { amount, expiryHeight } = outputs
  const rows = await db
    .select({ txid, index, stage, from, amount, expiryHeight })
    .from(creditReminders)
    .innerJoin(outputs, and(eq(outputs.txid, txid), eq(outputs.index, index)))
    .where(and(inArray(outputs.keyHash, [...keyHashes]), isNull(outputs.spentHeight), lte(from, height)))
    .orderBy(asc(expiryHeight), txid, index, asc(from))
  return [...new Map(rows.map((row) => [`${row.txid}:${row.index}`, row])).values()]
}
