import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { outputAtOf, saleRows, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  buySold,
  CIRCULATION,
  keyHashScript,
  type OutputAt,
  outputsOf,
  recordScript,
  type Transaction,
  txidOf,
  writeRecord,
  writtenOutput,
} from '@vc/ledger'
import { type LicenceTerms, licenceCode, licenceWrite, salePayments, saleWrite } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type DraftLeg, draftAct, legOf } from '../../acts/draft-act.ts'
import { unpack } from '../../acts/signed-transactions.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { coinsOf, type OwnCoins, ownAccounts } from '../../people/own-accounts.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { freeUnits } from './free-units.ts'
import { byMe, decides, signUntil } from './habits.ts'
import { termsOf } from './terms-of.ts'

const { licences, licenceSales, works } = schema
type SaleRow = Awaited<ReturnType<typeof saleRows>>[number]
const buying = z.strictObject({
  ...{ commandKey: commandKeyInput, saleId: idInput },
  /** The account of whoever brought the buyer: it gets the sale's reward. */
  sharer: lineInput(200).optional(),
})

/**
 * Buys a licence as one act of two transactions: one spends the licence's coin with the creator's signature, pays the creator
 * (and whoever brought the buyer) and commits to the licence, the other is its record under the buyer's account. The first is
 * valid as a whole or not at all. Refuses `not-found`, `own-work`, `licences-gone`, `sharer-unknown`, `value-short`,
 * `no-account`.
 */
export const buyRoute = allowed('work.pay', decides)
  .input(buying)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => buy(tx, ctx, input)))

async function buy(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof buying>) {
  const { commandKey: id, saleId } = asked
  // Of two that buy at once one waits, so that they do not choose the same coin.
  const [locked] = await tx.select().from(licenceSales).where(eq(licenceSales.id, saleId)).for('update')
  if (!locked) throw refusalToError({ code: 'not-found' })
  const [known] = await tx
    .select()
    .from(licences)
    .where(byMe(licences, ctx, id))
  if (known) return { code: known.code, actId: known.actId }
  const [work] = await tx.select().from(works).where(eq(works.id, locked.workId))
  const row = must(
    (await saleRows(tx, [locked.workId])).find(({ sale }) => sale.id === saleId),
    'a sale has its act',
  )
  const terms = termsOf(locked, must(work, 'a sale is of a work'))
  const owners = await ownAccounts(tx, ctx.user)
  if (owners.includes(terms.seller)) throw refusalToError({ code: 'own-work' })
  const sharer = await sharerOf(tx, asked.sharer, owners)
  const sold = await freeUnit(tx, row)
  const buyer = await coinsOf(tx, owners, CIRCULATION, terms.price + LEDGER_FEE)
  return keep(tx, ctx, { id, terms, sold, buyer, sharer })
}

/** Who brings oneself brings nobody. */
async function sharerOf(
  tx: DbOrTransaction,
  text: string | undefined,
  owners: readonly string[],
): Promise<string | undefined> {
  if (text === undefined) return undefined
  const hash = await keyHashNamed(tx, text)
  if (!hash) throw refusalToError({ code: 'sharer-unknown' })
  return owners.includes(toHex(hash)) ? undefined : toHex(hash)
}

type Sold = {
  readonly unit: number
  readonly coin: OutputAt
  readonly item: Uint8Array
  readonly key: Uint8Array
}

/** The first coin of a sale that a block has and nobody is buying, with the creator's signature for it. */
async function freeUnit(tx: DbOrTransaction, { sale, act }: SaleRow): Promise<Sold> {
  const [free] = await freeUnits(tx, [sale])
  if (!free) throw refusalToError({ code: 'licences-gone' })
  const signature = act.signatures.find(({ transaction }) => transaction === free.index + 1)
  return {
    ...{ unit: free.index, coin: outputAtOf(free) },
    ...unpack(must(signature, 'a sale is sent with a share for each coin')),
  }
}

type Purchase = {
  readonly id: string
  readonly terms: LicenceTerms
  readonly sold: Sold
  readonly buyer: OwnCoins
  readonly sharer: string | undefined
}

/** The purchase and the record that it commits to. */
function transactionsOf({ id, terms, sold, buyer, sharer }: Purchase) {
  const own = keyHashScript(fromHex(buyer.owner))
  const write = licenceWrite(id, { ...terms, unit: sold.unit, licensee: buyer.owner })
  const commitment = { to: recordScript(write.table, write.key, write.value, own), amount: LEDGER_FEE }
  const payments = [...salePayments(terms, sharer), commitment]
  const { coin: unit, item, key } = sold
  const purchase = buySold({
    ...{ unit, item, key, write: saleWrite(terms, sold.unit) },
    ...{ values: buyer.values, payments, changeTo: own },
  })
  const committed = writtenOutput(purchase, payments.length - 1)
  const record = writeRecord({ ...write, commitment: committed, holderScript: own })
  return { purchase, record, committed, code: licenceCode(write.value) }
}

/** The buyer signs its own coins; the licence's coin has the creator's signature already. */
function bought(purchase: Transaction, coin: OutputAt, values: readonly OutputAt[]): DraftLeg {
  const inputs = values.map((_, at) => at + 1)
  return { transaction: purchase, named: outputsOf([coin, ...values]), sign: { inputs, acceptances: [] } }
}

async function keep(tx: DbOrTransaction, ctx: MemberContext, asked: Purchase) {
  const { id, terms, sold, buyer, sharer } = asked
  const { purchase, record, committed, code } = transactionsOf(asked)
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'work.buy', subject: { kind: 'licence', id } },
    legs: [bought(purchase, sold.coin, buyer.values), legOf(record, [committed])],
    expiresAt: signUntil(ctx),
  })
  const { organisationId, personId: createdBy } = ctx.user
  const names = { txid: toHex(txidOf(purchase)), recordTxid: toHex(txidOf(record)) }
  await tx.insert(licences).values({
    ...{ id, saleId: terms.sale, unit: sold.unit, organisationId, createdBy, keyHash: buyer.owner },
    ...{ sharer: sharer ?? null, code, actId, ...names, createdAt: new Date(ctx.clock.nowMs()) },
  })
  await auditIn(tx, ctx, { subject: id })
  return { code, actId }
}
