import { toHex } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { encodeTransaction, type Transaction, txidOf } from '@vc/ledger'
import type { DbOrTransaction } from '../open.ts'
import { submissions } from '../schema/queue.ts'
import { writeOutbox } from './write-outbox.ts'

/**
 * Puts signed transactions (one, or the legs of a bundle, at most 64) on their way: a row of `submissions` and the promise to
 * hand it to the node, in the caller's transaction. `subject` names what waits: the worker's hook of
 * `subject.kind` is called when they are in a block, final or refused. Gives the submission's id.
 */
export async function queueSubmission(
  tx: DbOrTransaction,
  asked: { transactions: readonly Transaction[]; subject: { kind: string; id: string } },
): Promise<string> {
  const { transactions, subject } = asked
  assert(transactions.length > 0 && transactions.length <= 64, 'a submission has 1 to 64 transactions')
  const [row] = await tx
    .insert(submissions)
    .values({
      transactions: transactions.map((transaction) => toHex(encodeTransaction(transaction))),
      txids: transactions.map((transaction) => toHex(txidOf(transaction))),
      outpoints: outpointsOf(transactions),
      subjectKind: subject.kind,
      subjectId: subject.id,
    })
    .returning({ id: submissions.id })
  const { id } = must(row, 'an insert gives its row')
  await writeOutbox(tx, { topic: 'submit', payload: { submissionId: id }, key: `submit-${id}` })
  return id
}

/** All that the inputs name, as "txid:index". */
export function outpointsOf(transactions: readonly Transaction[]): string[] {
  return transactions.flatMap(({ inputs }) => inputs.map(({ txid, index }) => `${toHex(txid)}:${index}`))
}
