import { netValue } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { describe, expect, it } from 'vitest'
import { encodeHello } from '../src/network/messages.ts'
import { memoryMembers, peerOf } from './hostile/memory-members.ts'

describe('members of a network', () => {
  it('agree on one chain that becomes final, and one that comes later catches up from genesis', async () => {
    const world = await memoryMembers({ members: 4, nodes: 3 })
    for (let second = 0; second < 240; second += 1) await world.second()
    const heads = () => world.all.map(({ node }) => toHex(node.chain.head.hash))
    expect(new Set(heads()).size).toBe(1)
    const late = await world.open(3)
    world.all.push(late)
    expect(late.node.chain.head.height).toBe(0)
    for (let second = 0; second < 60; second += 1) await world.second()
    const first = must(world.all[0], 'a node').node
    expect(late.node.chain.head.height).toBeGreaterThan(60)
    expect(new Set(heads()).size).toBe(1)
    expect(late.node.chain.head.header.stateHash).toEqual(first.chain.head.header.stateHash)
    expect(late.node.chain.finality.final.height).toBeGreaterThan(first.chain.head.height - 12)
    expect(netValue(late.node.chain.state)).toBe(netValue(first.chain.state))
    expect(late.network.peers().map(({ inReach }) => inReach)).toEqual([true, true, true])
  })

  it('let go who is of another network, or whose certificate is not that of its record', async () => {
    const world = await memoryMembers({ members: 4, nodes: 2 })
    for (let second = 0; second < 10; second += 1) await world.second()
    const victim = must(world.all[0], 'a node')
    const greet = async (name: string, change: object) => {
      const standing = victim.node.core.standing()
      const hello = {
        ...standing,
        clockMs: world.clock.nowMs(),
        certificate: Buffer.from(`hostile certificate ${name}`),
      }
      const answer = await victim
        .receiver()
        .request('hello', encodeHello({ ...hello, ...change }), peerOf(`peer ${name}`))
      return [answer !== undefined, world.hub.cutBy(peerOf('peer 0')).get(peerOf(`peer ${name}`))]
    }
    expect(await greet('3', { certificate: Buffer.from('of somebody else') })).toEqual([false, 'certificate'])
    expect(await greet('2', { network: new Uint8Array(32) })).toEqual([false, 'other-network'])
    expect(await greet('1', {})).toEqual([true, undefined])
  })
})
