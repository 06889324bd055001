import { fromHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const START = 1_800_000_000
const KEPT = 10

it('a node that keeps some blocks only has the newest bodies, all headers and genesis, and goes on after a new start', async () => {
  const { checks } = await openSignatureChecks()
  const founded = found({ seed: 'prune', stakes: [10n ** 9n], coins: 1, time: START, blocks: 256 })
  let seconds = START
  const [store, pages] = [openMemoryStore(), memoryPages()]
  const open = () =>
    openNode({
      ...{ store, genesis: founded.genesis, configuration: founded.configuration, backend: 'noble', checks },
      ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
      ...{ clock: { nowMs: () => seconds * 1_000 }, keepBlocks: KEPT },
      producer: { key: must(founded.keys[0], 'the member'), signState: openSignFile(pages) },
    })
  const grow = (node: ReturnType<typeof open>, height: number) => {
    for (; node.chain.head.height < height; seconds += 1) node.tick()
    return node
  }
  grow(open(), 40)
  const { chain, face } = grow(open(), 80)
  const final = chain.finality.final.height
  expect(final).toBeGreaterThan(70)
  const heights = Array.from({ length: 81 }, (_, height) => height)
  const bodies = heights.filter((height) => face.blockAt(height) !== undefined)
  expect(bodies[0]).toBe(0)
  expect(bodies[1]).toBeLessThanOrEqual(final - KEPT + 1)
  expect(bodies[1]).toBeGreaterThan(final - KEPT - 8)
  expect(bodies.slice(1)).toEqual(heights.slice(bodies[1]))
  expect(
    heights.filter((height) => !chain.blocks.header(must(chain.blocks.hashAt(height), 'a hash'))),
  ).toEqual([])
  expect(face.blockOf(fromHex(face.status().head.hash))?.height).toBe(chain.head.height)
})
