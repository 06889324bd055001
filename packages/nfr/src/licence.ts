import { concatBytes, equalBytes, fromHex, sha256, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import {
  canonicalJson,
  keyHashScript,
  NO_BUNDLE,
  type Output,
  type Payment,
  parseStandard,
  type RecordWrite,
  readRecordItems,
  recordScript,
  type Transaction,
  tableName,
  txidOf,
} from '@vc/ledger'
import { isHandedOn, isHeldBy } from './item.ts'
import { type PermittedUse, permittedUses } from './right.ts'
import { isText, objectOf } from './work.ts'

/**
 * What a licence of a work allows, for what price, and how many of it there are. The work itself and a right in it stay
 * whole (requirements X-16): a licence is a contract beside it. Accounts as HASH160 in hex, amounts in smallest units.
 */
export type LicenceTerms = {
  /** Ids of the sale and of the work. */
  readonly sale: string
  readonly work: string
  readonly title: string
  readonly uses: readonly PermittedUse[]
  /** Where it holds, in words. */
  readonly territory: string
  /** From the purchase on; 0 is without end. */
  readonly days: number
  readonly count: number
  readonly price: bigint
  /** Part of the price that whoever brought the buyer gets, else the creator. */
  readonly reward: bigint
  /** The creator's account. */
  readonly seller: string
  /** Of 10,000, what the creator gets of the price when a licensee sells it on; undefined where it may not be sold on. */
  readonly resale?: number | undefined
}
/** One licence of a sale and the account that it is given to. */
export type Licence = LicenceTerms & { readonly unit: number; readonly licensee: string }
export type SaleRefusal =
  | { readonly code: 'licence-count'; readonly most: number }
  | { readonly code: 'reward-over-price' }
  | { readonly code: 'licence-uses' }
  | { readonly code: 'resale-share' }

/** The tables of the ledger in which sales are committed to and licences stand. */
export const SALE_TABLE = 'licence-sale'
export const LICENCE_TABLE = 'licence'
/** All of a price, where rates are told. */
const WHOLE = 10_000
/** As many as one act signs: one transaction makes their coins, and a share goes with each (packages/api, acts/limits.ts). */
export const MOST_LICENCES = 200

/** Refuses a sale without uses, with none or too many licences, or with a reward that leaves the creator nothing. */
export function checkSale({
  uses,
  count,
  price,
  reward,
  resale = 0,
}: LicenceTerms): Result<true, SaleRefusal> {
  if (uses.length === 0) return refuse({ code: 'licence-uses' })
  if (count < 1 || count > MOST_LICENCES) return refuse({ code: 'licence-count', most: MOST_LICENCES })
  if (!Number.isInteger(resale) || resale < 0 || resale >= WHOLE) return refuse({ code: 'resale-share' })
  return reward < 0n || reward >= price ? refuse({ code: 'reward-over-price' }) : ok(true)
}

const idBytes = (id: string): Uint8Array => fromHex(id.replaceAll('-', ''))
const written = ({
  sale,
  work,
  title,
  uses,
  territory,
  days,
  count,
  price,
  reward,
  seller,
  resale,
}: LicenceTerms) => ({
  ...{ sale, work, title, territory, seller, days: String(days), count: String(count) },
  ...{ uses: permittedUses.filter((use) => uses.includes(use)) },
  ...{ price: String(price), reward: String(reward) },
  ...(resale === undefined ? {} : { resale: String(resale) }),
})

/** What the coin of one licence of a sale commits to: the terms, and which of the licences it is. */
export const saleWrite = (terms: LicenceTerms, unit: number): RecordWrite => ({
  table: SALE_TABLE,
  key: concatBytes(idBytes(terms.sale), Uint8Array.of(unit)),
  value: canonicalJson(written(terms)),
})

/** The record that gives a licence to its buyer: key is the licence's id, value the terms and whose it is. */
export const licenceWrite = (id: string, licence: Licence): RecordWrite => ({
  table: LICENCE_TABLE,
  key: idBytes(id),
  value: licenceValue(licence),
})

const licenceValue = (licence: Licence): Uint8Array =>
  canonicalJson({ ...written(licence), unit: String(licence.unit), licensee: licence.licensee })

/** Who is paid when a licence is bought, in the order of the outputs: the creator, then whoever brought the buyer. */
export function salePayments(
  { price, reward, seller }: LicenceTerms,
  sharer: string = seller,
): readonly Payment[] {
  const to = (account: string, amount: bigint) => ({ to: keyHashScript(fromHex(account)), amount })
  return [to(seller, price - reward), ...(reward > 0n ? [to(sharer, reward)] : [])]
}

/** A licence's public code: "LIC-" and 24 hex digits of its record's value. */
export const licenceCode = (value: Uint8Array): string => `LIC-${toHex(sha256(value)).slice(0, 24)}`

/** Reads the record of a licence; undefined for anything but the bytes that `licenceWrite` writes. */
export function readLicence(value: Uint8Array): Licence | undefined {
  const { unit, licensee, uses, price, reward, days, count, resale, ...rest } = objectOf(value)
  const { sale, work, title, territory, seller } = rest
  const words = [unit, licensee, price, reward, days, count, sale, work, title, territory, seller]
  if (!words.every(isText) || !Array.isArray(uses)) return undefined
  const isId = [sale, work].every((id) => /^[0-9a-f-]{36}$/.test(String(id)))
  const areNumbers = [unit, price, reward, days, count].every((text) => /^\d{1,16}$/.test(String(text)))
  const areAccounts = [seller, licensee].every((text) => /^[0-9a-f]{40}$/.test(String(text)))
  const isResale = resale === undefined || /^\d{1,4}$/.test(String(resale))
  if (!isId || !areNumbers || !areAccounts || !isResale) return undefined
  const terms = { sale: String(sale), work: String(work), title: String(title) }
  return {
    ...{ ...terms, territory: String(territory), seller: String(seller), licensee: String(licensee) },
    uses: permittedUses.filter((use) => uses.includes(use)),
    ...{ unit: Number(unit), days: Number(days), count: Number(count) },
    ...{ price: BigInt(String(price)), reward: BigInt(String(reward)) },
    ...(resale === undefined ? {} : { resale: Number(resale) }),
  }
}

export type LicenceFault =
  | 'licence-form'
  | 'licence-unit'
  | 'licence-unpaid'
  | 'licence-other'
  | 'licence-hand'
/** How a licensee handed its licence on: the payment and the record, which were one bundle. */
export type LicenceHand = { readonly payment: Transaction; readonly record: Transaction }

/** The creator's part of a resale, in smallest units, rounded down; `resale` is of 10,000. */
export const resaleShare = (price: bigint, resale = 0): bigint => (price * BigInt(resale)) / BigInt(WHOLE)

/** What a resale pays, in the order of the outputs: the licensee, then the creator its part, to the unit, where that is any. */
function resalePayments({ licensee, seller, resale }: Licence, price: bigint): readonly Payment[] {
  const share = resaleShare(price, resale)
  const to = (account: string, amount: bigint) => ({ to: keyHashScript(fromHex(account)), amount })
  return [to(licensee, price - share), ...(share > 0n ? [to(seller, share)] : [])]
}

/** What a licensee's sale of its licence writes (under the same key, hex) and pays: the buyer is the licensee from then on. */
export function handOnLicence(
  key: string,
  licence: Licence,
  { buyer, price }: { readonly buyer: string; readonly price: bigint },
): { readonly write: RecordWrite; readonly payments: readonly Payment[] } {
  const value = licenceValue({ ...licence, licensee: buyer })
  return {
    write: { table: LICENCE_TABLE, key: fromHex(key), value },
    payments: resalePayments(licence, price),
  }
}

/**
 * Whether a licence that was handed on counts: it counted in the first hand, may be sold on, and every hand gave its own record to the
 * next one, for a price of which the creator got its part. Gives the licence as the last hand has it.
 */
export function checkLicenceHands(
  of: { readonly sale: Transaction; readonly purchase: Transaction; readonly record: Transaction },
  hands: readonly LicenceHand[],
): Result<Licence, LicenceFault> {
  const checked = checkLicence(of)
  if (!checked.ok) return checked
  let [licence, record] = [checked.value, of.record]
  for (const hand of hands) {
    const next = handedTo(licence, record, hand)
    if (!next) return refuse('licence-hand')
    ;[licence, record] = [next, hand.record]
  }
  return ok(licence)
}

/** The licence in the next hand; undefined where it did not get there by the terms. */
function handedTo(
  licence: Licence,
  before: Transaction,
  { payment, record }: LicenceHand,
): Licence | undefined {
  const read = readLicence(readRecordItems(record)?.value ?? new Uint8Array())
  if (licence.resale === undefined || !read) return undefined
  const next = { ...licence, licensee: read.licensee }
  const isOwn = isHandedOn(before, record, licenceValue(next)) && isHeldBy(record, next.licensee)
  const isBundle = !equalBytes(record.bundle, NO_BUNDLE) && equalBytes(record.bundle, payment.bundle)
  // What is left of the buyer's value comes back as the last output, where anything is.
  const { outputs } = payment
  const isWhole = [outputs, outputs.slice(0, -1)].some((paid) => isResale(licence, paid))
  return isOwn && isBundle && isWhole ? next : undefined
}

/** Are these outputs what a resale pays at the price that they add up to, to the unit and nothing else? */
function isResale(licence: Licence, paid: Transaction['outputs']): boolean {
  const price = paid.reduce((sum, { amount }) => sum + amount, 0n)
  const asked = resalePayments(licence, price)
  return price > 0n && asked.length === paid.length && isPaidOut(asked, paid)
}

/**
 * Whether a record is a licence that counts, from three transactions of the ledger alone: `sale` made the coin that commits
 * to the terms and that the creator's key alone opens, `purchase` spent it, paid the creator (and whoever brought the buyer)
 * to the unit and committed to `record`, which the licensee's own key wrote. So there are never more than the creator signed.
 */
export function checkLicence(of: {
  readonly sale: Transaction
  readonly purchase: Transaction
  readonly record: Transaction
}): Result<Licence, LicenceFault> {
  const items = readRecordItems(of.record)
  const licence = items && readLicence(items.value)
  if (!items || !licence || tableName(items.table) !== LICENCE_TABLE) return refuse('licence-form')
  const { table, key, value } = saleWrite(licence, licence.unit)
  const coin = recordScript(table, key, value, keyHashScript(fromHex(licence.seller)))
  if (!spends(of.purchase, of.sale, coin)) return refuse('licence-unit')
  if (!isPaid(licence, of.purchase.outputs)) return refuse('licence-unpaid')
  const guard = keyHashScript(fromHex(licence.licensee))
  const given = recordScript(LICENCE_TABLE, items.key, items.value, guard)
  const names = equalBytes(of.record.inputs[0]?.txid ?? items.key, txidOf(of.purchase))
  const output = of.purchase.outputs[of.record.inputs[0]?.index ?? -1]
  return names && output && equalBytes(output.script, given) ? ok(licence) : refuse('licence-other')
}

function spends({ inputs: [first] }: Transaction, sale: Transaction, coin: Uint8Array): boolean {
  const output = first && equalBytes(first.txid, txidOf(sale)) ? sale.outputs[first.index] : undefined
  return output !== undefined && equalBytes(output.script, coin)
}

function isPaid(licence: LicenceTerms, outputs: readonly Output[]): boolean {
  const second = parseStandard(outputs[1]?.script ?? new Uint8Array())
  const sharer = second?.name === 'key-hash' ? toHex(second.hash) : licence.seller
  return isPaidOut(salePayments(licence, sharer), outputs)
}

const isPaidOut = (payments: readonly Payment[], outputs: readonly Output[]): boolean =>
  payments.every(({ to, amount }, at) => {
    const output = outputs[at]
    return output !== undefined && output.amount === amount && equalBytes(output.script, to)
  })
