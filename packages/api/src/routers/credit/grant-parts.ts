import { dryRepayment, toLots } from '@vc/admission'
import { nobleChecks } from '@vc/crypto'
import { type CreditApplicationRow, schema } from '@vc/db'
import { must } from '@vc/kernel'
import type { Configuration, Transaction } from '@vc/ledger'
import { orderPayments } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { lotsNow } from '../coop/credit.ts'
import { payeeScriptOf } from './payee.ts'

type Application = CreditApplicationRow['application']

/**
 * The lots of the debt, and who gets the value when it is not the debtor's key: a payee, the collective that owes, or every supplier of an order at once. Lots on
 * an order are what its purchases can clear now, all due together (docs/adr/0034). Refuses `order-brings-less`.
 */
export async function paidWith(tx: DbOrTransaction, application: Application) {
  const { amount, orderId, termBlocks } = application
  const { height } = await blockTimes(tx)
  if (orderId === null) {
    const payTo = payeeScriptOf(application)
    return { lots: toLots(amount, application.lots, height, termBlocks), ...(payTo && { payTo }) }
  }
  const [order] = await tx.select().from(schema.coopOrders).where(eq(schema.coopOrders.id, orderId))
  const { contracts, ...rest } = must(order, 'an application names an order that is there')
  const amounts = await lotsNow(tx, { ...rest, contracts })
  const [first, ...others] = orderPayments(contracts.map((one) => ({ ...one, amount: BigInt(one.amount) })))
  const lots = amounts.map((one) => ({ amount: one, expiryHeight: height + termBlocks }))
  return { lots, payTo: must(first, 'an order has a contract').to, others }
}

type Rules = { readonly network: Uint8Array; readonly configuration: Configuration }

/** Refuses `not-repayable`, with the ledger's own word, for a draft whose debts could not be paid back (V-111). */
export function refuseUnlessRepayable({ network, configuration }: Rules, draft: Transaction): void {
  const wrong = dryRepayment(draft, { network, configuration, checks: nobleChecks })
  if (wrong) throw refusalToError({ code: 'not-repayable', facts: { ledger: wrong.code } })
}
