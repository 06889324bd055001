import { must } from '@vc/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OPEN_POLICY } from './credit-policy.ts'
import { type RegulationPlan, simulateRegulation } from './regulation.ts'

/** A third more from day 10 on, a quarter less than at the start from day 60 on. */
const plan: RegulationPlan = {
  ...{ seed: 'regulation', traders: 40, days: 120, termDays: 180, lagDays: 10, nearParts: 200 },
  steps: [
    { day: 10, parts: 13_000 },
    { day: 60, parts: 7_500 },
  ],
  ...{ base: 1_200_000_000n, locked: 200_000_000n, debt: 0n, blocksPerDay: 8_640, policy: OPEN_POLICY },
}
const at = (of: RegulationPlan, day: number) => must(simulateRegulation(of).days[day], 'a day')

test('circulation follows a demand that steps up and down, each within the lag', () => {
  const { days, answers } = simulateRegulation(plan)
  expect(answers.map(({ follows }) => follows)).toEqual([true, true])
  for (const { after } of answers) expect(after).toBeGreaterThan(0)
  expect(must(days[9], 'a day').circulating).toBe(1_000_000_000n)
  expect(must(days[59], 'a day').debt).toBeGreaterThan(290_000_000n)
})

test('demand up makes debt faster; demand down ends debt, and the surplus is locked', () => {
  const { days } = simulateRegulation(plan)
  const sum = (of: 'given' | 'repaid', from: number, to: number) =>
    days.slice(from, to).reduce((all, day) => all + day[of], 0n)
  expect(sum('given', 0, 10)).toBe(0n)
  expect(sum('given', 10, 20)).toBeGreaterThan(280_000_000n)
  expect(sum('given', 60, 120)).toBe(0n)
  expect(sum('repaid', 60, 120)).toBe(sum('given', 0, 60) - sum('repaid', 0, 60))
  expect(at(plan, 59).locked).toBe(200_000_000n)
  expect(at(plan, 119)).toMatchObject({ debt: 0n })
  expect(at(plan, 119).locked).toBeGreaterThan(440_000_000n)
})

test('a policy that lets in too little makes circulation lag behind demand, and says which bound did', () => {
  const slow = { ...plan, policy: { ...OPEN_POLICY, speed: 3_000_000n } }
  const { days, answers } = simulateRegulation(slow)
  expect(answers.map(({ after, follows }) => [after, follows])).toEqual([
    [null, false],
    [expect.any(Number), true],
  ])
  for (const { given } of days) expect(given).toBeLessThanOrEqual(3_000_000n)
  expect(at(slow, 30)).toMatchObject({ given: 3_000_000n, bound: 'speed' })
  expect(at({ ...plan, policy: { ...OPEN_POLICY, isStopped: true } }, 59)).toMatchObject({
    ...{ circulating: 1_000_000_000n, debt: 0n, bound: 'switch' },
  })
  const tight = { ...plan, policy: { ...OPEN_POLICY, speed: 10n ** 12n, stop: 1_100_000_000n } }
  expect(at(tight, 59).circulating).toBeLessThan(1_200_000_000n)
})

test('a lag that is shorter than the traders need is not kept', () => {
  const { answers } = simulateRegulation({ ...plan, lagDays: 1 })
  expect(answers.map(({ follows }) => follows)).toEqual([false, false])
})

test('debt that falls due is repaid and borrowed again while demand lasts', () => {
  const { days, answers } = simulateRegulation({ ...plan, termDays: 15 })
  expect(days.slice(25, 30).some(({ repaid, given }) => repaid > 0n && given > 0n)).toBe(true)
  expect(must(answers[1], 'a step').follows).toBe(true)
})

test('debt of before is repaid first when demand falls, so that less is locked', () => {
  const owing = { ...plan, debt: 100_000_000n, base: 1_100_000_000n }
  expect(at(owing, 0)).toMatchObject({ circulating: 1_000_000_000n, debt: 100_000_000n })
  expect(at(owing, 119).debt).toBe(0n)
  expect(at(plan, 119).locked - at(owing, 119).locked).toBeGreaterThan(99_000_000n)
})

test('the same seed gives the same run, another seed another one; the equation holds in each', () => {
  expect(simulateRegulation(plan)).toEqual(simulateRegulation(plan))
  expect(at({ ...plan, seed: 'other' }, 12).given).not.toBe(at(plan, 12).given)
  const parts = fc.integer({ min: 1, max: 40_000 })
  fc.assert(
    fc.property(fc.string(), parts, parts, fc.bigInt(0n, 10n ** 15n), (seed, up, down, base) => {
      const steps = [
        { day: 1, parts: up },
        { day: 9, parts: down },
      ]
      const locked = base / 3n
      const { days } = simulateRegulation({
        ...plan,
        seed,
        steps,
        base,
        locked,
        debt: base / 7n,
        days: 20,
        traders: 5,
      })
      for (const day of days) expect(day.circulating).toBe(base - day.locked + day.debt)
    }),
    { numRuns: 50 },
  )
})
