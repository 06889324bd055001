import { expect, test } from 'vitest'
import { readRegulation } from './use-regulation-form.ts'

const form = { upPercent: '130', downPercent: '75', lagDays: '10', nearPercent: '2', termDays: '180' }
const given = { ...form, speed: '', seed: '1' }
const asked = { upPercent: 130, downPercent: 75, lagDays: 10, nearPercent: 2, termDays: 180, seed: '1' }

test('what is written is asked; a speed only when there is one', () => {
  expect(readRegulation(given, 2)).toEqual({ wrong: [], asked })
  expect(readRegulation({ ...given, speed: '12.5' }, 2).asked).toEqual({ ...asked, speed: 1_250n })
})

test.each([
  ['upPercent', '100'],
  ['upPercent', '1e3'],
  ['downPercent', '100'],
  ['lagDays', '0'],
  ['nearPercent', '2.5'],
  ['termDays', ''],
  ['speed', '0'],
  ['speed', '1.234'],
  ['seed', ' '],
] as const)('%s of "%s" is not asked', (field, text) => {
  expect(readRegulation({ ...given, [field]: text }, 2)).toEqual({ wrong: [field], asked: undefined })
})
