import { fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { canonicalJson, keyHashScript, type Payment } from '@vc/ledger'

/** A contract that an order pays once it is funded: the supplier's account (HASH160, hex) and what was agreed, smallest units. */
export type OrderContract = {
  readonly name: string
  readonly account: string
  readonly amount: bigint
  readonly reference: string
  /** What is delivered, and by which day (YYYY-MM-DD); told by orders that suppliers sign. */
  readonly goods?: string
  readonly due?: string
}
/** An order as its record on the ledger tells it. `secretHash` in hex; the deadline is a height. */
export type OrderTerms = {
  readonly title: string
  readonly buyer: string
  readonly contracts: readonly OrderContract[]
  readonly deadline: number
  readonly secretHash: string
  /**
   * What the buyers pay on delivery, of an order whose suppliers the co-op's credit pays (docs/adr/0034); without it all
   * pledges pay them.
   */
  readonly price?: bigint
}

export type OrderRefusal =
  | { readonly code: 'contracts-number'; readonly most: number }
  | { readonly code: 'order-deadline'; readonly least: number; readonly most: number }
  | { readonly code: 'order-too-long' }
  | { readonly code: 'order-too-much' }
  | { readonly code: 'order-price-short'; readonly least: bigint }
export type PledgeRefusal =
  | { readonly code: 'pledge-over-need'; readonly left: bigint }
  | { readonly code: 'pledge-too-small'; readonly least: bigint }

/** The table of the ledger in which orders stand: key is the order's id, value its terms. */
export const ORDER_TABLE = 'order'
/** What the transaction that pays the contracts gives the producer; part of the need. */
export const FUNDING_FEE = 1_000n
export const MOST_CONTRACTS = 16
/** As many as one transaction of 100,000 bytes takes, with room to spare. */
export const MOST_PLEDGES = 400
/** As many purchases as a debt has lots: each of them can clear one. */
export const MOST_PURCHASES = 36
const LEAST_BLOCKS = 10
const MOST_DAYS = 366
const MOST_BYTES = 4_096
const MOST_AMOUNT = 2n ** 53n - 1n

/** What supporters must bring together: all contracts and the fee of paying them. */
export const orderNeed = (contracts: readonly Pick<OrderContract, 'amount'>[]): bigint =>
  contracts.reduce((sum, { amount }) => sum + amount, FUNDING_FEE)

/** The payments that every supporter signs, in the order of the contracts. */
export const orderPayments = (contracts: readonly OrderContract[]): readonly Payment[] =>
  contracts.map(({ account, amount }) => ({ to: keyHashScript(fromHex(account)), amount }))

/** What the record of an order says (RFC 8785 JSON): whoever has it can make every transaction of the order anew. */
export function orderValue({ title, buyer, contracts, deadline, secretHash, price }: OrderTerms): Uint8Array {
  return canonicalJson({
    ...{ title, buyer, secretHash, deadline: deadline.toString() },
    ...(price === undefined ? {} : { paidBy: 'credit' }),
    need: (price ?? orderNeed(contracts)).toString(),
    contracts: contracts.map(({ amount, ...one }) => ({ ...one, amount: amount.toString() })),
  })
}

/** Checks an order at a height of the chain, and gives its need. */
export function checkOrder(
  terms: OrderTerms,
  height: number,
  blocksPerDay: number,
): Result<bigint, OrderRefusal> {
  const { contracts, deadline } = terms
  if (contracts.length === 0 || contracts.length > MOST_CONTRACTS)
    return refuse({ code: 'contracts-number', most: MOST_CONTRACTS })
  const [least, most] = [height + LEAST_BLOCKS, height + MOST_DAYS * blocksPerDay]
  if (deadline < least || deadline > most) return refuse({ code: 'order-deadline', least, most })
  const cost = orderNeed(contracts)
  const need = terms.price ?? cost
  if (need < cost) return refuse({ code: 'order-price-short', least: cost })
  if (need > MOST_AMOUNT) return refuse({ code: 'order-too-much' })
  return orderValue(terms).length > MOST_BYTES ? refuse({ code: 'order-too-long' }) : ok(need)
}

/**
 * The least that is taken: a part so large that all of them (`most`) fit into one transaction or the lots of one debt, or all
 * that is left.
 */
export function leastPledge(need: bigint, left: bigint, most = MOST_PLEDGES): bigint {
  const part = (need + BigInt(most) - 1n) / BigInt(most)
  if (left < part) return left
  return part
}

/** Checks a pledge against what is pledged already: never above the need, since the rest would be lost as fee. */
export function checkPledge(of: {
  readonly need: bigint
  readonly taken: bigint
  readonly amount: bigint
  readonly most?: number
}): Result<true, PledgeRefusal> {
  const left = of.need - of.taken
  if (of.amount > left) return refuse({ code: 'pledge-over-need', left })
  const least = leastPledge(of.need, left, of.most)
  return of.amount < least ? refuse({ code: 'pledge-too-small', least }) : ok(true)
}
