/** A key of a foundation group: who keeps it, as far as the portal knows. */
export type KeptKey = {
  /** The person whose authenticator keeps it; undefined: nobody that is known. */
  readonly person: string | undefined
  /** Says of itself that no hardware keeps it. */
  readonly isSoftware: boolean
}

/** A step of the founding: how much of what it needs is there. */
export type FoundingStep = {
  readonly step: 'three' | 'four' | 'hardware' | 'people'
  readonly have: number
  readonly need: number
}

/** The fewest keys with which the admission group gives credit, and below which no group shrinks (ledger.md 9). */
export const LEAST_KEYS = 3
const ADVISED_KEYS = 4
const LEAST_PEOPLE = 3

/**
 * What a foundation group has and still lacks until it stands on people alone, in the order in which it is done: three
 * keys, a fourth, each in somebody's authenticator, and no fewer than three people (ledger.md 9; requirements V-014,
 * A step holds when `have` reaches `need`.
 */
export function foundingSteps(keys: readonly KeptKey[]): readonly FoundingStep[] {
  const kept = keys.filter(({ person, isSoftware }) => person !== undefined && !isSoftware)
  return [
    { step: 'three', have: Math.min(keys.length, LEAST_KEYS), need: LEAST_KEYS },
    { step: 'four', have: Math.min(keys.length, ADVISED_KEYS), need: ADVISED_KEYS },
    { step: 'hardware', have: kept.length, need: keys.length },
    {
      step: 'people',
      have: Math.min(new Set(kept.map(({ person }) => person)).size, LEAST_PEOPLE),
      need: LEAST_PEOPLE,
    },
  ]
}
