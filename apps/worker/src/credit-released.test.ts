import { toHex } from '@vc/crypto'
import { creditReleased, heightSince, type Release, stretchEnds } from '@vc/db'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import { DEBT_LAYER, GROUP, MANAGEMENT, REWARD, type Transaction } from '@vc/ledger'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { releasesOf } from '../test/releases.ts'
import { owes, pays, sample } from '../test/sample-transactions.ts'
import { scriptedNode } from '../test/scripted-node.ts'
import { followChain } from './follow-chain.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.stop())

const log = { info: () => {}, warn: () => {}, error: () => {} }
const [one, two, three] = [1, 2, 3].map((n) => new Uint8Array(32).fill(n))
const credit = (name: string, amount: bigint) => pays(name, amount, 1)

/** Every way in which credit and debt come and go: given, handed down, drawn on, turned into debt, paid back, put off. */
function blocksOf(): readonly (readonly [Transaction[], Uint8Array | undefined])[] {
  const genesis = sample([], [pays('ann', 1_000n), credit('group', 1_000_000n)], {
    layer: MANAGEMENT,
    kind: GROUP,
  })
  const more = sample([[genesis, 1]], [credit('group', 900_000n), credit('other', 80_000n)], {
    layer: MANAGEMENT,
    kind: GROUP,
  })
  const grant = sample([[more, 0]], [credit('agent', 5_000n), credit('group', 1n)], {
    layer: DEBT_LAYER,
    kind: 1,
  })
  const below = { layer: DEBT_LAYER, kind: 1 } as const
  const loan = sample(
    [[grant, 0]],
    [pays('ann', 3_000n), owes('ann', 3_000n, 50), credit('agent', 2_000n)],
    below,
  )
  // Credit of the management layer is only read, and stays.
  const larger = sample([[more, 1]], [pays('ben', 700n), owes('ben', 700n, 60)], { kind: 1 })
  const paid = sample(
    [
      [loan, 0],
      [loan, 1],
    ],
    [owes('ann', 1_000n, 50), pays('ann', 1_000n)],
    { layer: DEBT_LAYER },
  )
  const later = sample([[paid, 0]], [owes('ann', 1_000n, 90)], below)
  const reward = sample([], [pays('producer', 5n)], { layer: DEBT_LAYER, kind: REWARD })
  return [
    [[genesis], undefined],
    [[more], one],
    [[grant, reward], two],
    [[], one],
    [[loan], two],
    [[larger], three],
    [[paid], one],
    [[later], one],
  ]
}

test('the credit that each producer let in is what the ledger says of its blocks, to the unit', async () => {
  const node = scriptedNode()
  for (const [at, [transactions, by]] of blocksOf().entries())
    node.mine(transactions, [0n, 0n, 0n, 0n, 10n, 20n, BigInt(100 * at), 30n, 40n], by)
  await followChain({ db: database.db, client: node.client, log, hooks: {} })
  const chain = []
  for (let height = 0; height < blocksOf().length; height += 1)
    chain.push(must(await node.client.block(height), 'a block'))
  const told = releasesOf(chain)
  // A grant gives the agent's credit, the loan out of it debt instead of credit: only what is new counts.
  expect(told.map(({ released }) => released)).toEqual([0n, 0n, 5_001n, 0n, 0n, 700n, 0n, 0n])

  for (const seconds of [1, 3, 600]) {
    for (const from of [0, 1, 4]) {
      const expected = new Map<string, Release>()
      for (const { height, time, producerKey, released } of told) {
        if (height < Math.max(1, from)) continue
        const stretch = Math.floor(time / seconds)
        const name = `${stretch} ${producerKey}`
        const known = expected.get(name) ?? { stretch, producerKey, blocks: 0, giving: 0, released: 0n }
        const giving = known.giving + (released > 0n ? 1 : 0)
        expected.set(name, {
          ...known,
          blocks: known.blocks + 1,
          giving,
          released: known.released + released,
        })
      }
      const order = (a: Release, b: Release) =>
        a.stretch - b.stretch || (a.producerKey < b.producerKey ? -1 : 1)
      expect(await creditReleased(database.db, { from, seconds })).toEqual([...expected.values()].sort(order))
    }
  }
  expect(must(told[2], 'a block').producerKey).toBe(toHex(must(two, 'a key')))
  const ends = await stretchEnds(database.db, { from: 3, seconds: 3 })
  expect(ends.map(({ from, to, circulating }) => [from, to, circulating])).toEqual([
    [3, 5, 500n],
    [6, 7, 700n],
  ])
  expect(ends[0]).toMatchObject({ unused: 40n, debt: 60n })
  const { time } = must(chain[4], 'a block')
  expect(await heightSince(database.db, time)).toBe(4)
  expect(await heightSince(database.db, time + 1_000)).toBe(7)
})
