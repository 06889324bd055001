import { fromHex } from '@vc/crypto'
import { CIRCULATION, keyHashScript, outputsOf, type Payment, pay, sumAmounts } from '@vc/ledger'
import { type Draft, draftAct } from '../../acts/draft-act.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { coinsOf, type OwnCoins, ownAccounts } from '../../people/own-accounts.ts'

type Paying = Pick<Draft, 'kind' | 'subject'> & {
  readonly payments: readonly Payment[]
  /** Of a payment out of so many coins. */
  readonly fee: (coins: number) => bigint
}

/**
 * Drafts payments out of one of this person's accounts as one transaction: all of them are paid, or none. Refuses `value-short`,
 * `no-account`, `debtor-late`.
 */
export async function draftPayment(tx: DbOrTransaction, ctx: MemberContext, paying: Paying) {
  const { payments } = paying
  const { owner, values } = await coinsFor(tx, await ownAccounts(tx, ctx.user), paying, 1)
  const changeTo = keyHashScript(fromHex(owner))
  const transaction = pay({ values, payments, fee: paying.fee(values.length), changeTo })
  const sign = { inputs: values.map((_, at) => at), acceptances: [] }
  const legs = [{ transaction, named: outputsOf(values), sign }]
  const actId = await draftAct(tx, ctx, { kind: paying.kind, subject: paying.subject, legs })
  return { actId, transaction }
}

/** Coins that hold the payments and the fee for just so many coins, or for more where more are needed. */
async function coinsFor(
  tx: DbOrTransaction,
  owners: readonly string[],
  paying: Paying,
  most: number,
): Promise<OwnCoins> {
  const coins = await coinsOf(tx, owners, CIRCULATION, sumAmounts(paying.payments) + paying.fee(most))
  return coins.values.length <= most ? coins : coinsFor(tx, owners, paying, coins.values.length)
}

/** One payment to each account (HASH160, hex) of all that it is owed, in order of the accounts. */
export function paymentsTo(owed: readonly { readonly account: string; readonly amount: bigint }[]) {
  const sums = new Map<string, bigint>()
  for (const { account, amount } of owed) sums.set(account, (sums.get(account) ?? 0n) + amount)
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([account, amount]): Payment => ({ to: keyHashScript(fromHex(account)), amount }))
}
