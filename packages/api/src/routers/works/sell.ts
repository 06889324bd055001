import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  keyHashScript,
  outputsOf,
  pay,
  recordScript,
  SIGHASH_ANYONECANPAY,
  SIGHASH_SINGLE,
  sellerShare,
  type Transaction,
  txidOf,
  writtenOutput,
} from '@vc/ledger'
import { checkSale, type LicenceTerms, MOST_LICENCES, permittedUses, salePayments, saleWrite } from '@vc/nfr'
import { z } from 'zod'
import { type DraftLeg, draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { coinsOf } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { unwrap } from '../../refusal-to-error.ts'
import { byMe, decides, signUntil } from './habits.ts'
import { ownWork } from './register.ts'

const { licenceSales } = schema
const selling = z.strictObject({
  ...{ commandKey: commandKeyInput, workId: idInput },
  uses: z.array(z.enum(permittedUses)).max(permittedUses.length),
  territory: lineInput(80),
  /** 0 is without end. */
  days: z.int().min(0).max(36_500),
  count: z.int().min(1).max(MOST_LICENCES),
  price: amountInput,
  reward: z.bigint().min(0n),
  /** Of 10,000, the creator's part of a resale; a licence may not be sold on where it is not told. */
  resale: z.int().min(0).max(9_999).optional(),
})

/**
 * Puts licences of one's own work up for sale, as one act (docs/adr/0021): a payment makes one coin for each licence that
 * commits to the terms, and for each coin a share says that whoever pays the price may have it. Only the payment is sent.
 * Refuses `not-found`, `value-short`, and what `checkSale` refuses.
 */
export const sellRoute = allowed('work.register', decides)
  .input(selling)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => sell(tx, ctx, input)))

async function sell(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof selling>) {
  const { commandKey: id, workId, uses, territory, days, resale, ...rest } = asked
  const work = await ownWork(tx, ctx, workId)
  const [known] = await tx
    .select()
    .from(licenceSales)
    .where(byMe(licenceSales, ctx, id))
  if (known) return { saleId: id, actId: known.actId }
  const terms = { sale: id, work: workId, title: work.title, seller: work.keyHash }
  const whole = { ...terms, ...rest, uses, territory, days, resale }
  unwrap(checkSale(whole))
  const cost = BigInt(rest.count + 1) * LEDGER_FEE
  const { values } = await coinsOf(tx, [work.keyHash], CIRCULATION, cost)
  const { coins, legs } = legsOf(whole, (payments) =>
    pay({ values, payments, fee: LEDGER_FEE, changeTo: keyHashScript(fromHex(work.keyHash)) }),
  )
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'work.sell', subject: { kind: 'licence-sale', id } },
    ...{ legs: [legOf(coins, values), ...legs], expiresAt: signUntil(ctx) },
  })
  const stored = {
    id,
    workId,
    terms: { uses, territory, days, ...(resale === undefined ? {} : { resale }) },
    ...rest,
    actId,
  }
  const made = { createdBy: ctx.user.personId, createdAt: new Date(ctx.clock.nowMs()) }
  await tx.insert(licenceSales).values({ ...stored, ...made, txid: toHex(txidOf(coins)) })
  await auditIn(tx, ctx, { subject: id })
  return { saleId: id, actId }
}

type Payments = Parameters<typeof pay>[0]['payments']

/** The transaction that makes the coins, and the creator's share for each. */
function legsOf(terms: LicenceTerms, paying: (payments: Payments) => Transaction) {
  const writes = Array.from({ length: terms.count }, (_, unit) => saleWrite(terms, unit))
  const guard = keyHashScript(fromHex(terms.seller))
  const coins = paying(
    writes.map(({ table, key, value }) => ({
      ...{ to: recordScript(table, key, value, guard), amount: LEDGER_FEE },
    })),
  )
  const price = must(salePayments(terms)[0], 'a creator is paid')
  const legs = writes.map((write, unit): DraftLeg => {
    const coin = writtenOutput(coins, unit)
    return {
      ...{ transaction: sellerShare({ unit: coin, write }, price), named: outputsOf([coin]) },
      sign: { inputs: [0], acceptances: [], type: SIGHASH_SINGLE | SIGHASH_ANYONECANPAY },
    }
  })
  return { coins, legs }
}
