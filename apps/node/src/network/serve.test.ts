import { decodeBlock, encodeBlock, MOST_BLOCK_BYTES } from '@vc/consensus'
import { sha256 } from '@vc/crypto'
import { assert, must } from '@vc/kernel'
import { encodeTransaction } from '@vc/ledger'
import { describe, expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { decodePieces, encodeHashes, encodePartsQuestion } from './messages.ts'
import type { NetworkCore } from './port.ts'
import { openQuestions } from './questions.ts'
import { openServing } from './serve.ts'
import { requests } from './transport.ts'

const LIMIT = 4_000_000
const bytes = found({
  seed: 'serve',
  stakes: [10n ** 9n, 0n],
  coins: 3,
  time: 1_800_000_000,
  blocks: 8,
}).genesis
const decoded = decodeBlock(bytes, LIMIT)
const block = must(decoded.ok ? decoded.value : undefined, 'a block')
const hash = sha256(bytes)
const transactions = block.transactions.map((one) => encodeTransaction(one))

/** What a node with this one block answers to questions for parts, and how often it looked for the block. */
function serving() {
  let looks = 0
  const blockOf: NetworkCore['blockOf'] = () => {
    looks += 1
    return encodeBlock(block)
  }
  const clock = { now: 0, nowMs: () => clock.now }
  const core = { blockOf } as unknown as NetworkCore
  const { answer } = openServing({ core, clock, maxBlockBytes: LIMIT, hello: () => bytes })
  const ask = (places: readonly number[], from = 'a') =>
    answer('parts', encodePartsQuestion({ block: hash, places }), from)
  return { ask, clock, looks: () => looks }
}

describe('a block as large as a network may allow', () => {
  it('is answered whole, alone or among others', () => {
    const largest = new Uint8Array(MOST_BLOCK_BYTES).fill(1)
    const core = { blockOf: () => largest } as unknown as NetworkCore
    const clock = { nowMs: () => 0 }
    const { answer } = openServing({ core, clock, maxBlockBytes: LIMIT, hello: () => bytes })
    for (const hashes of [[hash], [hash, sha256(hash)]]) {
      const given = answer('blocks', encodeHashes(hashes), 'a')
      assert(given instanceof Uint8Array, 'blocks')
      expect(given.length).toBeLessThanOrEqual(requests.blocks.answer)
      expect(decodePieces(given, hashes.length)).toEqual([largest])
    }
  })
})

describe('parts of a block', () => {
  it('are given by their places, and none beyond the last; the block is read once for all who ask', () => {
    const { ask, looks } = serving()
    const answer = ask([2, 0])
    expect(answer instanceof Uint8Array && decodePieces(answer, 2)).toEqual([
      transactions[2],
      transactions[0],
    ])
    expect(ask([transactions.length], 'b')).toBeUndefined()
    expect(looks()).toBe(1)
  })

  it('that no answer holds are not put together, however often a place is named', () => {
    const most = Math.floor(requests.parts.answer / must(transactions[0], 'one').length)
    expect(most).toBeLessThan(65_000)
    expect(serving().ask(Array(65_000).fill(0))).toBeUndefined()
  })

  it('are asked for as often as forks need, and no more: half of what is a flood', async () => {
    const { ask, clock } = serving()
    const asked: number[] = []
    const transport = { ask: async () => void asked.push(clock.now) }
    const questions = openQuestions(transport, clock)
    for (let n = 0; n < 200; n += 1) void questions.ask('a', 'parts', bytes)
    expect(asked.length).toBe(100)
    for (let n = 0; n < 200; n += 1) expect(ask([0])).toBeInstanceOf(Uint8Array)
    expect(ask([0])).toBe('flood')
    expect(ask([0], 'b')).toBeInstanceOf(Uint8Array)
    clock.now += 60_000
    expect(ask([0])).toBeInstanceOf(Uint8Array)
  })
})
