import { isRightBy } from '../network/skew.ts'
import type { NodeFacts } from './node-facts.ts'

/** What ails a node; nothing when it is well (reliability.md 6.7: the invariant and the lag, not the port). */
export type Ailment =
  | 'not-conserved'
  | 'not-synchronised'
  | 'head-old'
  | 'no-finality'
  | 'clock-skewed'
  | 'configuration-stop'
  | 'store-nearly-full'

/** Of the bytes that the chain's file may have; at the bound the node stops. */
const NEARLY_FULL = 0.9
/** No new block for so many intervals is a standstill. */
const HEAD_INTERVALS = 30
/** 999 of 1,000 blocks are final within fourteen intervals (consensus.md 14). */
const FINAL_INTERVALS = 30

/** The node sees no finality: too few voters in reach, or none was seen for long. */
export const seesNoFinality = ({ votersInReach, quorum, finalAge, blockInterval }: NodeFacts): boolean =>
  votersInReach < quorum || finalAge > FINAL_INTERVALS * blockInterval

/** Everything that is wrong with a node now. */
export function judgeHealth(facts: NodeFacts): readonly Ailment[] {
  const { headAge, blockInterval, clockSkew, store } = facts
  const ailments: readonly (readonly [Ailment, boolean])[] = [
    ['not-conserved', !facts.isConserved],
    ['not-synchronised', !facts.isSynchronised],
    ['head-old', headAge > HEAD_INTERVALS * blockInterval],
    ['no-finality', seesNoFinality(facts)],
    ['clock-skewed', clockSkew !== undefined && !isRightBy(1_000 * clockSkew)],
    ['configuration-stop', facts.isStopped],
    ['store-nearly-full', store.bytes > NEARLY_FULL * store.most],
  ]
  return ailments.filter(([, is]) => is).map(([name]) => name)
}
