import { assert } from '@vc/kernel'
import { circulationOf } from '@vc/ledger'
import { type CreditBound, type CreditPolicy, creditAllowed } from './credit-policy.ts'
import { leastOf, type Trader, tradersOf } from './regulation-traders.ts'

/** A step of the demand for circulating value: from this day on, in 10,000 parts of what circulates at the start. */
export type DemandStep = { readonly day: number; readonly parts: number }

/** What a run of the regulation begins with (requirements V-132; 003 §3.3.8). Amounts in smallest units. */
export type RegulationPlan = {
  /** The same seed, the same run. */
  readonly seed: string
  readonly traders: number
  readonly days: number
  readonly steps: readonly DemandStep[]
  /** Value that no debt stands against, what is locked and what is owed at the start; all of it by the traders. */
  readonly base: bigint
  readonly locked: bigint
  readonly debt: bigint
  readonly policy: CreditPolicy
  readonly blocksPerDay: number
  /** Days after which a debt is due. */
  readonly termDays: number
  /** Days within which circulation has to follow a step, and how near is near: 10,000 parts of the demand. */
  readonly lagDays: number
  readonly nearParts: number
}

/** How a day ended. `bound`: what of the policy kept credit out that was asked for. */
export type RegulationDay = {
  readonly day: number
  readonly demand: bigint
  readonly circulating: bigint
  readonly locked: bigint
  readonly debt: bigint
  readonly given: bigint
  readonly repaid: bigint
  readonly bound: CreditBound | null
}
/** `after`: days from the step until circulation is near the demand and stays so up to the next step; null: never. */
export type StepAnswer = DemandStep & { readonly after: number | null; readonly follows: boolean }
export type Regulation = { readonly days: readonly RegulationDay[]; readonly answers: readonly StepAnswer[] }

const PARTS = 10_000n

/**
 * Runs traders through a demand that steps up and down. Who lacks circulating value for its trade asks for credit, which the
 * policy lets in or not; who has too much repays, and locks what is left of it for stable income. Nothing else makes or ends
 * debt, and after each day the equation of circulation holds (requirements V-131).
 */
export function simulateRegulation(plan: RegulationPlan): Regulation {
  const traders = tradersOf(plan)
  const start = circulationOf(plan)
  const days: RegulationDay[] = []
  for (let day = 0; day < plan.days; day += 1) {
    const step = plan.steps.findLast((one) => one.day <= day)
    const demand = (start * BigInt(step?.parts ?? 10_000)) / PARTS
    days.push(runDay(plan, traders, day, demand))
  }
  return { days, answers: plan.steps.map((step, i) => answerTo(plan, days, step, plan.steps[i + 1]?.day)) }
}

function runDay(
  plan: RegulationPlan,
  traders: readonly Trader[],
  day: number,
  demand: bigint,
): RegulationDay {
  let [given, repaid] = [0n, 0n]
  let bound: CreditBound | null = null
  // Nobody is first every day.
  const turn = traders.map((_, i) => traders[(i + day) % traders.length] as Trader)
  for (const trader of turn) {
    repaid += trader.repayDue(day - plan.termDays)
    const asked = trader.wants(demand)
    if (asked > 0n) {
      const allowed = allowance(plan, traders, day, given - repaid)
      const most = leastOf(asked, allowed.most ?? asked)
      if (most < asked) bound = allowed.bound
      given += trader.borrow(most, day)
    } else repaid += trader.giveUp(-asked)
  }
  const sums = sumsOf(traders)
  assert(
    sums.circulating === circulationOf({ ...sums, base: plan.base }),
    'the equation of circulation holds',
  )
  return { day, demand, ...sums, given, repaid, bound }
}

const sumsOf = (traders: readonly Trader[]) => ({
  circulating: traders.reduce((sum, { held }) => sum + held(), 0n),
  locked: traders.reduce((sum, { locked }) => sum + locked(), 0n),
  debt: traders.reduce((sum, { owed }) => sum + owed(), 0n),
})

/** What the policy lets in now: the very rule that a node's blocks follow. */
function allowance(plan: RegulationPlan, traders: readonly Trader[], day: number, entered: bigint) {
  const { circulating, debt } = sumsOf(traders)
  const aged = traders.reduce((sum, trader) => sum + trader.agedBy(day), 0n)
  const meanAge = debt === 0n ? 0 : Number((aged * BigInt(plan.blocksPerDay)) / debt)
  return creditAllowed(plan.policy, { circulating, unused: 0n, entered, meanAge })
}

function answerTo(
  { lagDays, nearParts }: RegulationPlan,
  days: readonly RegulationDay[],
  step: DemandStep,
  next = days.length,
): StepAnswer {
  const isNear = ({ demand, circulating }: RegulationDay) => {
    const gap = demand > circulating ? demand - circulating : circulating - demand
    return gap * PARTS <= demand * BigInt(nearParts)
  }
  const own = days.slice(step.day, next)
  const far = own.findLastIndex((one) => !isNear(one))
  const after = far === own.length - 1 ? null : far + 1
  return { ...step, after, follows: after !== null && after <= lagDays }
}
