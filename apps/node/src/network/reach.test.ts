import { expect, it } from 'vitest'
import { reachOf } from './reach.ts'

const member = (n: number, roles: number) => {
  const key = new Uint8Array(32).fill(n)
  return { peerKey: key, certificateHash: key, stakeKey: key, roles, stake: 0n }
}
const name = (n: number) => Buffer.alloc(32, n).toString('hex')

it('counts the voters among those heard of, not producers or regulators', () => {
  const members = [member(1, 3), member(2, 3), member(3, 2), member(4, 3), member(5, 1), member(6, 4)]
  const reach = (...heard: number[]) => reachOf(members, new Set(heard.map(name)))
  expect(reach(1, 2, 3, 4, 5, 6)).toEqual({ votersInReach: 4, voters: 4, quorum: 3 })
  expect(reach(1, 5, 6, 9)).toEqual({ votersInReach: 1, voters: 4, quorum: 3 })
})
