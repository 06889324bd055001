import { toHex } from '@vc/crypto'
import { describe, expect, test } from 'vitest'
import { checkTask, contributionWrite, MOST_PLACES, placeSecret, workCreditWrite } from './task.ts'

const terms = { reward: 5_000n, places: 2, deadline: 120 }
const handedIn = { task: 't', work: 'w', name: '阿美', fingerprint: 'ab'.repeat(32) }
const id = '00000000-0000-4000-8000-0000000000aa'

describe('a task', () => {
  test('has a place at least, and time to hand something in', () => {
    expect(checkTask(terms, 100, 1_440).ok).toBe(true)
    expect(checkTask({ ...terms, places: MOST_PLACES }, 110, 1_440).ok).toBe(true)
  })

  test.each([
    ['task-places', { places: 0 }],
    ['task-places', { places: MOST_PLACES + 1 }],
    ['task-deadline', { deadline: 109 }],
    ['task-deadline', { deadline: 100 + 366 * 1_440 + 1 }],
  ])('is refused with %s', (code, change) => {
    expect(checkTask({ ...terms, ...change }, 100, 1_440)).toMatchObject({ refusal: { code } })
  })

  test('has a secret for each place', () => {
    const secrets = [0, 1, 2].map((place) => toHex(placeSecret(new Uint8Array(32), place)))
    expect(new Set(secrets).size).toBe(3)
  })
})

test('a contribution is told by its contributor, and by the creator who takes it', () => {
  const told = JSON.parse(new TextDecoder().decode(contributionWrite(id, handedIn).value))
  expect(told).toEqual(handedIn)
  const taken = workCreditWrite(id, { ...handedIn, title: 'Manual', contributor: '0f'.repeat(20) })
  expect(JSON.parse(new TextDecoder().decode(taken.value))).toEqual({
    ...{ ...handedIn, title: 'Manual', contributor: '0f'.repeat(20) },
  })
  expect([taken.table, toHex(taken.key)]).toEqual(['work-credit', '00000000000040008000' + '0000000000aa'])
})
