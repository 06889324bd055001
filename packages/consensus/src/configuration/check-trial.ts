import type { Parameters } from './parameters.ts'

/** Is the first value stricter than the second: does it allow less, and nothing that the other does not? */
type Stricter = (tried: unknown, inForce: unknown) => boolean

const lower: Stricter = (tried, inForce) => Number(tried) < Number(inForce)
const higher: Stricter = (tried, inForce) => Number(tried) > Number(inForce)
const on: Stricter = (tried, inForce) => tried === true && inForce === false
const fewer: Stricter = (tried, inForce) => {
  const [some, all] = [listOf(tried), listOf(inForce)]
  return some.length < all.length && some.every((one) => all.includes(one))
}

/** 0 is the majority of a roster, which no number of approvals can be compared with. */
const moreApprovals: Stricter = (tried, inForce) => inForce !== 0 && higher(tried, inForce)
const moreOfAny: Stricter = (tried, inForce) => {
  const [some, now] = [listOf(tried), listOf(inForce)]
  const isHeld = some.every((one, at) => one === now[at] || moreApprovals(one, now[at]))
  return isHeld && some.some((one, at) => one !== now[at])
}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Values that an own block can be held to while others judge it by what is in force, each with what stricter means. The
 * others are about which block is right, not about what one holds: those can not be tried.
 */
const stricter: Partial<Record<keyof Parameters, Stricter>> = {
  maxBlockBytes: lower,
  maxBlockSigops: lower,
  maxTransactionBytes: lower,
  maxPremium: lower,
  penaltyBounty: lower,
  badDebtAge: higher,
  creditApprovals: moreOfAny,
  recordApprovals: moreApprovals,
  overdueFreeze: on,
  namedDebtorsOnly: on,
  namedAccountsOnly: on,
  hardwareKeysOnly: on,
  rpIds: fewer,
  origins: fewer,
}

/** The first value of a trial that is not stricter than the version that it is tried on; undefined when all are. */
export function notStricter(trial: Partial<Parameters>, inForce: Parameters): string | undefined {
  const rules: Readonly<Record<string, Stricter>> = stricter
  const now = new Map<string, unknown>(Object.entries(inForce))
  const wrong = Object.entries(trial).find(([name, value]) => !rules[name]?.(value, now.get(name)))
  return wrong?.[0]
}
