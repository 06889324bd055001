import { CIRCULATION, DEBT, VALUE } from '@vc/ledger'

/** An output of one key hash, as anyone reads it from the blocks. Amounts in smallest units. */
export type KeyOutput = {
  readonly txid: string
  readonly index: number
  readonly element: number
  readonly layer: number
  readonly amount: bigint
  readonly createdHeight: number
  readonly expiryHeight: number | null
  readonly spentBy: string | null
  readonly spentHeight: number | null
  /** What spent it wrote debt again, of whomever: the debt has gone on, and nobody has paid. */
  readonly goesOn: boolean
}
/**
 * What an authority states of one output beside the ledger, from a height on: that a lot was paid, or is being paid, in time
 * after all (`in-time`), or that a payment was turnover though its transaction looks otherwise (`turnover`).
 */
export type ScoreStatement = {
  /** "txid:index". */
  readonly output: string
  readonly says: 'in-time' | 'turnover'
  readonly height: number
}

/** Where the ledger stands: `height` blocks are counted in, younger ones are not. */
export type ScoreRules = {
  readonly height: number
  readonly badDebtAge: number
  readonly blocksPerDay: number
}

/** What the score is made of: sums over the outputs of a key hash. Amounts in smallest units. */
export type ScoreInputs = {
  /** Debt ever taken on. */
  readonly given: bigint
  readonly clearedOnTime: bigint
  readonly clearedLate: bigint
  readonly unpaid: bigint
  /** Of the unpaid, what is overdue or bad, and what is bad. */
  readonly overdue: bigint
  readonly bad: bigint
  /** Circulating value that others paid to the key within 90 days: not change, and not credit given to it. */
  readonly received: bigint
  /** Circulating value that the key holds. */
  readonly atHand: bigint
  /** Unpaid debt of all. */
  readonly networkUnpaid: bigint
}
export type ScoreTermName = 'repayment' | 'ageing' | 'turnover' | 'cover' | 'concentration'
/** One term: a share in thousandths, and the points that its weight makes of it. */
export type ScoreTerm = {
  readonly term: ScoreTermName
  readonly weight: number
  readonly permille: number
  readonly points: number
}
export type Score = {
  readonly score: number
  readonly terms: readonly ScoreTerm[]
  readonly inputs: ScoreInputs
}

const TURNOVER_DAYS = 90
/** For so many blocks a payment counts as turnover. */
export const turnoverBlocks = ({ blocksPerDay }: Pick<ScoreRules, 'blocksPerDay'>): number =>
  TURNOVER_DAYS * blocksPerDay
const weights: Readonly<Record<ScoreTermName, number>> = {
  ...{ repayment: 400, ageing: 250, turnover: 150, cover: 100, concentration: 100 },
}

/**
 * Sums what the score needs from all outputs of a key hash; what came after the height counts as not there. A lot that new
 * lots came for, of the same key or of another debtor's, was not cleared: moving a debt makes nobody's history better.
 */
export function scoreInputs(
  outputs: readonly KeyOutput[],
  networkUnpaid: bigint,
  rules: ScoreRules,
  statements: readonly ScoreStatement[] = [],
): ScoreInputs {
  const { height, badDebtAge } = rules
  const said = (says: ScoreStatement['says']) => saidAt(statements, says, height)
  const isLate = isNotAmong(said('in-time'))
  const there = outputs.filter(({ createdHeight }) => createdHeight <= height)
  const isSpent = ({ spentHeight }: KeyOutput) => spentHeight !== null && spentHeight <= height
  const debts = there.filter((one) => one.element === DEBT && !(isSpent(one) && one.goesOn))
  const cleared = debts.filter(isSpent)
  const unpaid = debts.filter((debt) => !isSpent(debt))
  const late = cleared.filter(
    (lot) => lot.expiryHeight !== null && (lot.spentHeight ?? 0) > lot.expiryHeight && isLate(lot),
  )
  const overdue = unpaid.filter(
    (lot) => lot.expiryHeight !== null && lot.expiryHeight <= height + 1 && isLate(lot),
  )
  const bad = overdue.filter(({ expiryHeight }) => (expiryHeight ?? 0) + badDebtAge <= height + 1)
  const values = there.filter(({ element, layer }) => element === VALUE && layer === CIRCULATION)
  return {
    ...{ given: sum(debts), clearedOnTime: sum(cleared) - sum(late), clearedLate: sum(late) },
    ...{ unpaid: sum(unpaid), overdue: sum(overdue), bad: sum(bad), networkUnpaid },
    received: sum(receivedOf(values, there, rules, said('turnover'))),
    atHand: sum(values.filter((one) => !isSpent(one))),
  }
}

