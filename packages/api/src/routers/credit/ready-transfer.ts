import { fromHex, hash160, toHex } from '@vc/crypto'
import { managementCreditOf, tellMovedCredit, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import type { NamedOutput, Transaction } from '@vc/ledger'
import { z } from 'zod'
import { concerning } from '../../acts/begin-act.ts'
import type { DraftLeg } from '../../acts/draft-act.ts'
import { signerOf } from '../../acts/my-part.ts'
import { findAct, type StoredAct } from '../../acts/stored-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type CreditOfNow, putOnCredit, readsWhatIsThere, wasRefused } from './credit-of-now.ts'
import { agentFacts } from './facts.ts'
import { roomyAgent } from './restructure.ts'
import { habits } from './transfer-row.ts'

/**
 * Makes a transfer of debt ready to be signed by any of the three (docs/adr/0055): where the credit that it reads has moved since, or
 * the ledger has refused it, it reads what the creditor's agent holds now. The debtor's signatures stand; creditor and next debtor sign
 * anew. Refuses `credit-moved` when only the creditor can say which credit it shall be.
 */
export const readyTransferRoute = sessionProcedure({ ...habits, idempotency: 'same-result' })
  .input(z.strictObject({ actId: idInput }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const signer = await signerOf(tx, ctx.user)
      const act = concerning(ctx, signer, await findAct(tx, input.actId, true))
      if (act?.kind !== 'credit.transfer') throw refusalToError({ code: 'not-found' })
      const actId = await readyTransfer(tx, ctx, act)
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

/** The same for a locked act. Refuses `act-closed`, `act-expired`, `credit-moved`, and `debt-under-way` when a lot is gone. */
export async function readyTransfer(
  tx: DbOrTransaction,
  ctx: MemberContext,
  act: StoredAct,
): Promise<string> {
  const isBack = await wasRefused(tx, act)
  if (act.status !== 'open' && !isBack) throw refusalToError({ code: 'act-closed' })
  if (act.expiresAt.getTime() <= ctx.clock.nowMs()) throw refusalToError({ code: 'act-expired' })
  if (!isBack && (await readsWhatIsThere(tx, act))) return act.id
  if (isBack) await lotsStillFree(tx, act)
  await tellMovedCredit(tx, { actId: act.id }, new Date(ctx.clock.nowMs()))
  await putOnCredit(tx, ctx, act, await creditFor(tx, ctx, act), transferLeg)
  return act.id
}

/** While a transfer lay with the ledger it held its lots; since it was refused another may have them. */
async function lotsStillFree(tx: DbOrTransaction, { outpoints: [, ...lots] }: StoredAct): Promise<void> {
  const free = await unspentByNames(tx, lots, true)
  if (free.length !== lots.length) throw refusalToError({ code: 'debt-under-way' })
}

/** The creditor's own choice where it is the creditor who asks, else what the drafted agent's key holds. */
async function creditFor(tx: DbOrTransaction, ctx: MemberContext, act: StoredAct): Promise<CreditOfNow> {
  const amount = BigInt(String(act.context.amount))
  const asked = act.required.find(({ part, index }) => part === 'input' && index === 0)
  const signer = must(asked?.signer ?? undefined, 'the creditor signs input 0')
  if (signer === ctx.user.personId && (await agentFacts(tx, ctx.user, ctx.clock.nowMs())))
    return { ...(await roomyAgent(tx, ctx, amount)), signer }
  const key = String(act.context.agentKey)
  const keyHash = toHex(hash160(fromHex(key)))
  const [source] = await managementCreditOf(tx, keyHash)
  if (!source || source.amount < amount) throw refusalToError({ code: 'credit-moved' })
  return { key, keyHash, source, signer }
}

/**
 * What the three sign: the debtor its lots and what is written, whatever credit is read (0x81, ledger.md 6); creditor and next debtor
 * the whole.
 */
export function transferLeg(transaction: Transaction, named: readonly NamedOutput[]): DraftLeg {
  const [, ...lots] = named.map((_, index) => index)
  const acceptances = transaction.outputs.map((_, index) => index)
  return { transaction, named, sign: { inputs: [0, ...lots], acceptances, alone: lots } }
}
