import { expect, test } from 'vitest'
import { formOf, readForm } from './use-policy-form.ts'

const DAY = 8_640
const policy = {
  speed: 5_000_000n,
  stop: 100_000_000n,
  reserveShare: 1_000,
  meanAge: 30 * DAY,
  isStopped: false,
}
const open = { speed: null, stop: null, reserveShare: null, meanAge: null, isStopped: false }

test('a policy is written into the form and read out of it unchanged, also where nothing bounds', () => {
  for (const one of [policy, open]) {
    const { reserve, ...read } = readForm(formOf(one, 2, DAY), 2, DAY)
    expect({ ...read, reserveShare: reserve, isStopped: false }).toEqual(one)
  }
})

test.each([
  ['speed', '1e6'],
  ['speed', '-5'],
  ['speed', '1.234'],
  ['stop', '0'],
  ['reserve', '10.01'],
  ['reserve', '1.005'],
  ['meanAge', '0'],
  ['meanAge', '2.55'],
  ['meanAge', 'ten'],
] as const)('%s of "%s" is not read', (field, text) => {
  const read = readForm({ ...formOf(policy, 2, DAY), [field]: text }, 2, DAY)
  expect(read[field]).toBeUndefined()
})
