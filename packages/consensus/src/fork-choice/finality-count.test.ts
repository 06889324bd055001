import { toHex } from '@vc/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Checkpoint, Vote } from '../codec/vote.ts'
import { FinalityCount, type FinalityGround } from './finality-count.ts'

const PERIOD = 2
const hashOf = (height: number, branch: number) =>
  new Uint8Array(32).fill(height === 0 ? 1 : 16 * branch + height + 1)
const point = (height: number, branch: number): Checkpoint => ({ height, hash: hashOf(height, branch) })
const key = (voter: number) => new Uint8Array(32).fill(100 + voter)
/** Two branches that part above height 4: below, both have the blocks of branch 0. */
const checkpoint = (height: number, branch: number) => point(height, height <= 4 ? 0 : branch)
const branchOf = ({ hash }: Checkpoint) => Math.floor(((hash[0] ?? 0) - 1) / 16)
const standsOn = (target: Checkpoint, source: Checkpoint) =>
  target.height >= source.height && (source.height <= 4 || branchOf(target) === branchOf(source))

const ground = (voters: number): FinalityGround => ({
  checkpointPeriod: PERIOD,
  standsOn,
  votersOf: () => Array.from({ length: voters }, (_, voter) => key(voter)),
})
const start = { justified: [], final: point(0, 0) }
const vote = (voter: number, source: Checkpoint, target: Checkpoint): Vote => ({
  source,
  target,
  key: key(voter),
  signature: new Uint8Array(64),
})

/** Justified and final by the sentences of consensus.md 14, found again from all votes each time. */
function slowly(votes: readonly Vote[], voters: number) {
  const quorum = Math.floor((2 * voters) / 3) + 1
  const id = ({ hash }: Checkpoint) => toHex(hash)
  const justified = new Map([[id(start.final), start.final]])
  const finals: Checkpoint[] = [start.final]
  const heard = (source: Checkpoint, target: Checkpoint) =>
    new Set(
      votes
        .filter((one) => id(one.source) === id(source) && id(one.target) === id(target))
        .map((one) => toHex(one.key))
        .filter((name) => Array.from({ length: voters }, (_, n) => toHex(key(n))).includes(name)),
    ).size
  for (let before = 0; before !== justified.size; ) {
    before = justified.size
    for (const { source, target } of votes) {
      const holds = target.height > source.height && target.height % PERIOD === 0 && standsOn(target, source)
      if (!justified.has(id(source)) || !holds || heard(source, target) < quorum) continue
      justified.set(id(target), target)
      if (target.height === source.height + PERIOD) finals.push(source)
    }
  }
  for (const { source, target } of votes) {
    const proven = justified.has(id(source)) && heard(source, target) >= quorum && standsOn(target, source)
    if (proven && target.height === source.height + PERIOD) finals.push(source)
  }
  const highest = (list: Iterable<Checkpoint>) => Math.max(...[...list].map(({ height }) => height))
  return { justified: highest(justified.values()), final: highest(finals) }
}

const anyVote = (voters: number, branches: number) =>
  fc
    .record({
      voter: fc.nat({ max: voters }),
      source: fc.nat({ max: 4 }),
      step: fc.constantFrom(1, 1, 1, 1, 2, 3),
      branch: fc.nat({ max: branches - 1 }),
    })
    .map(({ voter, source, step, branch }) =>
      vote(voter, checkpoint(PERIOD * source, branch), checkpoint(PERIOD * (source + step), branch)),
    )

describe('the count of votes', () => {
  it('finds what the slow model finds on one branch, in any order of votes', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((voters) => fc.tuple(fc.constant(voters), fc.array(anyVote(voters, 1), { maxLength: 60 }))),
        ([voters, votes]) => {
          const count = new FinalityCount(ground(voters), start)
          const taken: Vote[] = []
          for (const one of votes) {
            if (count.add(one).kind !== 'old') taken.push(one)
            const due = slowly(taken, voters)
            expect([count.justified.height, count.final.height]).toEqual([due.justified, due.final])
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('never has two branches final while fewer than a third sign what contradicts', () => {
    const honest = 3
    fc.assert(
      fc.property(fc.array(anyVote(3, 2), { maxLength: 120 }), (votes) => {
        const signed = new Map<string, Vote[]>()
        const kept = votes.filter((one) => {
          const voter = toHex(one.key)
          const mine = signed.get(voter) ?? []
          const isHonest = one.key[0] !== key(honest)[0]
          const contradicts = mine.some(
            (other) =>
              other.target.height === one.target.height ||
              (other.source.height < one.source.height && other.target.height > one.target.height) ||
              (other.source.height > one.source.height && other.target.height < one.target.height),
          )
          if (isHonest && contradicts) return false
          signed.set(voter, [...mine, one])
          return true
        })
        const seen = [kept, kept.toReversed()].map((order) => {
          const count = new FinalityCount(ground(4), start)
          for (const one of order) count.add(one)
          return count.final
        })
        const [a, b] = seen
        if (a && b) expect(standsOn(a, b) || standsOn(b, a)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('tells a vote that contradicts an earlier one of its key', () => {
    const count = new FinalityCount(ground(4), start)
    const first = vote(0, point(0, 0), point(4, 0))
    expect(count.add(first)).toEqual({ kind: 'counted' })
    expect(count.add(first)).toEqual({ kind: 'known' })
    expect(count.add(vote(0, point(2, 0), point(4, 0)))).toEqual({ kind: 'conflict', other: first })
    expect(count.add(vote(0, point(2, 0), point(8, 0))).kind).toBe('held')
    expect(count.add(vote(1, point(2, 0), point(6, 0)))).toEqual({ kind: 'held' })
  })

  it('waits for a block that it does not have, and counts when the block has come', () => {
    let isHere = false
    const late: FinalityGround = { ...ground(4), standsOn: (...of) => isHere && standsOn(...of) }
    const count = new FinalityCount(late, start)
    for (const voter of [0, 1, 2]) count.add(vote(voter, point(0, 0), point(2, 0)))
    expect(count.justified.height).toBe(0)
    isHere = true
    expect(count.recount()).toBe(true)
    expect(count.justified).toEqual(point(2, 0))
    expect(count.provenFrom(point(0, 0)).map(({ target }) => target.height)).toEqual([2])
  })

  it('counts nobody who is no voter', () => {
    const count = new FinalityCount(ground(4), start)
    for (const voter of [0, 1, 4, 5, 6]) count.add(vote(voter, point(0, 0), point(2, 0)))
    expect(count.justified.height).toBe(0)
  })
})
