import { expect, it } from 'vitest'
import { sparingly } from './leaving-transactions.ts'

it('does what is wanted seldom at once, and what is wanted often seldom', () => {
  let now = 1_000
  const planned: number[] = []
  const times = { together: 50, apart: 400 }
  const soon = sparingly(
    (_, ms) => planned.push(now + ms),
    times,
    () => now,
  )
  const wanted = [1_000, 1_060, 1_500, 1_900, 3_000, 3_450]
  for (const at of wanted) {
    now = at
    soon(() => undefined)
  }
  expect(planned).toEqual([1_050, 1_450, 1_850, 2_250, 3_050, 3_500])
})
