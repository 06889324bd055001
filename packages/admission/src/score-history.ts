import { CIRCULATION, DEBT, VALUE } from '@vc/ledger'
import {
  type KeyOutput,
  outputName,
  type Score,
  type ScoreRules,
  type ScoreStatement,
  type ScoreTermName,
  turnoverBlocks,
} from './score.ts'
import { scoreAt } from './score-statements.ts'

/** What moved a score at a height. */
export type EvidenceKind =
  | 'debt-taken'
  | 'debt-cleared'
  | 'debt-cleared-late'
  | 'debt-moved-on'
  | 'value-in'
  | 'value-out'
  | 'overdue'
  | 'bad'
  | 'left-window'
  | 'stated'
  | 'others-debt'
/** One thing that moved it, with the transaction that shows it; none where only others' debts moved. */
export type ScoreEvidence = {
  readonly what: EvidenceKind
  readonly txid: string | null
  readonly amount: bigint
}
/** A block at which terms changed: points before and after, and everything of the ledger that was different in it. */
export type ScoreStep = {
  readonly height: number
  readonly before: number
  readonly after: number
  readonly terms: readonly { readonly term: ScoreTermName; readonly before: number; readonly after: number }[]
  readonly evidence: readonly ScoreEvidence[]
}
export type ScoreFacts = {
  readonly outputs: readonly KeyOutput[]
  readonly statements: readonly ScoreStatement[]
  readonly rules: ScoreRules
  /** Unpaid debt of the whole network after a block. */
  readonly networkUnpaidAt: (height: number) => bigint
}

/**
 * How a score came to be what it is, the newest change first: each block in which something of the key changed, the score
 * before and after it, and the transactions that changed it. Between two steps only others' debts move it.
 */
export function scoreHistory(facts: ScoreFacts, most: number): readonly ScoreStep[] {
  const found = Map.groupBy(evidenceOf(facts), ({ height }) => height)
  const heights = [...found.keys()].filter((height) => height <= facts.rules.height).sort((a, b) => b - a)
  const steps = heights.slice(0, most).map((height) => stepAt(facts, height, found.get(height) ?? []))
  return steps.filter(({ terms }) => terms.length > 0)
}

type Dated = ScoreEvidence & { readonly height: number }

function stepAt(facts: ScoreFacts, height: number, found: readonly Dated[]): ScoreStep {
  const [before, after] = [scoreOn(facts, height - 1), scoreOn(facts, height)]
  const terms = after.terms.flatMap(({ term, points }, i) => {
    const was = before.terms[i]?.points ?? 0
    return was === points ? [] : [{ term, before: was, after: points }]
  })
  const own = found.map(({ height: _, ...one }) => one)
  const isOthers = facts.networkUnpaidAt(height) !== facts.networkUnpaidAt(height - 1)
  const others = { what: 'others-debt', txid: null, amount: 0n } as const
  const evidence = [...summed(own), ...(isOthers && !own.some(movesDebt) ? [others] : [])]
  return { height, before: before.score, after: after.score, terms, evidence }
}

const scoreOn = ({ outputs, statements, rules, networkUnpaidAt }: ScoreFacts, height: number): Score =>
  scoreAt(outputs, networkUnpaidAt(height), { ...rules, height }, statements)

const movesDebt = ({ what }: ScoreEvidence) => what.startsWith('debt-')

/** One row for what a transaction did, whatever number of outputs it did it with. */
function summed(list: readonly ScoreEvidence[]): readonly ScoreEvidence[] {
  const groups = Map.groupBy(list, ({ what, txid }) => `${what} ${txid}`)
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, amount: more.reduce((sum, { amount }) => sum + amount, first.amount) }] : [],
  )
}

function evidenceOf({ outputs, statements, rules }: ScoreFacts): readonly Dated[] {
  const own = outputs.flatMap((output) =>
    output.element === DEBT ? debtEvidence(output, rules) : valueEvidence(output, rules),
  )
  const stated = statements.map(({ output, height }) => {
    const about = outputs.find((one) => outputName(one) === output)
    return { what: 'stated' as const, txid: about?.txid ?? null, amount: about?.amount ?? 0n, height }
  })
  return [...own, ...stated]
}

function debtEvidence(lot: KeyOutput, { badDebtAge }: ScoreRules): readonly Dated[] {
  const { txid, amount, createdHeight, expiryHeight, spentBy, spentHeight, goesOn } = lot
  const found: Dated[] = [{ what: 'debt-taken', txid, amount, height: createdHeight }]
  const end = spentHeight ?? Number.POSITIVE_INFINITY
  if (spentHeight !== null) {
    const isLate = expiryHeight !== null && spentHeight > expiryHeight
    const what = goesOn ? 'debt-moved-on' : isLate ? 'debt-cleared-late' : 'debt-cleared'
    found.push({ what, txid: spentBy, amount, height: spentHeight })
  }
  if (expiryHeight === null) return found
  // A lot counts as overdue in the block before its expiry height, since the next one finds it so.
  const marks = [
    { what: 'overdue' as const, height: expiryHeight - 1 },
    { what: 'bad' as const, height: expiryHeight + badDebtAge - 1 },
  ]
  for (const { what, height } of marks) if (height < end) found.push({ what, txid, amount, height })
  return found
}

function valueEvidence(output: KeyOutput, rules: ScoreRules): readonly Dated[] {
  const { txid, amount, element, layer, createdHeight, spentBy, spentHeight } = output
  if (element !== VALUE || layer !== CIRCULATION) return []
  const found: Dated[] = [{ what: 'value-in', txid, amount, height: createdHeight }]
  if (spentHeight !== null) found.push({ what: 'value-out', txid: spentBy, amount, height: spentHeight })
  found.push({ what: 'left-window', txid, amount, height: createdHeight + turnoverBlocks(rules) })
  return found
}
