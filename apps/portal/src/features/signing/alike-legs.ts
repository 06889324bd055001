import type { ActLeg } from '@vc/acts'
import { equalBytes } from '@vc/crypto'

/** A run of papers that say the same, word for word; `at` is the place of the first. */
export type AlikeLegs = { readonly at: number; readonly legs: readonly ActLeg[] }

/** The papers of an act in their order, those that follow each other with one sheet together. */
export function alikeLegs(legs: readonly ActLeg[]): readonly AlikeLegs[] {
  const runs: { at: number; legs: ActLeg[] }[] = []
  for (const [at, leg] of legs.entries()) {
    const last = runs.at(-1)
    const before = last?.legs.at(-1)
    if (last && before && equalBytes(before.sheetHash, leg.sheetHash)) last.legs.push(leg)
    else runs.push({ at, legs: [leg] })
  }
  return runs
}
