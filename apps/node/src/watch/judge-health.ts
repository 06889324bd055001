import type { NodeFacts } from './node-facts.ts'

/** What ails a node; nothing when it is well (reliability.md 6.7: the invariant and the lag, not the port). */
export type Ailment =
  | 'not-conserved'
  | 'not-synchronised'
  | 'head-old'
  | 'no-finality'
  | 'clock-skewed'
  | 'configuration-stop'

/** A node whose clock is further off the median of its peers makes and votes nothing (consensus.md 3). */
export const MOST_SKEW = 1
/** No new block for so many intervals is a standstill. */
const HEAD_INTERVALS = 30
/** 999 of 1,000 blocks are final within fourteen intervals (consensus.md 14). */
const FINAL_INTERVALS = 30

/** The node sees no finality: too few voters in reach, or none was seen for long. */
export const seesNoFinality = ({ votersInReach, quorum, finalAge, blockInterval }: NodeFacts): boolean =>
  votersInReach < quorum || finalAge > FINAL_INTERVALS * blockInterval

/** Everything that is wrong with a node now. */
export function judgeHealth(facts: NodeFacts): readonly Ailment[] {
  const { headAge, blockInterval, clockSkew } = facts
  const ailments: readonly (readonly [Ailment, boolean])[] = [
    ['not-conserved', !facts.isConserved],
    ['not-synchronised', !facts.isSynchronised],
    ['head-old', headAge > HEAD_INTERVALS * blockInterval],
    ['no-finality', seesNoFinality(facts)],
    ['clock-skewed', clockSkew !== undefined && Math.abs(clockSkew) > MOST_SKEW],
    ['configuration-stop', facts.isStopped],
  ]
  return ailments.filter(([, is]) => is).map(([name]) => name)
}
