import { encodeVote, isVoterNow, signVote } from '@vc/consensus'
import { fromHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { must } from '@vc/kernel'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { found } from '../../sim/found.ts'
import { memoryPages } from '../../sim/memory-pages.ts'
import { forkNetwork } from '../../test/fork-network.ts'
import { openSignFile } from '../keys/sign-state.ts'
import { openNode } from '../node.ts'
import { openMemoryStore } from '../storage/memory-store.ts'

const network = found(forkNetwork)
const { checks } = await openSignatureChecks()
let seconds = forkNetwork.time
const key = must(network.keys[0], 'a member')
const node = openNode({
  ...{ store: openMemoryStore(), genesis: network.genesis, configuration: network.configuration },
  ...{ backend: 'noble', checks, clock: { nowMs: () => seconds * 1_000 }, log: pino({ level: 'silent' }) },
  policy: { minFee: 0n, transactions: 1_000, bytes: 10_000_000 },
  producer: { key, signState: openSignFile(memoryPages()) },
})
const id = fromHex(node.face.status().network)
const hashAt = (height: number) => must(node.chain.blocks.hashAt(height), 'a block')
/** What another member, who signs anything, says of a height. */
const said = (height: number, hash = hashAt(height)) => {
  const link = { source: { height: 0, hash: hashAt(0) }, target: { height, hash } }
  const { stakeSecret } = must(network.keys[1], 'another member')
  return node.core.receiveVote(encodeVote(signVote(id, link, stakeSecret)), 'peer')
}
const growTo = (height: number) => {
  while (node.face.status().head.height < height) {
    seconds += 1
    node.tick()
  }
}
const unknown = new Uint8Array(32).fill(7)

it('hears who has signed what contradicts itself on known blocks only', () => {
  growTo(6)
  expect(said(2)).toEqual({ action: 'accept' })
  expect(said(2, unknown)).toEqual({ action: 'accept' })
  expect(node.chain.evidence.all()).toHaveLength(1)
  expect(said(4, unknown)).toEqual({ action: 'ignore', code: 'vote-contradicted' })
  expect(said(4)).toEqual({ action: 'accept' })
  expect(said(4)).toEqual({ action: 'ignore' })
})

it('hears on who is suspended by a block that is not final', () => {
  const { producerKey } = must(network.keys[1], 'another member')
  growTo(10)
  expect(isVoterNow(node.chain.state, producerKey)).toBe(false)
  expect(node.chain.finality.final.height).toBe(0)
  expect(said(8)).toEqual({ action: 'accept' })
})
