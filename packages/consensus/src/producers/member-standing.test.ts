import { nobleChecks, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { expect, test } from 'vitest'
import { evidenceOf } from '../evidence.ts'
import { type BlockParts, type TestMember, testBranch } from '../testing.ts'
import { memberStandings, type SeenBlock } from './member-standing.ts'

const at = <T>(list: readonly T[], index: number): T => must(list[index], 'an item')

/** A branch of four, the second with two stakes, and its blocks, the newest first. */
function opened() {
  const branch = testBranch({ members: 4, twice: [1] })
  const blocks: SeenBlock[] = []
  const grow = (by: TestMember, parts: BlockParts = {}) => {
    const made = branch.built(by, parts)
    branch.add(made)
    blocks.unshift(made.block)
  }
  const { network, configuration, members } = branch
  const of = { network, checks: nobleChecks, parameters: configuration.parameters }
  const standings = (window = blocks.length) => {
    const all = memberStandings(branch.state, blocks.slice(0, window), of)
    return members.map(({ key }) =>
      must(
        all.find(({ stakeKey }) => stakeKey === toHex(key)),
        'a member',
      ),
    )
  }
  return { branch, grow, standings }
}

test('each member stands with its stake, its last block, and the block that recorded its last vote', () => {
  const { branch, grow, standings } = opened()
  const [a, b, c] = [at(branch.members, 0), at(branch.members, 1), at(branch.members, 2)]
  expect(standings().map(({ stake, lastBlock, lastVote }) => [stake, lastBlock, lastVote])).toEqual([
    [10n ** 9n, undefined, undefined],
    [2n * 10n ** 9n, undefined, undefined],
    [10n ** 9n, undefined, undefined],
    [10n ** 9n, undefined, undefined],
  ])
  grow(a)
  grow(b)
  grow(a, { certificates: [must(branch.certificate([0, 2], [a, b, c]), 'a quorum')] })
  grow(c)
  expect(standings().map(({ lastBlock, lastVote }) => [lastBlock, lastVote])).toEqual([
    ...[
      [3, 3],
      [2, 3],
      [4, 3],
      [undefined, undefined],
    ],
  ])
  expect(standings(1).map(({ lastBlock, lastVote }) => [lastBlock, lastVote])).toEqual([
    ...[
      [undefined, undefined],
      [undefined, undefined],
      [4, undefined],
      [undefined, undefined],
    ],
  ])
})

test('who signed two blocks for one slot is suspended: its stake counts no more', () => {
  const { branch, grow, standings } = opened()
  const [maker, twice] = [at(branch.members, 0), at(branch.members, 3)]
  const mark = new Uint8Array(32)
  const a = branch.built(twice).block.header
  const evidence = evidenceOf({
    kind: 'headers',
    a,
    b: branch.built(twice, { ballots: [mark] }).block.header,
  })
  grow(maker, { evidence: [evidence] })
  expect(at(standings(), 3)).toMatchObject({ isSuspended: true, stake: 0n, roles: 3, peer: '04' })
  expect(at(standings(), 0)).toMatchObject({ isSuspended: false, stake: 10n ** 9n, peer: '01' })
})
