import { hashFunctions } from '@vc/crypto/native'
import { expect, it } from 'vitest'
import { rememberSums } from './remember-sums.ts'

const entries = [[1, 2, 3], [4], [], [1, 2], [3]].map((bytes) => Uint8Array.from(bytes))
type Sides = readonly (readonly Uint8Array[])[]
const lists: readonly Sides[] = [[], [0], [1, 2], [0, 3, 4]].flatMap((added) =>
  [[], [0], [3, 4]].map((removed) => [added, removed].map((list) => list.flatMap((at) => entries[at] ?? []))),
)

function sumOf(functions: ReturnType<typeof hashFunctions>, [added = [], removed = []]: Sides): Uint16Array {
  const lanes = new Uint16Array(1_024).fill(65_530)
  functions.sumShakes(lanes, added, removed)
  return lanes
}

it('gives the sums of the functions that it remembers for, and asks them once for each', () => {
  let asked = 0
  const counted = {
    ...hashFunctions(),
    sumShakes: (...of: Parameters<ReturnType<typeof hashFunctions>['sumShakes']>) => {
      asked += 1
      hashFunctions().sumShakes(...of)
    },
  }
  const remembering = rememberSums(counted)
  for (const sides of [...lists, ...lists]) {
    expect(sumOf(remembering, sides)).toEqual(sumOf(hashFunctions(), sides))
  }
  expect(asked).toBe(lists.length)
})
