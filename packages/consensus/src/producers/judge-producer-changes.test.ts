import { longRun } from '@vc/kernel/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_VOTERS } from '../members.ts'
import { judgeProducerChanges, type ProducerChange } from './judge-producer-changes.ts'
import type { MemberStanding } from './member-standing.ts'

/** A member who makes blocks and votes, and was seen doing both. */
const member = (name: string, stake: bigint, other: Partial<MemberStanding> = {}): MemberStanding => ({
  ...{ peer: name, certificateHash: '00', stakeKey: `key of ${name}`, roles: 3, isSuspended: false, stake },
  ...{ lastBlock: 90, lastVote: 99, ...other },
})
const gone = { lastBlock: undefined, lastVote: undefined }
const as = (peer: string, roles: number, stakeKey = `key of ${peer}`): ProducerChange => ({
  ...{ what: 'member', peer, stakeKey, roles },
})
const ends = (name: string, amount: bigint): ProducerChange => ({
  ...{ what: 'stake', producerKey: `key of ${name}`, amount },
})
const judged = (members: readonly MemberStanding[], ...changes: ProducerChange[]) => {
  const answer = judgeProducerChanges(members, changes)
  return answer.ok ? 'enough' : answer.refusal
}

const four = ['a', 'b', 'c', 'd'].map((name) => member(name, 25n))
const large = [member('a', 51n), member('b', 30n), member('c', 10n), member('d', 9n)]
const halves = [member('a', 50n), member('b', 30n), member('c', 10n), member('d', 10n)]
const alone = [member('a', 100n)]
const stakeShort = (left: bigint, need: bigint, all = 100n) => ({
  ...{ code: 'stake-online-short', left, need, all },
})
const votersShort = (left: number, need: number, all: number) => ({
  ...{ code: 'voters-online-short', left, need, all },
})

describe('a change of producers', () => {
  test.each([
    ['one of four equal ones ends', four, [as('d', 0)], 'enough'],
    ['one of four gets another stake key', four, [as('d', 3, 'new')], 'enough'],
    ['the half of all stake ends', halves, [as('a', 0)], 'enough'],
    ['one unit more than the half ends', large, [as('a', 0)], stakeShort(49n, 50n)],
    ['its producer role is taken away alone', large, [as('a', 2)], stakeShort(49n, 50n)],
    ['its stake key changes', large, [as('a', 3, 'new')], stakeShort(49n, 50n)],
    ['its owner takes the stake away', large, [ends('a', 51n)], stakeShort(49n, 50n)],
    ['its owner takes a part of it away', large, [ends('a', 50n)], 'enough'],
    [
      'two changes together are too much',
      four,
      [as('d', 2), as('c', 2), ends('a', 1n)],
      stakeShort(49n, 50n),
    ],
    ['the only producer ends', alone, [as('a', 0)], stakeShort(0n, 50n)],
    ['the only stake ends', alone, [ends('a', 100n)], stakeShort(0n, 50n)],
    [
      'of an odd sum the half is rounded up',
      [member('a', 51n), member('b', 50n)],
      [as('a', 2)],
      stakeShort(50n, 51n, 101n),
    ],
    [
      'stake of who is away does not stay',
      [member('a', 40n), member('b', 30n), member('c', 30n, gone)],
      [as('b', 2)],
      stakeShort(40n, 50n),
    ],
    ['who is away ends', [member('a', 40n), member('b', 60n, gone)], [as('b', 0)], 'enough'],
    [
      'who is suspended ends',
      [member('a', 40n), member('b', 60n, { isSuspended: true })],
      [as('b', 0)],
      'enough',
    ],
    [
      'a vote alone is enough to be online',
      [member('a', 50n, { lastBlock: undefined }), member('b', 50n)],
      [as('b', 2)],
      'enough',
    ],
    [
      'a block alone is enough to keep the stake',
      [member('a', 50n, { lastVote: undefined, roles: 1 }), member('b', 50n)],
      [as('b', 2)],
      'enough',
    ],
    [
      'two records with one key: one of them ends',
      [member('a', 100n), { ...member('b', 100n), stakeKey: 'key of a' }],
      [as('b', 0)],
      'enough',
    ],
    ['what is proposed is how it stands', large, [as('a', 3)], 'enough'],
    [
      'nothing changes where too little is online anyway',
      [member('a', 10n), member('b', 90n, gone)],
      [as('c', 3, 'new')],
      'enough',
    ],
  ] as const)('%s', (_, members, changes, answer) => {
    expect(judged(members, ...changes)).toEqual(answer)
  })
})

