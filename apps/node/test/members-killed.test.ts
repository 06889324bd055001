import { netValue } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { expect, it } from 'vitest'
import { type MemoryMember, memoryMembers } from './hostile/memory-members.ts'

// What test/consortium.test.ts does with processes, here with a clock of its own: real nodes with real networks, any of
// which ends in the middle of what it says and comes back with what its disk holds. `npm run long -- ends` does it fifty times.

const KILLS = Number(process.env.VC_KILLS ?? 6)
const SEED = Number(process.env.KILL_SEED ?? 7)
const MEMBERS = 4
/** Seconds of the clock in which all must be together again. */
const PATIENCE = 60

it(`four members go on through ${KILLS} ends of any one of them, and come back to one chain that becomes final`, {
  timeout: 60_000 + KILLS * 20_000,
}, async () => {
  const below = seeded(SEED)
  /** Each message takes its own time, so that one overtakes another. */
  const deliver = (act: () => void) => {
    const later = (turns: number): void => void setImmediate(() => (turns === 0 ? act() : later(turns - 1)))
    later(below(4))
  }
  const world = await memoryMembers({ members: MEMBERS, nodes: MEMBERS, deliver })
  const running = new Map<number, MemoryMember>(world.all.entries())
  const seconds = async (count: number) => {
    world.all.splice(0, world.all.length, ...running.values())
    for (let second = 0; second < count; second += 1) await world.second()
  }
  const finals = () => [...running.values()].map(({ node }) => node.chain.finality.final.height)
  const heads = () => new Set([...running.values()].map(({ node }) => toHex(node.chain.head.hash)))
  await seconds(90)
  const founded = netValue(must(running.get(0), 'a node').node.chain.state)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const at = below(MEMBERS)
    const victim = must(running.get(at), 'a node')
    const before = Math.max(...finals())
    victim.node.tick()
    for (let turn = below(6); turn > 0; turn -= 1) await new Promise(setImmediate)
    running.delete(at)
    await victim.transport.stop()
    await seconds(1 + below(25))
    running.set(at, await world.open(at))
    let waited = 0
    const isWell = () => Math.min(...finals()) > before && heads().size === 1
    for (; waited < PATIENCE && !isWell(); waited += 1) await seconds(1)
    const stands = [...running].map(([of, { node, network }]) => ({
      ...{ of, head: node.chain.head.height, final: node.chain.finality.final.height },
      reach: network.peers().filter(({ inReach }) => inReach).length,
    }))
    expect([kill, isWell(), isWell() ? [] : stands]).toEqual([kill, true, []])
  }
  for (const { node, network } of running.values()) {
    expect(netValue(node.chain.state)).toBe(founded)
    expect(network.offences()).toBe(0)
  }
})
