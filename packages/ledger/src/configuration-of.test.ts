import { expect, test } from 'vitest'
import { defaultConfiguration } from './configuration.ts'
import { configurationOf } from './configuration-of.ts'

test("the network's own numbers replace the defaults, amounts as bigint", () => {
  const configuration = configurationOf({
    badDebtAge: 60,
    creditUnit: '1000000',
    rpIds: ['localhost'],
    slotSeconds: 1,
  })
  expect(configuration).toEqual({
    ...defaultConfiguration,
    badDebtAge: 60,
    creditUnit: 1_000_000n,
    rpIds: ['localhost'],
  })
})

test('a parameter of another form stops the portal instead of being guessed', () => {
  expect(() => configurationOf({ overdueFreeze: 'yes' })).toThrow('overdueFreeze')
})
