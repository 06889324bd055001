import { fromHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { rememberChecks } from '../checks/remember-checks.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const { time } = forkNetwork
const checks = rememberChecks((await openSignatureChecks()).checks)

/** Nodes of one network, each opened by the number of its member, on one clock. */
function opened(maxReorgDepth: number) {
  const network = found({ ...forkNetwork, parameters: { maxReorgDepth } })
  const clock = { seconds: time, nowMs: () => clock.seconds * 1_000 }
  const votes: number[] = []
  const open = (member: number, isClockRight = () => true) =>
    openNode({
      ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
      ...{ backend: 'noble', checks, clock, log: pino({ level: 'silent' }), isClockRight },
      policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 },
      port: { ...alone, announceVote: () => votes.push(member) },
      producer: { key: must(network.keys[member], 'a key'), signState: openSignFile(memoryPages()) },
    })
  return { clock, votes, open }
}
type Opened = ReturnType<ReturnType<typeof opened>['open']>

const growTo = (node: Opened, clock: { seconds: number }, height: number) => {
  while (node.chain.head.height < height) {
    clock.seconds += 1
    node.tick()
  }
}
const give = (from: Opened, to: Opened) => {
  for (let height = 1; height <= from.chain.head.height; height += 1) {
    to.core.receiveBlock(fromHex(must(from.face.blockAt(height), 'a block').bytes), 'peer')
  }
}

describe('a node that nothing has become final for', () => {
  it.each([
    [3, false],
    [2, true],
  ])('stays, with maxReorgDepth %i, on three blocks of its own: %s', (maxReorgDepth, isReluctant) => {
    const { clock, open } = opened(maxReorgDepth)
    const [own, other] = [open(0), open(1)]
    growTo(own, clock, 3)
    growTo(other, clock, 12)
    const before = own.face.status().head.hash
    const wanted = other.face.status().head.hash
    give(other, own)
    expect(own.face.status().head.hash).toBe(isReluctant ? before : wanted)
    expect(own.chain.reluctance).toEqual(isReluctant ? { wanted, depth: 3 } : undefined)
  })
})

describe('a node whose clock is off', () => {
  it('makes no block and votes for none, takes those of others, and goes on when it is right again', () => {
    const { clock, votes, open } = opened(500)
    let isRight = false
    const [own, other] = [open(0, () => isRight), open(1)]
    const votesOf = (member: number) => votes.filter((one) => one === member).length
    for (let n = 0; n < 120; n += 1) {
      clock.seconds += 1
      own.tick()
    }
    expect([own.chain.head.height, votes.length]).toEqual([0, 0])
    growTo(other, clock, 6)
    give(other, own)
    own.tick()
    expect(own.face.status().head).toEqual(other.face.status().head)
    expect([votesOf(0), votesOf(1) > 0]).toEqual([0, true])
    isRight = true
    growTo(own, clock, 7)
    expect(votesOf(0)).toBeGreaterThan(0)
  })
})
