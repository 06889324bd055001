import { hash256, utf8 } from '@vc/crypto'
import { assert } from '@vc/kernel'
import { circulationOf } from '@vc/ledger'

/** The least of amounts. */
export const leastOf = (...amounts: readonly [bigint, ...bigint[]]): bigint =>
  amounts.reduce((least, one) => {
    if (one < least) return one
    return least
  })

/** One who trades: needs value in circulation for it, borrows what is lacking, repays and locks what is too much. */
export type Trader = {
  readonly held: () => bigint
  readonly locked: () => bigint
  readonly owed: () => bigint
  /** Debt weighed by its age in days. */
  readonly agedBy: (day: number) => bigint
  /** What it asks for on a day of this demand; below zero what it gives up. */
  readonly wants: (demand: bigint) => bigint
  readonly borrow: (amount: bigint, day: number) => bigint
  /** Repays what was borrowed on that day or before, as far as it has the value; gives how much. */
  readonly repayDue: (borrowedBy: number) => bigint
  /** Repays the oldest debt with so much, and locks what no debt is left for; gives how much was repaid. */
  readonly giveUp: (amount: bigint) => bigint
}

/** Its part of all trade, and how much of what is lacking or too much it acts on within a day, in 100 parts. */
type Traits = { readonly partOf: (whole: bigint) => bigint; readonly pace: bigint }

/** Traders with traits drawn from the seed, who share what there is at the start by weight. */
export function tradersOf(
  of: Start & { readonly seed: string; readonly traders: number },
): readonly Trader[] {
  assert(of.traders > 0 && of.base >= of.locked, 'somebody trades, with what is there')
  return traitsOf(of).map((traits) => traderOf(traits, of))
}

/** Parts make up the whole to the unit: each goes from what all before it have to what it has with them. */
function traitsOf({ seed, traders }: { readonly seed: string; readonly traders: number }): readonly Traits[] {
  const drawn = Array.from({ length: traders }, (_, i) => hash256(utf8(`${seed} ${i}`)))
  const weights = drawn.map(([weight = 0]) => BigInt(1 + weight))
  const all = weights.reduce((sum, weight) => sum + weight, 0n)
  let before = 0n
  return drawn.map(([, pace = 0], i) => {
    const from = before
    before += weights[i] ?? 0n
    const to = before
    return {
      partOf: (whole) => (whole * to) / all - (whole * from) / all,
      pace: BigInt(30 + (pace % 51)),
    }
  })
}

type Start = { readonly base: bigint; readonly locked: bigint; readonly debt: bigint }

function traderOf({ partOf, pace }: Traits, start: Start): Trader {
  let [held, locked] = [partOf(circulationOf(start)), partOf(start.locked)]
  const owedAtStart = partOf(start.debt)
  let lots = owedAtStart > 0n ? [{ amount: owedAtStart, day: 0 }] : []
  const owed = () => lots.reduce((sum, { amount }) => sum + amount, 0n)
  const repay = (most: bigint): bigint => {
    const paid = leastOf(most, held, owed())
    let left = paid
    lots = lots.flatMap(({ amount, day }) => {
      const part = leastOf(left, amount)
      left -= part
      return part === amount ? [] : [{ amount: amount - part, day }]
    })
    held -= paid
    return paid
  }
  return {
    held: () => held,
    locked: () => locked,
    owed,
    agedBy: (day) => lots.reduce((sum, lot) => sum + lot.amount * BigInt(day - lot.day), 0n),
    wants: (demand) => ((partOf(demand) - held) * pace) / 100n,
    borrow: (amount, day) => {
      if (amount > 0n) lots = [...lots, { amount, day }]
      held += amount
      return amount
    },
    repayDue: (borrowedBy) =>
      repay(lots.reduce((sum, { amount, day }) => (day <= borrowedBy ? sum + amount : sum), 0n)),
    giveUp: (amount) => {
      const paid = repay(amount)
      held -= amount - paid
      locked += amount - paid
      return paid
    },
  }
}
