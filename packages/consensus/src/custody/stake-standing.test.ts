import { expect, test } from 'vitest'
import { stakeStanding } from './stake-standing.ts'

const parameters = { minStake: 1_000, stakeMaturity: 60 }
const stake = { amount: 1_000n, registered: 500, wasMember: true, isMember: true }

test('a stake counts from the second in which it has its age', () => {
  expect(stakeStanding(stake, 559, parameters)).toBe('maturing')
  expect(stakeStanding(stake, 560, parameters)).toBe('counts')
})

test('one unit too little, or a producer who was no member, leaves plain locked value', () => {
  expect(stakeStanding({ ...stake, amount: 999n }, 900, parameters)).toBe('plain')
  expect(stakeStanding({ ...stake, wasMember: false }, 900, parameters)).toBe('plain')
})

test('a stake whose producer is a member no more wins nothing, whatever its age', () => {
  expect(stakeStanding({ ...stake, isMember: false }, 900, parameters)).toBe('idle')
})
