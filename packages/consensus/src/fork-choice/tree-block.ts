import { equalBytes, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { blockHash, type Header, NO_STAKE, stakeOf } from '../codec/header.ts'
import { targetOf, weightOf } from '../compact.ts'
import { drawProof } from '../draw.ts'
import { numberOf } from '../number-of.ts'

/** What the fork choice needs of a header (consensus.md 12). `name`: the hash in hex. */
export type TreeBlock = {
  readonly name: string
  readonly parent: string
  readonly height: number
  /** Seconds since 1970. */
  readonly time: number
  /** Weight by its bits, before anything takes it away. */
  readonly work: bigint
  readonly isBurn: boolean
  /** Smallest units. */
  readonly stakeAmount: bigint
  readonly proof: bigint
}

/** A header as the tree holds it; its bits must be good. Genesis and proof-of-burn blocks have no draw: proof 0. */
export function treeBlockOf(header: Header): TreeBlock {
  const isBurn = header.stakeIndex === NO_STAKE
  return {
    name: toHex(blockHash(header)),
    parent: toHex(header.prevHash),
    height: header.height,
    time: header.time,
    work: weightOf(must(targetOf(header.bits), 'good bits')),
    isBurn,
    stakeAmount: header.stakeAmount,
    proof: isBurn ? 0n : numberOf(drawProof(header.beaconHash, header.time, stakeOf(header))),
  }
}

/** The draw that a header used: two different headers of one draw are evidence (consensus.md 13). */
export function drawName({ stakeTxid, stakeIndex, time, producerKey }: Header): string {
  return `${toHex(stakeTxid)}:${stakeIndex}:${time}:${toHex(producerKey)}`
}

/** Is this header one of the two? */
export const isSameHeader = (a: Header, b: Header) => equalBytes(blockHash(a), blockHash(b))
