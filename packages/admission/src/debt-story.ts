import { CREDIT, DEBT, isHandedOnRow, MANAGEMENT, PENALTY, VALUE } from '@vc/ledger'
import { type DebtStanding, standingOf } from './ageing.ts'

/** An output as the blocks have it; key hash and script in hex, the amount in smallest units. */
export type CaseOutput = {
  readonly txid: string
  readonly index: number
  readonly element: number
  readonly layer: number
  readonly amount: bigint
  readonly script: string
  /** Name of its standard script; null of others. */
  readonly standard: string | null
  readonly keyHash: string | null
  readonly expiryHeight: number | null
  readonly createdHeight: number
  readonly spentBy: string | null
  readonly spentHeight: number | null
}
/** A transaction that wrote, read or spent lots of the debt. */
export type CaseTransaction = {
  readonly txid: string
  readonly height: number
  readonly kind: number
  readonly fee: bigint
  readonly premium: bigint
  readonly named: readonly (CaseOutput & { readonly reads: boolean })[]
  readonly written: readonly CaseOutput[]
}
/** A debt with everything of the blocks that has to do with it. */
export type DebtCase = {
  /** Key hash of who owes. */
  readonly debtor: string
  readonly transactions: readonly CaseTransaction[]
}
export type StoryRules = {
  /** Of the newest block that is counted in. */
  readonly height: number
  readonly badDebtAge: number
  readonly dueSoonBlocks: number
  /** Scripts that the records `reserve/bad-debt` named, in hex. */
  readonly reserveScripts: readonly string[]
  /** Credits whose value went to others in their debtor's place, by txid: all that these paid out is theirs, none of it interest. */
  readonly paidToOthers?: readonly string[]
}

/** How a lot left the case. */
export type Settled = 'repaid' | 'written-off' | 'transferred'
export type DebtEvent =
  | {
      readonly kind: 'given'
      readonly txid: string
      readonly height: number
      readonly amount: bigint
      /** What the debtor, or who is paid in its place, got; and what the lender kept of it besides the premium. */
      readonly value: bigint
      readonly interest: bigint
      readonly fee: bigint
      readonly premium: bigint
      readonly lots: number
    }
  | {
      /** Another's debt became this debtor's. */
      readonly kind: 'taken-over'
      readonly txid: string
      readonly height: number
      readonly amount: bigint
      /** Of it what was owed before; the rest is the fee. */
      readonly owed: bigint
      readonly lots: number
    }
  | {
      readonly kind: 'restructured'
      readonly txid: string
      readonly height: number
      /** Of the lots that went, and of those that came. */
      readonly amount: bigint
      readonly newAmount: bigint
      readonly lots: number
      readonly lastDue: number
    }
  | {
      readonly kind: Settled
      readonly txid: string
      readonly height: number
      readonly amount: bigint
      readonly isLate: boolean
    }
  | {
      readonly kind: 'penalty'
      readonly txid: string
      readonly height: number
      readonly amount: bigint
      readonly toReserve: bigint
      readonly bounty: bigint
    }
  | {
      readonly kind: 'overdue' | 'bad'
      readonly height: number
      readonly amount: bigint
      readonly lots: number
    }
export type StoryLot = CaseOutput & { readonly standing: DebtStanding | 'settled' }
export type DebtStory = {
  /** The transaction that gave it first. */
  readonly root: string
  /** Key hashes of the agents whose management credit it came from. */
  readonly creditors: readonly string[]
  readonly events: readonly DebtEvent[]
  readonly lots: readonly StoryLot[]
  /** `given` (or taken over) and `added` (fees that restructuring put on it) are what all the others make up. */
  readonly sums: Readonly<
    Record<'given' | 'added' | 'repaid' | 'writtenOff' | 'transferred' | 'unpaid', bigint>
  >
}

/**
 * Tells a debt's whole story from the blocks alone (ledger.md 6, 8): given, restructured, repaid, overdue, penalised, bad,
 * written off; to the unit, in order of height.
 */
export function debtStory(debtCase: DebtCase, rules: StoryRules): DebtStory {
  const { debtor, transactions } = debtCase
  const ordered = transactions.toSorted((a, b) => a.height - b.height || a.txid.localeCompare(b.txid))
  const told = ordered.map((one) => tellOf(one, debtor, rules))
  const lots = ordered.flatMap(({ written }) => written.filter((one) => isOwed(one, debtor)))
  const events = [...told, ...dueEvents(lots, rules)].sort((a, b) => a.height - b.height)
  const roots = ordered.filter((one) => gives(one, debtor))
  return {
    root: roots[0]?.txid ?? '',
    creditors: [...new Set(roots.flatMap(creditorsOf))],
    events,
    lots: lots.map((lot) => ({ ...lot, standing: standingOfLot(lot, rules) })),
    sums: sumsOf(told, lots),
  }
}

const isOwed = ({ element, keyHash }: CaseOutput, debtor: string) => element === DEBT && keyHash === debtor
const spentLots = ({ named }: CaseTransaction, debtor: string) =>
  named.filter((one) => !one.reads && isOwed(one, debtor))
