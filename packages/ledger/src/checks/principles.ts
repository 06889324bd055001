import { ADMISSION } from '../kinds/group.ts'
import type { Refusal } from '../refusals.ts'
import {
  CREDIT,
  DEBT,
  GROUP,
  MANAGEMENT,
  type PlacedOutput,
  REWARD,
  type Transaction,
  VALUE,
} from '../transaction.ts'
import { checkReserve } from './reserve.ts'
import { sumOf } from './shape.ts'
import { isRead, refusal, type Subject } from './subject.ts'

const leastKeys = 3

/** The sums of ledger.md 4, smallest units. */
export type Sums = {
  readonly valueIn: bigint
  readonly valueOut: bigint
  readonly creditIn: bigint
  readonly creditOut: bigint
  readonly netDebt: bigint
  readonly released: bigint
}

/** What counts of an output that an input names. */
type Summed = Pick<PlacedOutput, 'element' | 'amount' | 'layer'>

const none: Sums = { valueIn: 0n, valueOut: 0n, creditIn: 0n, creditOut: 0n, netDebt: 0n, released: 0n }

/** Sums over spent inputs and outputs; the admission group's source counts on neither side, rewards count nothing. */
export function sumsOf({ tx, named }: { readonly tx: Transaction; readonly named: readonly Summed[] }): Sums {
  if (tx.kind === REWARD) return none
  const { valueSpent, debtSpent, creditSpent, creditRead } = sumNamed(tx, named)
  const creditOut = tx.kind === GROUP ? 0n : sumOf(tx.outputs, CREDIT)
  const netDebt = sumOf(tx.outputs, DEBT)
  const released = creditOut + netDebt - debtSpent - creditSpent
  return {
    valueIn: valueSpent - debtSpent,
    valueOut: sumOf(tx.outputs, VALUE) - netDebt + tx.premium,
    creditIn: creditSpent + creditRead,
    creditOut,
    netDebt,
    released: released > 0n ? released : 0n,
  }
}

/** What the inputs name, by what becomes of it: nothing but credit counts where it is only read. */
function sumNamed(tx: Transaction, named: readonly Summed[]) {
  let [valueSpent, debtSpent, creditSpent, creditRead] = [0n, 0n, 0n, 0n]
  for (const output of named) {
    const { element, amount, layer } = output
    if (isRead(tx, output)) creditRead += element === CREDIT ? amount : 0n
    else if (element === VALUE) valueSpent += amount
    else if (element === DEBT) debtSpent += amount
    else if (tx.kind !== GROUP || layer !== MANAGEMENT) creditSpent += amount
  }
  return { valueSpent, debtSpent, creditSpent, creditRead }
}

/** Step `principles` of ledger.md 11: value principle, credit principle, premium, a group large enough, the reserve. */
export function checkPrinciples(subject: Subject, sums: Sums): Refusal | undefined {
  if (subject.tx.kind === REWARD) return undefined
  const { valueIn, valueOut, creditIn, creditOut, netDebt } = sums
  const netCredit = creditIn - creditOut
  if (valueOut > valueIn) return refusal('value-principle', { out: String(valueOut), in: String(valueIn) })
  if (creditOut > creditIn) return refusal('credit-out', { out: String(creditOut), in: String(creditIn) })
  if (netDebt > netCredit) {
    return refusal('credit-principle', { netDebt: String(netDebt), netCredit: String(netCredit) })
  }
  return checkRelease(subject, sums.released) ?? checkReserve(subject)
}

function checkRelease({ tx, view, place }: Subject, released: bigint): Refusal | undefined {
  const limit = (released * BigInt(place.configuration.maxPremium)) / 10_000n
  if (tx.premium > limit) return refusal('premium', { premium: String(tx.premium), limit: String(limit) })
  if (released === 0n) return undefined
  const keys = view.findRoster(ADMISSION)?.keys.length ?? 0
  return keys < leastKeys ? refusal('group-small', { keys }) : undefined
}
