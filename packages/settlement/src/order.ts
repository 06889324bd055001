import { fromHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { canonicalJson, keyHashScript, type Payment } from '@vc/ledger'

/** A contract that an order pays once it is funded: the supplier's account (HASH160, hex) and what was agreed, smallest units. */
export type OrderContract = {
  readonly name: string
  readonly account: string
  readonly amount: bigint
  readonly reference: string
}
/** An order as its record on the ledger tells it. `secretHash` in hex; the deadline is a height. */
export type OrderTerms = {
  readonly title: string
  readonly buyer: string
  readonly contracts: readonly OrderContract[]
  readonly deadline: number
  readonly secretHash: string
}

export type OrderRefusal =
  | { readonly code: 'contracts-number'; readonly most: number }
  | { readonly code: 'order-deadline'; readonly least: number; readonly most: number }
  | { readonly code: 'order-too-long' }
  | { readonly code: 'order-too-much' }
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
export function orderValue({ title, buyer, contracts, deadline, secretHash }: OrderTerms): Uint8Array {
  return canonicalJson({
    ...{ title, buyer, secretHash, deadline: deadline.toString() },
    need: orderNeed(contracts).toString(),
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
  const need = orderNeed(contracts)
  if (need > MOST_AMOUNT) return refuse({ code: 'order-too-much' })
  return orderValue(terms).length > MOST_BYTES ? refuse({ code: 'order-too-long' }) : ok(need)
}

/** The least that is taken: a part so large that all pledges fit into one transaction, or all that is left. */
export function leastPledge(need: bigint, left: bigint): bigint {
  const part = (need + BigInt(MOST_PLEDGES) - 1n) / BigInt(MOST_PLEDGES)
  if (left < part) return left
  return part
}

/** Checks a pledge against what is pledged already: never above the need, since the rest would be lost as fee. */
export function checkPledge(of: {
  readonly need: bigint
  readonly taken: bigint
  readonly amount: bigint
}): Result<true, PledgeRefusal> {
  const left = of.need - of.taken
  if (of.amount > left) return refuse({ code: 'pledge-over-need', left })
  const least = leastPledge(of.need, left)
  return of.amount < least ? refuse({ code: 'pledge-too-small', least }) : ok(true)
}