test('what was signed before counts as done, and is not refused again with what takes nothing away', () => {
  const signed = [ends('d', 25n), ends('c', 25n)]
  expect(judgeProducerChanges(four, [ends('a', 1n)], signed)).toMatchObject({ refusal: stakeShort(49n, 50n) })
  expect(judgeProducerChanges(four, [as('e', 3)], [...signed, ends('b', 1n)])).toMatchObject({ ok: true })
  expect(judgeProducerChanges(four, [as('d', 0)], [as('c', 0)])).toMatchObject({ ok: true })
  expect(judgeProducerChanges(four, [as('d', 0)], [as('c', 3, 'new')])).toMatchObject({
    refusal: votersShort(2, 3, 3),
  })
})

describe('a change of voters', () => {
  const voters = four.map((one) => ({ ...one, stake: 0n, roles: 2 }))
  const five = [...voters, member('e', 0n, { ...gone, roles: 2 })]
  test.each([
    ['one of four ends: three of three vote on', voters, [as('d', 0)], 'enough'],
    ['one of four gets another key: three of four vote on', voters, [as('d', 2, 'new')], 'enough'],
    ['two of four get other keys', voters, [as('c', 2, 'new c'), as('d', 2, 'new d')], votersShort(2, 3, 4)],
    ['one more of five, of whom one is away', five, [as('d', 0)], 'enough'],
    ['two more of five, of whom one is away', five, [as('c', 0), as('d', 0)], votersShort(2, 3, 3)],
    ['who is away ends', five, [as('e', 0)], 'enough'],
    ['one comes for one who goes', voters, [as('d', 0), as('f', 2)], 'enough'],
    ['the only voter ends', [member('a', 0n)], [as('a', 1)], votersShort(0, 1, 0)],
    ['the only voter gets another key', [member('a', 0n)], [as('a', 3, 'new')], votersShort(0, 1, 1)],
    ['a second comes', [member('a', 0n)], [as('b', 2)], 'enough'],
    [
      'who makes blocks and never votes is no voter who stays',
      [member('a', 0n, { lastVote: undefined }), member('b', 0n)],
      [as('b', 1)],
      votersShort(0, 1, 1),
    ],
    [
      'one with evidence against it comes back with a new key',
      [...voters.slice(1), { ...member('a', 0n), isSuspended: true }],
      [as('a', 3, 'new')],
      'enough',
    ],
  ] as const)('%s', (_, members, changes, answer) => {
    expect(judged(members, ...changes)).toEqual(answer)
  })
})

describe('as many voters as blocks count', () => {
  const full = Array.from({ length: MOST_VOTERS }, (_, i) => member(`v${i}`, 0n, { roles: 2 }))
  const many = (voters: number) => ({ code: 'voters-many', voters, most: 128 })
  const away = { ...member('s', 0n, { roles: 2 }), isSuspended: true }
  test.each([
    ['one more', full, [as('w', 2)], many(129)],
    ['one more that makes blocks too', full, [as('w', 3)], many(129)],
    ['one more that makes blocks alone', full, [as('w', 1)], 'enough'],
    ['a member that becomes a voter', [...full, member('p', 0n, { roles: 1 })], [as('p', 3)], many(129)],
    ['the last of them', full.slice(1), [as('w', 2)], 'enough'],
    ['two more than the last of them', full.slice(1), [as('w', 2), as('x', 2)], many(129)],
    ['one for one that goes', full, [as('w', 2), as('v0', 0)], 'enough'],
    ['one whose key was suspended does not count', [...full.slice(1), away], [as('w', 2)], 'enough'],
    ['it comes back with a new key', [...full, away], [as('s', 2, 'new')], many(129)],
    ['another role of one of too many', [...full, member('x', 0n)], [as('v0', 6)], 'enough'],
    ['one of too many goes', [...full, member('x', 0n), member('y', 0n)], [as('x', 0)], 'enough'],
  ] as const)('%s', (_, members, changes, answer) => {
    expect(judged(members, ...changes)).toEqual(answer)
  })

  test('are counted with what was signed before', () => {
    expect(judgeProducerChanges(full.slice(1), [as('w', 2)], [as('x', 2)])).toMatchObject({
      refusal: many(129),
    })
    expect(judgeProducerChanges(full, [as('x', 1)], [as('w', 2)])).toMatchObject({ ok: true })
  })
})

