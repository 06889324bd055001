import { expect, test } from 'vitest'
import { guilloche } from './guilloche.ts'

test('one seed gives one rosette and another seed gives another', () => {
  expect(guilloche('key 02ab')).toEqual(guilloche('key 02ab'))
  expect(guilloche('key 02ab')).not.toEqual(guilloche('key 02ac'))
})

test('where a petal ends the next one begins', () => {
  for (const { path, petals } of guilloche('key 02ab', 3, 12))
    for (const line of path.split('M').slice(1)) {
      const [first = [0, 0], ...others] = line
        .split('L')
        .map((point) => point.split(' ').map((one) => Number(one) - 50))
      const [x = 0, y = 0] = first
      const [endX = 0, endY = 0] = others.at(-1) ?? []
      const turn = (2 * Math.PI) / petals
      expect(endX).toBeCloseTo(x * Math.cos(turn) - y * Math.sin(turn), 1)
      expect(endY).toBeCloseTo(x * Math.sin(turn) + y * Math.cos(turn), 1)
    }
})
