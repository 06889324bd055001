import { CIRCULATION, CREDIT, DEBT, DEBT_LAYER, type Element, totalIndex, VALUE } from '@vc/ledger'

/**
 * What a node lets into its own blocks of the credit that consensus leaves room for (consensus.md 18; 003 §3.3.10).
 * `null`: no such bound. Amounts in smallest units.
 */
export type CreditPolicy = {
  /** Credit and debt may grow by so much a day while nothing circulates; in a line to nothing at `stop`. */
  readonly speed: bigint | null
  /** Circulating value at which no more credit is released. */
  readonly stop: bigint | null
  /** Unused credit is at most so many of 10,000 parts of circulating value; 1,000 at most. */
  readonly reserveShare: number | null
  /** Blocks: nothing is released while unpaid debt is older than this in the mean. */
  readonly meanAge: number | null
  /** The emergency switch: nothing is released. */
  readonly isStopped: boolean
}

/** The whole room is used. */
export const OPEN_POLICY: CreditPolicy = {
  speed: null,
  stop: null,
  reserveShare: null,
  meanAge: null,
  isStopped: false,
}
export const MOST_RESERVE_SHARE = 1_000

/** How the economy stands where a block is to be made. Amounts in smallest units. */
export type CreditGround = {
  /** Unspent value of the circulation layer. */
  readonly circulating: bigint
  /** Unspent credit of the two lower layers. */
  readonly unused: bigint
  /** By how much credit and debt together grew within a day of blocks; below zero when more was repaid. */
  readonly entered: bigint
  /** Mean age of unpaid debt in blocks, weighed by amount; 0 without debt. */
  readonly meanAge: number
}

/** `notice`: a regulator asked for a halt; not of the policy. */
export type CreditBound = 'notice' | 'switch' | 'stop' | 'mean-age' | 'reserve' | 'speed'
/** `most`: smallest units that the next own block may release; `bound`: what says so. Both null: only the room bounds it. */
export type CreditAllowance =
  | { readonly most: bigint; readonly bound: CreditBound }
  | { readonly most: null; readonly bound: null }

/** What a policy lets the next own block release. The narrowest bound counts, of equals the first. */
export function creditAllowed(policy: CreditPolicy, ground: CreditGround): CreditAllowance {
  const { isStopped, stop, meanAge, reserveShare, speed } = policy
  const { circulating, unused, entered } = ground
  const bounds: { most: bigint; bound: CreditBound }[] = []
  const add = (bound: CreditBound, most: bigint) => bounds.push({ bound, most: most > 0n ? most : 0n })
  if (isStopped) add('switch', 0n)
  if (stop !== null && circulating >= stop) add('stop', 0n)
  if (meanAge !== null && ground.meanAge > meanAge) add('mean-age', 0n)
  if (reserveShare !== null) add('reserve', (circulating * BigInt(reserveShare)) / 10_000n - unused)
  if (speed !== null) add('speed', dailyCredit(speed, stop, circulating) - (entered > 0n ? entered : 0n))
  const narrowest = bounds.reduce<CreditAllowance | undefined>(
    (least, one) => (least?.most == null || one.most < least.most ? one : least),
    undefined,
  )
  return narrowest ?? { most: null, bound: null }
}

/** What a day may bring at this circulating value: the whole speed at zero, nothing at the stop. */
export function dailyCredit(speed: bigint, stop: bigint | null, circulating: bigint): bigint {
  if (stop === null) return speed
  return circulating >= stop ? 0n : (speed * (stop - circulating)) / stop
}

/** The ground from the totals of two headers, the second a day of blocks before the first. */
export function creditGround(
  now: readonly bigint[],
  dayBefore: readonly bigint[],
  meanAge: number,
): CreditGround {
  const circulating = now[totalIndex(CIRCULATION, VALUE)] ?? 0n
  const entered = openCredit(now) - openCredit(dayBefore)
  return { circulating, unused: lower(now, CREDIT), entered, meanAge }
}

/** Unspent credit and debt of the two lower layers together, by a header's totals: what the speed bounds the growth of. */
export const openCredit = (totals: readonly bigint[]): bigint => lower(totals, CREDIT) + lower(totals, DEBT)

const lower = (totals: readonly bigint[], element: Element) =>
  (totals[totalIndex(DEBT_LAYER, element)] ?? 0n) + (totals[totalIndex(CIRCULATION, element)] ?? 0n)

/** Blocks that a day has by the configuration. */
export const blocksOfDay = ({ blockInterval }: { readonly blockInterval: number }): number =>
  Math.ceil(86_400 / blockInterval)
