import { LEDGER_FEE } from '@vc/admission'
import { fromHex } from '@vc/crypto'
import { type OfferRow, outputAtOf, schema, unspentByNames } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  DEBT_LAYER,
  exchangeDebt,
  keyHashScript,
  type OutputAt,
  outputsOf,
  sumAmounts,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput, lotNamesInput } from '../../input.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { lockOffer, ownLots, priceOf } from './offers.ts'

const { exchangeOffers } = schema

/** What both sides of an exchange put in. Accounts as HASH160 in hex. */
type Sides = {
  readonly holder: string
  readonly locked: readonly OutputAt[]
  readonly debtor: string
  readonly debts: readonly OutputAt[]
}

/**
 * Takes an offer: drafts both legs of the exchange as one bundle that both sides sign (ledger.md 6). Whose offer it was finds
 * the act in its inbox; until both have signed, nothing moves. `lots` are the taker's own, for an offer of locked value.
 * Refuses `offer-closed`, `own-offer`, `offer-too-small`, `debt-not-found`, `debtor-late`, `value-short`, `no-account`.
 */
export const takeRoute = allowed('exchange.trade', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(z.strictObject({ offerId: idInput, lots: lotNamesInput.optional() }))
  .mutation(({ ctx, input }) =>
    ctx.db.transaction(async (tx) => {
      const { row, state } = await lockOffer(tx, ctx, input.offerId)
      const { organisationId } = ctx.user
      if (state === 'taken' && row.offer.takerId === organisationId)
        return { actId: must(row.act, 'a taking has its act').id }
      if (state !== 'open') throw refusalToError({ code: 'offer-closed' })
      if (row.offer.organisationId === organisationId) throw refusalToError({ code: 'own-offer' })
      const sides = await sidesOf(tx, ctx, row, input.lots ?? [])
      const actId = await draftExchange(tx, ctx, row, sides)
      const set = { actId, takerId: organisationId, updatedAt: new Date(ctx.clock.nowMs()) }
      await tx.update(exchangeOffers).set(set).where(eq(exchangeOffers.id, row.offer.id))
      await auditIn(tx, ctx, { subject: actId })
      return { actId }
    }),
  )

async function sidesOf(
  tx: DbOrTransaction,
  { user }: MemberContext,
  { offer }: OfferRow,
  lots: readonly string[],
): Promise<Sides> {
  const owners = await ownAccounts(tx, user)
  if (offer.side === 'locked') {
    const { debtor, debts } = await ownLots(tx, owners, lots)
    const cleared = sumAmounts(outputsOf(debts))
    if (cleared > offer.amount)
      throw refusalToError({ code: 'offer-too-small', facts: { most: offer.amount, asked: cleared } })
    const locked = (await unspentByNames(tx, offer.outpoints)).map(outputAtOf)
    return { holder: offer.keyHash, locked, debtor, debts }
  }
  const { debts } = await ownLots(tx, [offer.keyHash], offer.outpoints)
  const { owner, values } = await coinsOf(tx, owners, DEBT_LAYER, offer.amount + LEDGER_FEE)
  return { holder: owner, locked: values, debtor: offer.keyHash, debts }
}

async function draftExchange(tx: DbOrTransaction, ctx: MemberContext, { offer }: OfferRow, sides: Sides) {
  const { holder, locked, debtor, debts } = sides
  const cleared = sumAmounts(outputsOf(debts))
  const price = priceOf(cleared, offer.rate)
  if (price >= cleared) throw refusalToError({ code: 'exchange-rate' })
  const { values } = await coinsOf(tx, [debtor], CIRCULATION, price + LEDGER_FEE)
  const scripts = { holder: keyHashScript(fromHex(holder)), debtor: keyHashScript(fromHex(debtor)) }
  const legs = exchangeDebt({ locked, debts, values, price, fee: LEDGER_FEE, ...scripts })
  const clearing = must(legs[0], 'an exchange clears')
  const payment = must(legs[1], 'an exchange pays')
  return draftAct(tx, ctx, {
    kind: 'debt.exchange',
    subject: { kind: 'exchange-offer', id: offer.id },
    legs: [legOf(clearing, [...locked, ...debts]), legOf(payment, values)],
    context: { amount: String(cleared), price: String(price) },
  })
}