const newLots = ({ written }: CaseTransaction, debtor: string) => written.filter((one) => isOwed(one, debtor))
const gives = (one: CaseTransaction, debtor: string) =>
  newLots(one, debtor).length > 0 && spentLots(one, debtor).length === 0
const sum = (list: readonly { readonly amount: bigint }[]) => list.reduce((all, one) => all + one.amount, 0n)

/** Key hashes of whose credit a transaction draws on: management credit, or what of it was handed on under terms (docs/adr/0049). */
function creditorsOf({ named }: CaseTransaction): readonly string[] {
  const drawn = named.filter((one) =>
    one.reads ? one.element === CREDIT && one.layer === MANAGEMENT : isHandedOnRow(one),
  )
  return drawn.flatMap(({ keyHash }) => keyHash ?? [])
}

function tellOf(one: CaseTransaction, debtor: string, rules: StoryRules): DebtEvent {
  const { txid, height } = one
  if (one.kind === PENALTY) return penaltyOf(one, rules)
  const [gone, come] = [spentLots(one, debtor), newLots(one, debtor)]
  if (gone.length === 0) return takenOver(one, come) ?? givenBy(one, come, rules)
  const amount = sum(gone)
  if (come.length === 0) {
    const isLate = gone.some(({ expiryHeight }) => expiryHeight !== null && height > expiryHeight)
    return { kind: settledBy(one, rules), txid, height, amount, isLate }
  }
  const lastDue = Math.max(...come.map(({ expiryHeight }) => expiryHeight ?? 0))
  return { kind: 'restructured', txid, height, amount, newAmount: sum(come), lots: come.length, lastDue }
}

/** Lots of somebody else that went as these came: the debt moved here. */
function takenOver(
  { txid, height, named }: CaseTransaction,
  come: readonly CaseOutput[],
): DebtEvent | undefined {
  const before = named.filter(({ element, reads }) => element === DEBT && !reads)
  if (before.length === 0) return undefined
  return { kind: 'taken-over', txid, height, amount: sum(come), owed: sum(before), lots: come.length }
}

function givenBy(
  { txid, height, fee, premium, written }: CaseTransaction,
  come: readonly CaseOutput[],
  { paidToOthers = [] }: StoryRules,
): DebtEvent {
  // What commits to the terms lies under a record's script: it pays nobody (docs/adr/0045).
  const paid = written.filter(({ element, standard }) => element === VALUE && standard !== 'record')
  const out = paidToOthers.includes(txid) ? paid : paid.slice(0, 1)
  const of = { value: sum(out), interest: sum(paid.slice(out.length)), fee, premium, lots: come.length }
  return { kind: 'given', txid, height, amount: sum(come), ...of }
}

function penaltyOf(
  { txid, height, named, written }: CaseTransaction,
  { reserveScripts }: StoryRules,
): DebtEvent {
  const amount = sum(named.filter(({ reads }) => !reads))
  const toReserve = sum(written.filter(({ script }) => reserveScripts.includes(script)))
  return { kind: 'penalty', txid, height, amount, toReserve, bounty: amount - toReserve }
}

function settledBy({ named, written }: CaseTransaction, { reserveScripts }: StoryRules): Settled {
  if (written.some(({ element }) => element === DEBT)) return 'transferred'
  const isReserve = ({ element, script, reads }: CaseTransaction['named'][number]) =>
    !reads && element === VALUE && reserveScripts.includes(script)
  return named.some(isReserve) ? 'written-off' : 'repaid'
}

/** Lots that were unpaid at their expiry, by its height; those still unpaid `badDebtAge` blocks later are bad. */
function dueEvents(lots: readonly CaseOutput[], rules: StoryRules): readonly DebtEvent[] {
  const after = (kind: 'overdue' | 'bad', age: number): DebtEvent[] => {
    const reached = lots.flatMap((lot) => {
      const height = (lot.expiryHeight ?? Number.POSITIVE_INFINITY) + age
      const isThere = height <= rules.height + 1 && (lot.spentHeight === null || lot.spentHeight > height)
      return isThere ? [{ height, amount: lot.amount }] : []
    })
    return [...Map.groupBy(reached, ({ height }) => height)].map(([height, list]): DebtEvent => {
      return { kind, height, amount: sum(list), lots: list.length }
    })
  }
  return [...after('overdue', 0), ...after('bad', rules.badDebtAge)]
}

function standingOfLot(lot: CaseOutput, rules: StoryRules): StoryLot['standing'] {
  if (lot.spentHeight !== null) return 'settled'
  return lot.expiryHeight === null ? 'current' : standingOf(lot.expiryHeight, rules.height + 1, rules)
}

function sumsOf(told: readonly DebtEvent[], lots: readonly CaseOutput[]): DebtStory['sums'] {
  const of = (kind: DebtEvent['kind']) => sum(told.filter((event) => event.kind === kind))
  const added = told.reduce(
    (all, event) => (event.kind === 'restructured' ? all + event.newAmount - event.amount : all),
    0n,
  )
  return {
    ...{ given: of('given') + of('taken-over'), added, repaid: of('repaid') },
    ...{ writtenOff: of('written-off'), transferred: of('transferred') },
    unpaid: sum(lots.filter(({ spentHeight }) => spentHeight === null)),
  }
}
