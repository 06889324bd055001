import { expect, it } from 'vitest'
import { openBlame } from './blame.ts'

it('twenty wrongs within a minute end a connection; a wrong now and then does not', () => {
  let now = 0
  const cut: string[] = []
  const blame = openBlame({ cutOff: (peer, offence) => cut.push(`${peer} ${offence}`) }, { nowMs: () => now })
  for (let minute = 0; minute < 30; minute += 1) {
    now += 61_000
    for (let wrong = 0; wrong < 19; wrong += 1) blame.wrong('careless', 'lies')
  }
  expect(cut).toEqual([])
  for (let wrong = 0; wrong < 20; wrong += 1) blame.wrong('hostile', 'invalid-messages')
  expect(cut).toEqual(['hostile invalid-messages'])
  expect(blame.count()).toBe(30 * 19 + 20)
})
