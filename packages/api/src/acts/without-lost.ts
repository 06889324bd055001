import { unspentByNames } from '@vc/db'
import { SIGHASH_ALL, SIGHASH_ANYONECANPAY } from '@vc/ledger'
import type { DbOrTransaction } from '../context.ts'
import { isSamePart } from './begin-act.ts'
import type { StoredAct } from './stored-act.ts'

const ALONE = SIGHASH_ALL | SIGHASH_ANYONECANPAY

/**
 * Acts with the signatures that count. Of a transfer of debt whose credit has moved these are the ones over the lots alone; whoever has
 * signed the whole is asked anew (docs/adr/0055).
 */
export async function withoutLost(
  db: DbOrTransaction,
  acts: readonly StoredAct[],
): Promise<readonly StoredAct[]> {
  const reads = acts.flatMap(({ kind, status, outpoints: [credit] }) =>
    kind === 'credit.transfer' && status === 'open' && credit !== undefined ? [credit] : [],
  )
  const there = new Set((await unspentByNames(db, reads)).map(({ txid, index }) => `${txid}:${index}`))
  const moved = new Set(reads.filter((credit) => !there.has(credit)))
  return acts.map((act) => (act.status === 'open' && moved.has(act.outpoints[0] ?? '') ? standing(act) : act))
}

function standing(act: StoredAct): StoredAct {
  const alone = act.required.filter(({ type }) => type === ALONE)
  return {
    ...act,
    signatures: act.signatures.filter((given) => alone.some((part) => isSamePart(part, given))),
  }
}