const { drawn, timeout } = longRun(500)
const height = fc.option(fc.constant(7), { nil: undefined })
const network = fc
  .array(
    fc.record({
      stake: fc.bigInt(0n, 60n),
      roles: fc.integer({ min: 1, max: 7 }),
      lastBlock: height,
      lastVote: height,
      isSuspended: fc.boolean(),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list.map(({ stake, ...one }, i) =>
      member(`m${i}`, (one.roles & 1) === 1 && !one.isSuspended ? stake : 0n, one),
    ),
  )
const changed = fc.array(
  fc.record({
    at: fc.nat(9),
    roles: fc.integer({ min: 0, max: 7 }),
    isNew: fc.boolean(),
    amount: fc.option(fc.bigInt(0n, 60n)),
  }),
  { maxLength: 4 },
)
/** One change of each member at most, as the portal proposes them. */
const changesOf = (list: readonly { at: number; roles: number; isNew: boolean; amount: bigint | null }[]) => {
  const all = list.map(({ at, roles, isNew, amount }) =>
    amount === null ? as(`m${at}`, roles, isNew ? `new of m${at}` : undefined) : ends(`m${at}`, amount),
  )
  return all.filter(
    (one, i) =>
      one.what === 'stake' ||
      i === all.findIndex((other) => other.what === 'member' && other.peer === one.peer),
  )
}

test('what is let through leaves half of all stake online, or takes none of it away', { timeout }, () => {
  fc.assert(
    fc.property(network, changed, (members, list) => {
      const changes = changesOf(list)
      if (judged(members, ...changes) !== 'enough') return
      const seen = members.filter(
        (one) => !one.isSuspended && (one.lastBlock !== undefined || one.lastVote !== undefined),
      )
      const places = new Map(members.map((one) => [one.peer, { key: one.stakeKey, roles: one.roles }]))
      for (const one of changes)
        if (one.what === 'member') places.set(one.peer, { key: one.stakeKey, roles: one.roles })
      const keeps = ({ stakeKey }: MemberStanding) =>
        [...places.values()].some(({ key, roles }) => key === stakeKey && roles % 2 === 1)
      const taken = (key: string) =>
        changes.reduce(
          (sum, one) => (one.what === 'stake' && one.producerKey === key ? sum + one.amount : sum),
          0n,
        )
      const before = seen.reduce((sum, { stake }) => sum + stake, 0n)
      const all = members.reduce((sum, { stake }) => sum + stake, 0n)
      const left = seen.filter(keeps).reduce((sum, { stake, stakeKey }) => {
        const rest = stake - taken(stakeKey)
        return rest > 0n ? sum + rest : sum
      }, 0n)
      expect(left === before || 2n * left >= all).toBe(true)
    }),
    drawn,
  )
})

test('who comes, and whoever is away and goes, is never refused; nor does the order of changes matter', {
  timeout,
}, () => {
  fc.assert(
    fc.property(network, changed, (members, list) => {
      const changes = changesOf(list)
      expect(judged(members, ...changes.toReversed())).toEqual(judged(members, ...changes))
      const away = members.filter((one) => one.lastBlock === undefined && one.lastVote === undefined)
      const harmless = [...away.map(({ peer }) => as(peer, 0)), as('m8', 3), as('m9', 7)]
      expect(judged(members, ...harmless)).toBe('enough')
    }),
    drawn,
  )
})
