import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { describe, expect, it } from 'vitest'
import { type MemoryMembers, memoryMembers, peerOf } from '../../test/hostile/memory-members.ts'

describe('members who are connected', () => {
  it('keep hearing of each other when each holds the other for the one who dialled', async () => {
    const world = await memoryMembers({ members: 4, nodes: 2, inbound: true })
    for (let second = 0; second < 30; second += 1) await world.second()
    for (const { network } of world.all) {
      expect(network.peers().map(({ inReach }) => inReach)).toEqual([true])
      expect(must(network.peers()[0], 'a peer').head).toBeGreaterThan(1)
    }
  })

  it('let a dead connection go, and are together again when the line is whole', async () => {
    const world = await memoryMembers({ members: 4, nodes: 2 })
    for (let second = 0; second < 10; second += 1) await world.second()
    const reach = () => world.all.map(({ network }) => network.peers().map(({ inReach }) => inReach))
    expect(reach()).toEqual([[true], [true]])
    world.hub.silence(peerOf('peer 0'), peerOf('peer 1'))
    for (let second = 0; second < 8; second += 1) await world.second()
    expect(reach()).toEqual([[false], [false]])
    for (let second = 0; second < 8; second += 1) await world.second()
    expect(reach()).toEqual([[], []])
    world.hub.mend()
    for (let second = 0; second < 4; second += 1) await world.second()
    expect(reach()).toEqual([[true], [true]])
  })

  it('take no block and no vote of one whose clock is over a second off their median, and it follows them', async () => {
    const world = await memoryMembers({ members: 4, nodes: 4, skews: [0, 0, 0, 1_500] })
    for (let second = 0; second < 60; second += 1) await world.second()
    const skewed = must(world.all[3], 'the fourth')
    expect(skewed.network.clockSkewMs()).toBe(1_500)
    expect(world.all.slice(0, 3).map(({ network }) => network.clockSkewMs())).toEqual([0, 0, 0])
    const { chain } = skewed.node
    expect(chain.head.height).toBeGreaterThan(10)
    const makers = Array.from({ length: chain.head.height }, (_, at) => makerOf(skewed.node.chain, at + 1))
    const own = toHex(must(world.founded.keys[3], 'its key').producerKey)
    expect(makers).not.toContain(own)
    expect(new Set(makers).size).toBe(3)
    expect(chain.finality.votes().map(({ key }) => toHex(key))).not.toContain(own)
    expect(chain.finality.final.height).toBeGreaterThan(0)
  })
})

function makerOf({ blocks }: MemoryMembers['all'][number]['node']['chain'], height: number): string {
  const hash = must(blocks.hashAt(height), 'a block of this height')
  return toHex(must(blocks.header(hash), 'its header').producerKey)
}
