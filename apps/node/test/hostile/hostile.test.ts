// As a node runs: without it the engine keeps garbage, the more the busier the machine is.
import '../../src/engine.ts'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { netValue } from '@vc/consensus'
import { must } from '@vc/kernel'
import { seeded } from '@vc/kernel/testing'
import { expect, it } from 'vitest'
import type { Request, Topic, Verdict } from '../../src/network/transport.ts'
import { memoryMembers, peerOf } from './memory-members.ts'
import { mutated, resigned, wildVote } from './mutate.ts'

// reliability.md C-04, F-03, F-04: whatever a peer sends, a node goes on, keeps its memory, and lets the peer go.
// VC_HOSTILE sets how many messages; `npm run long -- hostile` sends a million.

const COUNT = Number(process.env.VC_HOSTILE ?? 100_000)
const SEED = Number(process.env.KILL_SEED ?? 4)
const MOST_GROWTH = 256 * 1_048_576
/** Of what is alive after a collection. */
const MOST_ALIVE = 64 * 1_048_576
const REQUESTS: readonly Request[] = [
  'hello',
  'headers',
  'blocks',
  'parts',
  'beacon',
  'configuration',
  'snapshot',
]

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What is alive, with the memory of byte arrays; what the engine has not given back yet is no growth. */
function liveMemory(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

it(`a node outlives ${COUNT} hostile messages, in bounded memory, and cuts off who sends them`, {
  timeout: 120_000 + COUNT * 5,
}, async () => {
  const world = await memoryMembers({ members: 4, nodes: 3 })
  const below = seeded(SEED)
  const [victim, friend] = world.all.map((member) => must(member, 'a node'))
  for (let second = 0; second < 90; second += 1) {
    await world.second()
    // The friend regulates: its notices are among what is altered.
    if (second === 30) must(friend, 'a friend').node.face.giveNotice({ kind: 'halt', text: 'count first' })
    if (second === 60) must(friend, 'a friend').node.face.giveNotice({ kind: 'lift', text: '' })
  }
  const { node, receiver } = must(victim, 'a victim')
  const height = node.chain.head.height
  expect(height).toBeGreaterThan(15)
  expect(node.chain.finality.final.height).toBeGreaterThan(5)
  const founded = netValue(node.chain.state)
  const { messages, questions } = world.corpus
  expect(messages.map(({ topic }) => topic)).toContain('notice')
  const byzantine = must(world.founded.keys[3], 'the fourth member')
  const blocks = messages.filter(({ topic }) => topic === 'block')
  const any = <T>(list: readonly T[]): T => must(list[below(list.length)], 'something')

  const make = (): { topic: Topic; data: Uint8Array } => {
    const { topic, data } = any(messages)
    const kind = below(20)
    if (kind === 0) return { topic: 'block', data: resigned(any(blocks).data, byzantine, below) }
    if (kind === 1) return { topic: 'vote', data: wildVote(node.chain.network, byzantine, below) }
    if (kind === 2) return { topic: any(messages).topic, data }
    return { topic, data: mutated(data, any(messages).data, below) }
  }
  const before = { alive: liveMemory(), resident: process.memoryUsage.rss() }
  const most = { ...before }
  const verdicts: Record<Verdict, number> = { accept: 0, ignore: 0, reject: 0 }
  const rejects = new Map<string, number>()
  let [asked, answered, offender] = [0, 0, 0]
  for (let sent = 0; sent < COUNT; sent += 1) {
    const from = peerOf(`offender ${offender}`)
    if (below(8) === 0) {
      const { data } = any(questions)
      asked += 1
      const answer = await receiver().request(any(REQUESTS), mutated(data, any(questions).data, below), from)
      if (answer) answered += 1
    } else {
      const { topic, data } = make()
      const verdict = await receiver().message(topic, data, from)
      verdicts[verdict] += 1
      if (verdict === 'reject') rejects.set(from, (rejects.get(from) ?? 0) + 1)
    }
    if (world.hub.cutBy(peerOf('peer 0')).has(from)) offender += 1
    if (sent % 2_000 === 0) {
      await world.second()
      most.resident = Math.max(most.resident, process.memoryUsage.rss())
      if (sent % 4_000 === 0) most.alive = Math.max(most.alive, liveMemory())
    }
  }
  for (let second = 0; second < 30; second += 1) await world.second()

  const [alive, resident] = [most.alive - before.alive, most.resident - before.resident]
  const mib = (bytes: number) => Math.round(bytes / 1_048_576)
  console.log(
    `${COUNT} messages (KILL_SEED=${SEED}): ${JSON.stringify(verdicts)}, ${asked} questions, ${answered} answered, ${offender} peers cut off, +${mib(alive)} MiB alive, +${mib(resident)} MiB resident`,
  )
  expect(verdicts.reject).toBeGreaterThan(COUNT / 4)
  expect(Math.max(...rejects.values())).toBeLessThanOrEqual(20)
  expect(offender).toBeGreaterThan(COUNT / 200)
  expect(alive).toBeLessThan(MOST_ALIVE)
  expect(resident).toBeLessThan(MOST_GROWTH)
  expect(node.chain.head.height).toBeGreaterThan(height + 5)
  expect(node.chain.head.hash).toEqual(must(friend, 'a friend').node.chain.head.hash)
  expect(netValue(node.chain.state)).toBe(founded)
})
