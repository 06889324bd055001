import { blockHash, decodeBlock } from '@vc/consensus'
import { fromHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { armFailpoints, must } from '@vc/kernel'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { payToSelf } from '../../test/transfers.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'
import { openBlame } from './blame.ts'
import { openBlockRelay } from './block-relay.ts'
import { compactOf } from './compact-block.ts'
import { encodePieces } from './messages.ts'

const { checks } = await openSignatureChecks()
const network = found(forkNetwork)
let seconds = forkNetwork.time
const clock = { nowMs: () => seconds * 1_000 }
afterEach(() => armFailpoints(undefined))

function open(member?: number) {
  const { genesis, configuration, keys } = network
  const key = member === undefined ? undefined : must(keys[member], 'a member')
  return openNode({
    ...{ store: openMemoryStore(), genesis, configuration, backend: 'noble', checks, clock },
    ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
    ...(key ? { producer: { key, signState: openSignFile(memoryPages()) } } : {}),
  })
}

/** A first block with a payment that nobody else heard of, and a node that hears of it; `given` is what the sender answers when it is asked for its body. */
function hearing(given: (block: Uint8Array) => Uint8Array | undefined, hasCome = false) {
  const producer = open(0)
  const coin = must(network.coins[0], 'a coin')
  const { hex } = payToSelf(network.owner, coin, 10n, producer.chain.network)
  expect(producer.face.submit([fromHex(hex)]).accepted).toBe(true)
  while (producer.chain.head.height === 0) {
    seconds += 1
    producer.tick()
  }
  const bytes = fromHex(must(producer.face.blockAt(1), 'a block').bytes)
  const { core: own, chain } = open()
  const missed: Uint8Array[] = []
  const core = { ...own, bodyMissed: (block: Uint8Array) => void missed.push(block) }
  const [cut, faults]: [string[], unknown[]] = [[], []]
  const blame = openBlame({ cutOff: (peer) => cut.push(peer) }, clock)
  const ask = async (_: string, request: string) => (request === 'blocks' ? given(bytes) : undefined)
  const unjudged = () => (hasCome ? [fromHex(hex)] : [])
  const relay = openBlockRelay({ core, ask, blame, unjudged, onFault: (error) => faults.push(error) })
  const receive = async () => {
    const verdict = relay.receive(must(compactOf(bytes, 4_000_000), 'a message'), 'sender')
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    return verdict
  }
  return { receive, blame, faults, chain, bytes, missed }
}

describe('a block that comes with short ids', () => {
  it('is taken when the sender gives what is missing here', async () => {
    const { receive, blame, faults, chain, bytes } = hearing((block) => encodePieces([block]))
    expect(await receive()).toBe('accept')
    const block = decodeBlock(bytes, 4_000_000)
    expect(block.ok && blockHash(block.value.header)).toEqual(chain.head.hash)
    expect([blame.count(), faults]).toEqual([0, []])
  })

  it('is taken with a transaction that has come and was not judged yet, and nobody is asked', async () => {
    const asked: Uint8Array[] = []
    const given = (block: Uint8Array) => {
      asked.push(block)
      return undefined
    }
    const { receive, blame, faults, chain } = hearing(given, true)
    expect(await receive()).toBe('accept')
    expect([chain.head.height, asked, blame.count(), faults]).toEqual([1, [], 0, []])
  })

  it('is nobody’s fault when this node fails while it takes it: the fault is told, the sender is not blamed', async () => {
    const { receive, blame, faults, chain } = hearing((block) => encodePieces([block]))
    armFailpoints((name) => {
      if (name === 'before-block-write') throw new Error('the disk is full')
    })
    await receive()
    expect(faults.map(String)).toEqual(['Error: the disk is full'])
    expect(blame.count()).toBe(0)
    expect(chain.head.height).toBe(0)
  })

  it('is the sender’s fault when the body it gives is no block, and nobody’s when it gives none', async () => {
    const broken = hearing((block) => encodePieces([block.subarray(0, block.length - 3)]))
    await broken.receive()
    expect([broken.blame.count(), broken.faults]).toEqual([1, []])
    const silent = hearing(() => undefined)
    await silent.receive()
    expect([silent.blame.count(), silent.faults]).toEqual([0, []])
    // It is asked for elsewhere then.
    expect([silent.missed.length, broken.missed.length]).toEqual([1, 0])
  })
})
