/** How far a debtor's default is: late, bad (ledger.md 6), or given up and borne by the reserve. */
export const sanctionStages = ['overdue', 'bad', 'written-off'] as const
export type SanctionStage = (typeof sanctionStages)[number]

/** A lot that was not paid in its time, as the blocks tell it. Amount in smallest units. */
export type LateLot = {
  readonly txid: string
  readonly index: number
  readonly keyHash: string
  readonly amount: bigint
  readonly expiryHeight: number
  readonly spentBy: string | null
  readonly spentHeight: number | null
  /** What spent it wrote debt again: it was restructured, or another took it over. */
  readonly goesOn: boolean
  /** What spent it was paid by the reserve. */
  readonly isWrittenOff: boolean
}

/** A lot's default: since which height, by which transaction it was owed, and how it ended, if it has. */
export type SanctionEntry = {
  readonly stage: SanctionStage
  readonly amount: bigint
  readonly since: number
  readonly txid: string
  readonly exit: {
    readonly how: 'paid' | 'moved-on' | 'expired'
    readonly height: number
    /** What paid or moved it; null where time alone ended it. */
    readonly txid: string | null
  } | null
}
/** A debtor on the joint list, or that was on it: its worst stage now, sums by stage, and every entry. */
export type Sanctioned = {
  readonly keyHash: string
  /** Null: it is on the list no more. */
  readonly stage: SanctionStage | null
  readonly since: number
  readonly sums: Readonly<Record<SanctionStage, bigint>>
  readonly entries: readonly SanctionEntry[]
}
export type SanctionRules = {
  readonly height: number
  readonly badDebtAge: number
  readonly blocksPerDay: number
}

/** After so many years what was written off is held against nobody (Regulation on the Credit Reporting Industry, article 16). */
const YEARS = 5
const DAYS_A_YEAR = 365

/**
 * The joint list of debtors in default: who is late, whose debt is bad, and whose was written off. Bad debt leaves it when it is
 * paid or moved with its creditor's consent, written-off debt after five years of blocks; both stay as entries with what ended
 * them. What was late and never bad leaves no trace. By the ledger alone, so that everybody has the same list.
 */
export function sanctionsOf(lots: readonly LateLot[], rules: SanctionRules): readonly Sanctioned[] {
  const byDebtor = Map.groupBy(lots, ({ keyHash }) => keyHash)
  return [...byDebtor].flatMap(([keyHash, own]) => {
    const entries = own.flatMap((lot) => entryOf(lot, rules) ?? []).sort((a, b) => b.since - a.since)
    return entries.length === 0 ? [] : [sanctioned(keyHash, entries)]
  })
}

function sanctioned(keyHash: string, entries: readonly SanctionEntry[]): Sanctioned {
  const open = entries.filter(({ exit }) => exit === null)
  const sumOf = (stage: SanctionStage) =>
    open.reduce((sum, one) => (one.stage === stage ? sum + one.amount : sum), 0n)
  const sums = { overdue: sumOf('overdue'), bad: sumOf('bad'), 'written-off': sumOf('written-off') }
  const stage = sanctionStages.findLast((one) => open.some((entry) => entry.stage === one)) ?? null
  const since = Math.min(...(open.length > 0 ? open : entries).map((entry) => entry.since))
  return { keyHash, stage, since, sums, entries }
}

/** The default of one lot at the height; undefined where there was none, or none that is remembered. */
function entryOf(lot: LateLot, rules: SanctionRules): SanctionEntry | undefined {
  const { txid, amount, expiryHeight } = lot
  const spent = spentBy(lot, rules)
  const badAt = expiryHeight + rules.badDebtAge
  // As everywhere, a lot is late when the next block finds it so.
  const end = spent?.height ?? rules.height + 1
  const owed = { amount, txid }
  if (!spent && end >= expiryHeight && end < badAt)
    return { ...owed, stage: 'overdue', since: expiryHeight, exit: null }
  if (end < badAt) return undefined
  if (!spent) return { ...owed, stage: 'bad', since: badAt, exit: null }
  if (lot.isWrittenOff) return writtenOff(lot, spent, rules)
  const how = lot.goesOn ? ('moved-on' as const) : ('paid' as const)
  return { ...owed, stage: 'bad', since: badAt, exit: { how, ...spent } }
}

type Spent = { readonly txid: string; readonly height: number }
const spentBy = ({ spentBy: txid, spentHeight }: LateLot, { height }: SanctionRules): Spent | undefined =>
  txid !== null && spentHeight !== null && spentHeight <= height ? { txid, height: spentHeight } : undefined

/** The entry cites the write-off itself, which gave the debt up. */
function writtenOff(
  { amount }: LateLot,
  { txid, height: since }: Spent,
  rules: SanctionRules,
): SanctionEntry {
  const end = since + YEARS * DAYS_A_YEAR * rules.blocksPerDay
  const exit = end <= rules.height ? ({ how: 'expired', height: end, txid: null } as const) : null
  return { stage: 'written-off', amount, since, txid, exit }
}

/** Orders debtors on the list: the worst stage in front, then what weighs most, then by key so that two lists are the same. */
export function worstFirst(one: Sanctioned, other: Sanctioned): number {
  const [own, its] = [sumOf(one), sumOf(other)]
  return (
    weightOf(other) - weightOf(one) ||
    Number(its > own) - Number(its < own) ||
    Number(one.keyHash > other.keyHash) - Number(one.keyHash < other.keyHash)
  )
}

const weightOf = ({ stage }: Sanctioned) => (stage === null ? -1 : sanctionStages.indexOf(stage))
const sumOf = ({ sums }: Sanctioned) => sanctionStages.reduce((sum, stage) => sum + sums[stage], 0n)
