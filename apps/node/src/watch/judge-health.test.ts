import { expect, it } from 'vitest'
import { judgeHealth } from './judge-health.ts'
import type { NodeFacts } from './node-facts.ts'

const well: NodeFacts = {
  ...{ height: 100, head: 'ab', justified: 98, final: 96, headAge: 4, finalAge: 20, mempool: 3, peers: 3 },
  ...{ votersInReach: 4, voters: 4, quorum: 3, clockSkew: 0.2, offences: 0 },
  ...{ isSynchronised: true, isConserved: true, isStopped: false, blockInterval: 10 },
  store: { bytes: 900, most: 1_000 },
}

it('a node that keeps the invariant, follows and sees finality is well', () => {
  expect(judgeHealth(well)).toEqual([])
  expect(judgeHealth({ ...well, votersInReach: 3 })).toEqual([])
})

it.each([
  ['not-conserved', { isConserved: false }],
  ['not-synchronised', { isSynchronised: false }],
  ['head-old', { headAge: 301 }],
  ['no-finality', { votersInReach: 2 }],
  ['no-finality', { finalAge: 301 }],
  ['configuration-stop', { isStopped: true }],
  ['clock-skewed', { clockSkew: -1.1 }],
  ['store-nearly-full', { store: { bytes: 901, most: 1_000 } }],
] as const)('says %s when %o', (ailment, facts) => {
  expect(judgeHealth({ ...well, ...facts })).toEqual([ailment])
})
