import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { commitRecord, keyHashScript, type RecordWrite, txidOf, writeRecord, writtenOutput } from '@vc/ledger'
import { type Draft, draftAct, legOf } from '../../acts/draft-act.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import type { OwnCoins } from '../../people/own-accounts.ts'
import { signUntil } from './habits.ts'

/** The commitment's own fee, and its coin, which is the record's. */
export const RECORD_COST = 2n * LEDGER_FEE

type OwnRecord = Pick<Draft, 'kind' | 'subject'> & {
  readonly write: RecordWrite
  readonly coins: OwnCoins
}

/**
 * Drafts a record that an account pays, guards and holds itself, as one act of two transactions: the commitment, and the record
 * that opens it in a later block. Gives the act and the record's txid.
 */
export async function draftOwnRecord(tx: DbOrTransaction, ctx: MemberContext, asked: OwnRecord) {
  const { kind, subject, write, coins } = asked
  const holderScript = keyHashScript(fromHex(coins.owner))
  const commitment = commitRecord({
    ...{ ...write, values: coins.values, guard: holderScript, amount: LEDGER_FEE },
    ...{ fee: LEDGER_FEE, changeTo: holderScript },
  })
  const committed = writtenOutput(commitment, 0)
  const record = writeRecord({ ...write, commitment: committed, holderScript })
  const legs = [legOf(commitment, coins.values), legOf(record, [committed])]
  const actId = await draftAct(tx, ctx, { kind, subject, legs, expiresAt: signUntil(ctx) })
  return { actId, txid: toHex(txidOf(record)) }
}
