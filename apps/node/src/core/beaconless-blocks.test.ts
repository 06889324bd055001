import { type Outside, readBitcoinHeader } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { mineChain } from '../bitcoin/testing.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { alone } from '../network/port.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const { checks } = await openSignatureChecks()
const { time } = forkNetwork
const [anchor] = mineChain({ prevHash: new Uint8Array(32), time: time - 600 }, 1)
const parameters = {
  ...{ 'beacon.source': 'regtest', 'beacon.lag': 30, stakeMaturity: 60 },
  'beacon.anchor': { height: 100, header: toHex(must(anchor, 'an anchor')) },
} as const
const network = found({ ...forkNetwork, parameters })
const known = { height: 100, ...must(readBitcoinHeader(must(anchor, 'an anchor')), 'a header') }
const bitcoin: Outside = { lastBefore: () => known, at: () => known }

it('a block whose beacon is not known here is told to nobody, and taken when the beacon comes', () => {
  let seconds = time
  const told: Uint8Array[] = []
  const open = (outside: Outside, member?: number) =>
    openNode({
      ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
      ...{ backend: 'noble', checks, outside, clock: { nowMs: () => seconds * 1_000 } },
      ...{ policy: { minFee: 0n, transactions: 100, bytes: 1_000_000 }, log: pino({ level: 'silent' }) },
      port: { ...alone, announceBlock: (bytes) => told.push(bytes) },
      ...(member === undefined
        ? {}
        : {
            producer: { key: must(network.keys[member], 'a key'), signState: openSignFile(memoryPages()) },
          }),
    })
  const maker = open(bitcoin, 0)
  while (maker.chain.head.height === 0 && seconds < time + 600) {
    seconds += 1
    maker.tick()
  }
  const block = must(told.pop(), 'a block')
  let isHere = false
  const node = open({ ...bitcoin, lastBefore: (at) => (isHere ? bitcoin.lastBefore(at) : undefined) })
  expect(node.core.receiveBlock(block, 'peer').action).toBe('ignore')
  node.tick()
  node.tick()
  expect([told.length, node.chain.head.height]).toEqual([0, 0])
  isHere = true
  node.tick()
  expect([told.length, node.chain.head.height]).toEqual([1, 1])
})
