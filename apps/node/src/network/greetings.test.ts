import { must } from '@vc/kernel'
import { describe, expect, it } from 'vitest'
import { memoryMembers, peerOf } from '../../test/hostile/memory-members.ts'

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
})