const sum = (list: readonly { readonly amount: bigint }[]) =>
  list.reduce((all, { amount }) => all + amount, 0n)

/** Names of the outputs of which this has been said by the height. */
const saidAt = (statements: readonly ScoreStatement[], says: ScoreStatement['says'], height: number) =>
  new Set(statements.filter((one) => one.says === says && one.height <= height).map(({ output }) => output))

const isNotAmong = (names: ReadonlySet<string>) => (one: KeyOutput) => !names.has(outputName(one))

/** The name of an output, "txid:index". */
export const outputName = ({ txid, index }: Pick<KeyOutput, 'txid' | 'index'>): string => `${txid}:${index}`

/** Value of transactions that spend nothing of the key, and put it into no debt; and what was stated to be turnover. */
function receivedOf(
  values: readonly KeyOutput[],
  all: readonly KeyOutput[],
  rules: ScoreRules,
  turnover: ReadonlySet<string>,
) {
  const own = new Set(all.flatMap(({ spentBy }) => spentBy ?? []))
  const loans = new Set(all.flatMap(({ txid, element }) => (element === DEBT ? [txid] : [])))
  const from = rules.height - turnoverBlocks(rules)
  const isPaid = ({ txid }: KeyOutput) => !own.has(txid) && !loans.has(txid)
  return values.filter((one) => one.createdHeight > from && (isPaid(one) || turnover.has(outputName(one))))
}

/**
 * Scores an account from 0 to 1000 by what the ledger says of its debt key (product.md, Credit and accounts). Whole
 * numbers only, each division rounded down, so that everyone computes the same. Who never had a debt counts half
 * where there is nothing to judge.
 */
export function scoreOf(inputs: ScoreInputs): Score {
  const shares: Readonly<Record<ScoreTermName, bigint>> = {
    ...{ repayment: repayment(inputs), ageing: ageing(inputs), turnover: against(inputs, inputs.received) },
    ...{ cover: against(inputs, inputs.atHand), concentration: concentration(inputs) },
  }
  const terms = (Object.keys(weights) as ScoreTermName[]).map((term): ScoreTerm => {
    const permille = Number(shares[term])
    return { term, weight: weights[term], permille, points: Math.floor((weights[term] * permille) / 1000) }
  })
  return { score: terms.reduce((all, { points }) => all + points, 0), terms, inputs }
}

const HALF = 500n
const WHOLE = 1000n

/** Of what came due, how much was cleared in time; what was late counts half. */
function repayment({ clearedOnTime, clearedLate, overdue }: ScoreInputs): bigint {
  const due = clearedOnTime + clearedLate + overdue
  return due === 0n ? HALF : (WHOLE * clearedOnTime + HALF * clearedLate) / due
}

/** Of what is unpaid, how much is not overdue; nothing once any of it is bad. */
function ageing({ given, unpaid, overdue, bad }: ScoreInputs): bigint {
  if (given === 0n) return HALF
  if (bad > 0n) return 0n
  return unpaid === 0n ? WHOLE : (WHOLE * (unpaid - overdue)) / unpaid
}

/** How far an amount reaches for what is unpaid, or for all that was ever given once nothing is. */
function against({ given, unpaid }: ScoreInputs, amount: bigint): bigint {
  const base = unpaid > 0n ? unpaid : given
  if (base === 0n) return HALF
  return amount >= base ? WHOLE : (WHOLE * amount) / base
}

/** How little of the network's unpaid debt rests on this account. */
function concentration({ unpaid, networkUnpaid }: ScoreInputs): bigint {
  return networkUnpaid === 0n ? WHOLE : WHOLE - (WHOLE * unpaid) / networkUnpaid
}
