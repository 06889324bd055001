import { must } from '@vc/kernel'
import { type Header, NO_STAKE } from './codec/header.ts'
import { compactOf, targetOf } from './compact.ts'
import type { GenesisParameters, Parameters } from './configuration/parameters.ts'

/** Finds a header of the branch by its hash; undefined when it is not at hand. */
export type HeadersBack = (hash: Uint8Array) => Header | undefined

/** compact(2^256·slotSeconds / (blockInterval·T)), T = all stake of genesis, smallest units (consensus.md 7). */
export function genesisBitsOf(
  stake: bigint,
  parameters: Pick<GenesisParameters, 'slotSeconds' | 'blockInterval'>,
): number {
  return compactOf((2n ** 256n * BigInt(parameters.slotSeconds)) / (BigInt(parameters.blockInterval) * stake))
}

/** Bits after a block with `bits` that came `seconds` after its parent. */
export function retarget(bits: number, seconds: number, parameters: Parameters): number {
  const { blockInterval: interval, retargetWindow: window, targetLimitBits } = parameters
  const spacing = Math.min(seconds, 10 * interval)
  const target = must(targetOf(bits), 'good bits')
  const limit = must(targetOf(targetLimitBits), 'good bits')
  const next = (target * BigInt((window - 1) * interval + 2 * spacing)) / BigInt((window + 1) * interval)
  return compactOf(next < limit ? next : limit)
}

/** Target of one unit of stake for a block on `parent` (consensus.md 7); undefined when a header is not at hand. */
export function nextBits(
  parent: Header,
  headersBack: HeadersBack,
  parameters: Parameters,
): number | undefined {
  let last = parent
  while (last.stakeIndex === NO_STAKE && last.height > 0) {
    const before = headersBack(last.prevHash)
    if (before === undefined) return undefined
    last = before
  }
  if (last.height <= 1) return parameters.genesisBits
  const before = headersBack(last.prevHash)
  return before && retarget(last.bits, last.time - before.time, parameters)
}
