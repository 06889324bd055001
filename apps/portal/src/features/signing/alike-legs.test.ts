import type { ActLeg } from '@vc/acts'
import { expect, test } from 'vitest'
import { alikeLegs } from './alike-legs.ts'

const leg = (says: number) => ({ sheetHash: Uint8Array.of(says) }) as unknown as ActLeg
const runs = (...says: number[]) => alikeLegs(says.map(leg)).map(({ at, legs }) => [at, legs.length])

test('what says the same word for word stands together, whatever says something else by itself', () => {
  expect(runs()).toEqual([])
  expect(runs(1)).toEqual([[0, 1]])
  expect(runs(1, 2, 2, 2)).toEqual([
    [0, 1],
    [1, 3],
  ])
  expect(runs(2, 2, 3, 2, 2)).toEqual([
    [0, 2],
    [2, 1],
    [3, 2],
  ])
})
