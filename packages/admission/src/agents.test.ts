import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Agent, decideAppointment, decideGrant, pyramidOf } from './agents.ts'

const agent = (key: string, parent: string, more: Partial<Agent> = {}): Agent => ({
  ...{ key, parent, ceiling: 1_000n, powers: 7, held: 0n, given: 0n },
  ...more,
})

test('ceilings are handed down and exposure is summed up', () => {
  const agents = [
    agent('city', 'county', { ceiling: 300n, given: 5n }),
    agent('county', '', { given: 20n }),
    agent('village', 'city', { ceiling: 100n, given: 7n }),
    agent('other', 'county', { ceiling: 200n }),
  ]
  expect(
    pyramidOf(agents).map(({ key, depth, handedDown, exposure }) => [key, depth, handedDown, exposure]),
  ).toEqual([
    ['county', 0, 500n, 32n],
    ['city', 1, 100n, 12n],
    ['village', 2, 0n, 7n],
    ['other', 1, 0n, 0n],
  ])
})

test('whoever lost its parent stands on top; in a circle nobody is lost and nobody stands twice', () => {
  const orphan = pyramidOf([agent('b', 'a', { given: 3n })])
  expect(orphan.map(({ depth, exposure }) => [depth, exposure])).toEqual([[0, 3n]])
  const circle = pyramidOf([agent('a', 'b', { given: 1n }), agent('b', 'a', { given: 2n })])
  expect(circle.map(({ key }) => key)).toEqual(['a', 'b'])
  expect(circle[0]?.exposure).toBe(3n)
})

test('of any pyramid the exposures on top sum to all that is given', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f']
  const any = fc.tuple(
    ...keys.map((key) =>
      fc
        .record({ parent: fc.constantFrom('', ...keys), given: fc.bigInt({ min: 0n, max: 1_000n }) })
        .map((more) => agent(key, more.parent, more)),
    ),
  )
  fc.assert(
    fc.property(any, (agents) => {
      const places = pyramidOf(agents)
      const onTop = places
        .filter(({ depth }) => depth === 0)
        .reduce((sum, { exposure }) => sum + exposure, 0n)
      expect(onTop).toBe(agents.reduce((sum, { given }) => sum + given, 0n))
      expect(new Set(places.map(({ key }) => key)).size).toBe(agents.length)
    }),
  )
})

test('nobody appoints above its own powers or what is left of its ceiling, and nobody twice', () => {
  const agents = [
    agent('p', '', { powers: 6 }),
    agent('c', 'p', { ceiling: 400n }),
    agent('weak', '', { powers: 2 }),
  ]
  const ask = (more: Partial<Agent>) =>
    decideAppointment(agent('n', 'p', { powers: 2, ceiling: 600n, ...more }), agents)
  expect(ask({})).toEqual({ ok: true, value: 'appointed' })
  expect(ask({ ceiling: 601n })).toEqual({
    ok: false,
    refusal: { code: 'ceiling-over-parent', left: 600n, asked: 601n },
  })
  expect(ask({ powers: 3 })).toMatchObject({ refusal: { code: 'powers-over-parent' } })
  expect(ask({ parent: 'weak' })).toMatchObject({ refusal: { code: 'parent-appoints-nobody' } })
  expect(ask({ parent: 'nobody' })).toMatchObject({ refusal: { code: 'agent-unknown' } })
  expect(ask({ key: 'c' })).toMatchObject({ refusal: { code: 'agent-known' } })
  expect(ask({ parent: '', ceiling: 10n ** 12n })).toMatchObject({ ok: true })
})

test('an agent never holds more management credit than its ceiling', () => {
  expect(decideGrant({ ceiling: 100n, held: 40n }, 60n)).toMatchObject({ ok: true })
  expect(decideGrant({ ceiling: 100n, held: 40n }, 61n)).toEqual({
    ok: false,
    refusal: { code: 'grant-over-ceiling', left: 60n, asked: 61n },
  })
  expect(decideGrant({ ceiling: 100n, held: 140n }, 1n)).toMatchObject({ refusal: { left: 0n } })
  expect(decideGrant(undefined, 1n)).toMatchObject({ refusal: { code: 'agent-unknown' } })
})
