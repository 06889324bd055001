import { expect, test } from 'vitest'
import { guilloche } from './guilloche.ts'

test('one seed gives one rosette and another seed gives another', () => {
  expect(guilloche('key 02ab')).toEqual(guilloche('key 02ab'))
  expect(guilloche('key 02ab')).not.toEqual(guilloche('key 02ac'))
})
