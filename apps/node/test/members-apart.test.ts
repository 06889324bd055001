import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { describe, expect, it } from 'vitest'
import { openWatch } from '../src/watch/open-watch.ts'
import { type MemoryMembers, memoryMembers, peerOf } from './hostile/memory-members.ts'

// What `npm run partitions` does with processes and cut lines, here with a clock of its own (reliability.md C-02, R-15).

const SAID = 10
const HEALED = 30

/** Does each member see finality, as its operator is told? */
function seen({ all, clock }: MemoryMembers): readonly boolean[] {
  return all.map(({ node, network }) => {
    const { face, core } = node
    const of = {
      status: face.status,
      core,
      network,
      clock,
      isConserved: () => true,
      isStopped: () => false,
      store: () => ({ bytes: 0, most: 1 }),
      blockInterval: () => 2,
    }
    return openWatch(of).finality().seen
  })
}
const headsOf = ({ all }: MemoryMembers) => new Set(all.map(({ node }) => toHex(node.chain.head.hash)))
const finalsOf = ({ all }: MemoryMembers) => all.map(({ node }) => node.chain.finality.final.height)

/** Seconds until it holds; `most` when it does not. */
async function waited(world: MemoryMembers, most: number, holds: () => boolean): Promise<number> {
  let second = 0
  for (; second < most && !holds(); second += 1) await world.second()
  return second
}

describe('members who are cut apart', () => {
  it.each([
    { sides: [[0, 1, 2], [3]], without: [3] },
    {
      sides: [
        [0, 1],
        [2, 3],
      ],
      without: [0, 1, 2, 3],
    },
  ])(
    'say that nothing becomes final where too few are left, and are on one head soon after: $sides',
    {
      timeout: 180_000,
    },
    async ({ sides: [left = [], right = []], without }) => {
      const world = await memoryMembers({ members: 4, nodes: 4 })
      for (let second = 0; second < 60; second += 1) await world.second()
      expect(seen(world)).toEqual([true, true, true, true])
      const before = finalsOf(world)
      for (const a of left) for (const b of right) world.hub.silence(peerOf(`peer ${a}`), peerOf(`peer ${b}`))
      const isSaid = () => seen(world).every((isSeen, at) => isSeen !== without.includes(at))
      expect(await waited(world, SAID + 1, isSaid)).toBeLessThanOrEqual(SAID)
      for (let second = 0; second < 30; second += 1) await world.second()
      const apart = finalsOf(world)
      for (const [at, height] of apart.entries()) {
        const old = must(before[at], 'a height')
        if (without.includes(at)) expect(height).toBeLessThanOrEqual(old + 4)
        else expect(height).toBeGreaterThan(old + 4)
      }
      world.hub.mend()
      const isWhole = () => headsOf(world).size === 1 && seen(world).every(Boolean)
      expect(await waited(world, HEALED + 1, isWhole)).toBeLessThanOrEqual(HEALED)
      for (let second = 0; second < 20; second += 1) await world.second()
      expect(Math.min(...finalsOf(world))).toBeGreaterThan(Math.max(...apart))
    },
  )
})
