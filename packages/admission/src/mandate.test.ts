import { POWER_APPOINT, POWER_CREDIT } from '@vc/ledger'
import { expect, test } from 'vitest'
import { type Agent, mandateOf } from './index.ts'

const agent = (key: string, parent: string, ceiling: bigint, change: Partial<Agent> = {}): Agent => ({
  ...{ key, parent, ceiling, powers: POWER_CREDIT | POWER_APPOINT, held: ceiling, given: 0n, ...change },
})
/** Top appointed Mid, Mid appointed Low and Lower. */
const agents = [
  agent('top', '', 1_000n),
  agent('mid', 'top', 600n, { given: 100n, held: 450n }),
  agent('low', 'mid', 200n, { given: 150n, powers: POWER_CREDIT }),
  agent('lower', 'mid', 100n),
]

test('an agent sees who stands above it, whom it appointed, and what is left to hand down and to give', () => {
  const mandate = mandateOf(agents, 'mid', 50n)
  expect(mandate?.above.map(({ key }) => key)).toEqual(['top'])
  expect(mandate?.below.map(({ key, exposure }) => [key, exposure])).toEqual([
    ['low', 150n],
    ['lower', 0n],
  ])
  expect(mandate).toMatchObject({
    own: { ceiling: 600n, handedDown: 300n, exposure: 250n },
    ...{ mayAppoint: true, leftToHandDown: 300n, leftToGive: 450n },
  })
})

test('what an agent can give is bound by its ceiling with what is under way, and by the credit that it holds', () => {
  expect(mandateOf(agents, 'mid', 60n)?.leftToGive).toBe(440n)
  expect(mandateOf(agents, 'mid', 600n)?.leftToGive).toBe(0n)
  expect(mandateOf([agent('one', '', 500n, { held: 20n })], 'one', 0n)?.leftToGive).toBe(20n)
})

test('who may not appoint hands nothing down; a key that is no agent has no mandate; a circle is walked once', () => {
  expect(mandateOf(agents, 'low', 0n)).toMatchObject({ mayAppoint: false, below: [] })
  expect(mandateOf(agents, 'nobody', 0n)).toBeUndefined()
  const circle = [agent('a', 'b', 10n), agent('b', 'a', 10n)]
  expect(mandateOf(circle, 'a', 0n)?.above.map(({ key }) => key)).toEqual(['b'])
})
