import { numberToBytes } from '@vc/crypto'
import { expect, test } from 'vitest'
import { type Header, NO_STAKE } from '../codec/header.ts'
import { recentHeaders } from './recent-headers.ts'

const hashAt = (height: number) => numberToBytes(BigInt(height + 1), 32)
/** Cut from a block of a megabyte, as a header that was read is. */
const inBlock = (length: number) => new Uint8Array(new ArrayBuffer(1_000_000), 500, length)

function headerAt(height: number, stakeIndex = 0): Header {
  const hash = inBlock(32)
  const roots = {
    txRoot: hash,
    witnessRoot: hash,
    extRoot: hash,
    stateHash: hash,
    configId: hash,
    beaconHash: hash,
  }
  const stake = { stakeTxid: hash, stakeIndex, stakeAmount: 5n, producerKey: hash, reveal: hash }
  const prevHash = height === 0 ? hash : hashAt(height - 1)
  const rest = { totals: Array.from({ length: 9 }, () => 0n), ballots: [], signature: inBlock(64) }
  return { version: 1, height, prevHash, time: 10 * height, bits: 1, ...roots, ...stake, ...rest }
}

/** Heights still kept after blocks 0 to `last`, all justified up to a height, some without a stake. */
function keptAfter(last: number, justified: number, isStaked = (_: number) => true): readonly number[] {
  const headers = recentHeaders()
  const heights = Array.from({ length: last + 1 }, (_, height) => height)
  for (const height of heights) {
    const stakeIndex = height === 0 || !isStaked(height) ? NO_STAKE : 0
    headers.add(headerAt(height, stakeIndex), hashAt(height), Math.min(justified, height))
  }
  return heights.filter((height) => headers.back(hashAt(height)) !== undefined)
}

test('headers are kept back to the justified checkpoint', () => {
  expect(keptAfter(20, 15)).toEqual([15, 16, 17, 18, 19, 20])
  expect(keptAfter(300, 0), 'nothing is justified').toHaveLength(301)
})

test('where the head is justified, the headers that the next target is found from are kept', () => {
  expect(keptAfter(20, 20)).toEqual([18, 19, 20])
  expect(keptAfter(20, 20, (height) => height <= 12)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
})

test('a header that is kept does not keep its block', () => {
  const headers = recentHeaders()
  headers.add(headerAt(7), hashAt(7), 7)
  const kept = headers.back(hashAt(7))
  expect(kept).toEqual(headerAt(7))
  expect(kept?.stateHash.buffer.byteLength).toBeLessThan(10_000)
})
