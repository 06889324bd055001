import { BAD_AGE, type Replayed } from './replay-loans.ts'

/** Lots that are as late as one another; sums in smallest units. */
export type AgeingRow = { readonly bucket: string; readonly lots: number; readonly amount: bigint }
/** What became of the loans of one grade; sums in smallest units, rates in hundredths of a percent, rounded down. */
export type LossRow = {
  readonly grade: string
  readonly loans: number
  readonly given: bigint
  readonly repaid: bigint
  readonly owed: bigint
  readonly lost: bigint
  readonly lossRate: bigint
}
/** Of the loans with bad debt: what was given, and what had come back before. */
export type RecoveryRow = {
  readonly grade: string
  readonly loans: number
  readonly given: bigint
  readonly recovered: bigint
  readonly recoveryRate: bigint
}
export type Tables = {
  readonly ageing: readonly AgeingRow[]
  readonly loss: readonly LossRow[]
  readonly recovery: readonly RecoveryRow[]
}

const buckets: readonly (readonly [string, (overdue: number) => boolean])[] = [
  ['not due', (overdue) => overdue < 0],
  ['1-15 days', (overdue) => overdue >= 0 && overdue <= 15],
  ['16-30 days', (overdue) => overdue > 15 && overdue <= 30],
  ['31-119 days', (overdue) => overdue > 30 && overdue < BAD_AGE],
  ['bad', (overdue) => overdue >= BAD_AGE],
]

/** Ageing, loss and recovery of a replayed portfolio, from what the ledger holds at its end. */
export function portfolioTables(replayed: readonly Replayed[]): Tables {
  const grades = [...Map.groupBy(replayed, ({ loan }) => loan.grade)].sort(([a], [b]) => a.localeCompare(b))
  const defaulted = grades.map(([grade, list]) => [grade, list.filter((one) => lostOf(one) > 0n)] as const)
  return {
    ageing: buckets.map(([bucket, holds]) => {
      const lots = replayed.flatMap(({ unpaid }) => unpaid).filter(({ overdue }) => holds(overdue))
      return { bucket, lots: lots.length, amount: sumOf(lots, ({ amount }) => amount) }
    }),
    loss: grades.map(([grade, list]) => lossOf(grade, list)),
    recovery: defaulted.filter(([, list]) => list.length > 0).map(([grade, list]) => recoveryOf(grade, list)),
  }
}

function lossOf(grade: string, list: readonly Replayed[]): LossRow {
  const given = sumOf(list, (one) => one.given)
  const unpaid = sumOf(list, unpaidOf)
  const lost = sumOf(list, lostOf)
  const sums = { given, repaid: given - unpaid, owed: unpaid - lost, lost }
  return { grade, loans: list.length, ...sums, lossRate: rateOf(lost, given) }
}

function recoveryOf(grade: string, list: readonly Replayed[]): RecoveryRow {
  const given = sumOf(list, (one) => one.given)
  const recovered = given - sumOf(list, unpaidOf)
  return { grade, loans: list.length, given, recovered, recoveryRate: rateOf(recovered, given) }
}

const unpaidOf = ({ unpaid }: Replayed) => sumOf(unpaid, ({ amount }) => amount)
const lostOf = ({ unpaid }: Replayed) =>
  sumOf(unpaid, ({ amount, overdue }) => (overdue >= BAD_AGE ? amount : 0n))
const rateOf = (part: bigint, whole: bigint) => (whole === 0n ? 0n : (part * 10_000n) / whole)

function sumOf<T>(list: readonly T[], amountOf: (one: T) => bigint): bigint {
  return list.reduce((sum, one) => sum + amountOf(one), 0n)
}
