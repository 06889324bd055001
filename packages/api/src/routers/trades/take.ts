import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { type HeldRecord, outputAtOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  handOnRecord,
  keyHashScript,
  type Payment,
  type RecordWrite,
  txidOf,
  writtenOutput,
} from '@vc/ledger'
import { handOnLicence, licenceCode, readLicence } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { idInput } from '../../input.ts'
import { coinsOf, mustBeOnTime, type OwnCoins, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { decides, lockOffer } from './offers.ts'

const { recordOffers } = schema
type Offer = typeof recordOffers.$inferSelect
/** Commitment, record and payment bear a fee each. */
const LEGS = 3n

/**
 * Takes an offer: drafts what commits to the record, and record and payment as one bundle (docs/adr/0028), for buyer and seller to
 * sign. Whose offer it was finds the act in the inbox; until both have signed nothing moves, and then both of the bundle do or neither. Refuses `not-found`, `offer-closed`,
 * `own-offer`, `value-short`, `no-account`, `debtor-late`.
 */
export const takeRoute = allowed('trade.record', decides)
  .input(z.strictObject({ offerId: idInput }))
  .mutation(({ ctx, input: { offerId } }) =>
    ctx.db.transaction(async (tx) => {
      const { row, held, state } = await lockOffer(tx, ctx, offerId)
      const { personId, organisationId } = ctx.user
      if (state === 'taken' && row.offer.takerId === personId)
        return { actId: must(row.act ?? undefined, 'a taking has its act').id }
      if (state !== 'open' || !held) throw refusalToError({ code: 'offer-closed' })
      const owners = await ownAccounts(tx, ctx.user)
      if (owners.includes(row.offer.keyHash)) throw refusalToError({ code: 'own-offer' })
      const coins = await coinsOf(tx, owners, CIRCULATION, row.offer.price + LEGS * LEDGER_FEE)
      await mustBeOnTime(tx, [row.offer.keyHash])
      const drafted = await draftTrade(tx, ctx, row.offer, held, coins)
      const taker = { takerId: personId, takerOrganisationId: organisationId, takerHash: coins.owner }
      await tx
        .update(recordOffers)
        .set({ ...taker, ...drafted })
        .where(eq(recordOffers.id, offerId))
      await auditIn(tx, ctx, { subject: offerId })
      return { actId: drafted.actId }
    }),
  )

async function draftTrade(
  tx: DbOrTransaction,
  ctx: MemberContext,
  offer: Offer,
  held: HeldRecord,
  { owner, values }: OwnCoins,
) {
  const holder = outputAtOf(held.holder)
  const terms = termsOf(offer, held, owner)
  const buyer = keyHashScript(fromHex(owner))
  const [commitment, record, payment] = handOnRecord({ ...terms, holder, values, buyer, fee: LEDGER_FEE })
  const [committed, rest] = [writtenOutput(commitment, 0), writtenOutput(commitment, 1)]
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'record.trade', subject: { kind: 'record-offer', id: offer.id } },
    legs: [legOf(commitment, values), legOf(record, [committed, holder]), legOf(payment, [rest])],
    context: { price: String(offer.price), table: offer.table },
  })
  const code = offer.table === 'licence' ? licenceCode(terms.write.value) : null
  return { actId, txid: toHex(txidOf(record)), paymentTxid: toHex(txidOf(payment)), code }
}

type Terms = { readonly write: RecordWrite; readonly payments: readonly Payment[] }

/** What is written and who is paid: an item stays as it is, a licence names its new licensee and pays its creator the agreed part. */
function termsOf({ table, key, price, keyHash }: Offer, { value }: HeldRecord, buyer: string): Terms {
  const licence = table === 'licence' ? readLicence(value) : undefined
  if (licence) return handOnLicence(key, licence, { buyer, price })
  const write = { table, key: fromHex(key), value }
  return { write, payments: [{ to: keyHashScript(fromHex(keyHash)), amount: price }] }
}
