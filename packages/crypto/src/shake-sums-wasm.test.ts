import { seeded } from '@vc/kernel/testing'
import { expect, it } from 'vitest'
import { nobleHashes } from './hash-functions.ts'
import { openShakeSums } from './shake-sums-wasm.ts'

const random = seeded(1600)
const bytes = (length: number) => Uint8Array.from({ length }, () => random(256))
const entries = (count: number) => Array.from({ length: count }, () => bytes(random(180)))

it('entries hashed side by side come to the sum of noble’s hashes, whatever their number and length', () => {
  const sums = openShakeSums(nobleHashes.sumShakes)
  expect(sums, 'this machine has vectors').toBeDefined()
  for (let round = 0; round < 40; round += 1) {
    const lanes = Uint16Array.from({ length: 1024 }, () => random(65_536))
    const expected = lanes.slice()
    const [added, removed] = [entries(random(6)), entries(random(6))]
    sums?.(lanes, added, removed)
    nobleHashes.sumShakes(expected, added, removed)
    expect(lanes).toEqual(expected)
  }
})

it('what was added and is taken away again leaves nothing', () => {
  const lanes = new Uint16Array(1024)
  const some = entries(5)
  const sums = openShakeSums(nobleHashes.sumShakes)
  sums?.(lanes, some, [])
  expect(lanes.some((lane) => lane !== 0)).toBe(true)
  sums?.(lanes, [], some.toReversed())
  expect(lanes).toEqual(new Uint16Array(1024))
})
