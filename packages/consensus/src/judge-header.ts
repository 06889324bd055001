import { compareBytes, equalBytes, hash256, toHex } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { ROLE_PRODUCER, type StateReader } from '@vc/ledger'
import { beaconOf } from './beacon.ts'
import { claimOf, stakeMayFrom } from './claims/claim-turn.ts'
import type { RecordedClaim } from './claims/recorded-claims.ts'
import { type Header, NO_STAKE, stakeOf, ZERO_HASH } from './codec/header.ts'
import { targetOf } from './compact.ts'
import { configurationId } from './configuration/document.ts'
import type { Parameters } from './configuration/parameters.ts'
import type { BlockContext } from './context.ts'
import { drawWins } from './draw.ts'
import { isHeaderSigned } from './evidence.ts'
import { isMember } from './members.ts'
import { nextBits } from './next-bits.ts'
import { type BlockCode, type BlockRefusal, blockRefusal } from './refusals.ts'
import { findStake, isSuspended, type Stake } from './state-entries.ts'

/** What a header is judged on: its parent, and the state after the parent. */
export type HeaderGround = {
  readonly parent: { readonly header: Header; readonly hash: Uint8Array }
  readonly state: StateReader
  readonly context: BlockContext
  /** The configuration in force at the header's height; absent: the context's. */
  readonly configId?: Uint8Array
}

/** By what right a block is made: a stake's draw, or a claim's turn (consensus.md 6, 8). */
export type Right = { readonly stake: Stake | undefined; readonly claim: RecordedClaim | undefined }

/** Steps 1 to 4 of consensus.md 17 as far as the header goes; gives the right that produced it. */
export function judgeHeader(header: Header, ground: HeaderGround): Result<Right, BlockRefusal> {
  const wrong = checkHeaderShape(header) ?? checkPlace(header, ground) ?? checkSlot(header, ground)
  if (wrong !== undefined) return refuse(wrong)
  const right = header.stakeIndex === NO_STAKE ? judgeTurn(header, ground) : judgeStake(header, ground)
  if (!right.ok) return right
  if (isHeaderSigned(header, ground.context.checks)) return right
  return refuse(blockRefusal('block-signature'))
}

/** Version and ballots. */
export function checkHeaderShape(header: Header): BlockRefusal | undefined {
  if (header.version !== 1) return blockRefusal('block-shape', { version: header.version })
  const unsorted = header.ballots.findIndex((ballot, i) => {
    const before = header.ballots[i - 1]
    return before !== undefined && compareBytes(before, ballot) >= 0
  })
  return unsorted < 0 ? undefined : blockRefusal('block-shape', { ballot: unsorted })
}

function checkPlace(header: Header, { parent, context, configId }: HeaderGround): BlockRefusal | undefined {
  const { parameters } = context.configuration
  if (!equalBytes(header.prevHash, parent.hash))
    return blockRefusal('block-parent', { prevHash: toHex(header.prevHash) })
  if (header.height !== parent.header.height + 1)
    return blockRefusal('block-parent', { height: header.height })
  if (header.time % parameters.slotSeconds !== 0 || header.time <= parent.header.time) {
    return blockRefusal('block-time', { time: header.time, parent: parent.header.time })
  }
  const due = configId ?? context.configId ?? configurationId(context.configuration)
  if (!equalBytes(header.configId, due)) {
    return blockRefusal('block-configuration', { configId: toHex(header.configId), due: toHex(due) })
  }
  return undefined
}

function checkSlot(header: Header, { parent, state, context }: HeaderGround): BlockRefusal | undefined {
  const { parameters } = context.configuration
  const bits = nextBits(parent.header, context.headersBack, parameters)
  if (bits === undefined) return blockRefusal('data-missing', { below: toHex(parent.hash) })
  if (header.bits !== bits || targetOf(header.bits) === undefined) {
    return blockRefusal('block-bits', { bits: header.bits, due: bits })
  }
  const beacon = beaconOf(state, header.time, context)
  if (beacon === undefined) return blockRefusal('data-missing', { beacon: header.time })
  if (equalBytes(header.beaconHash, beacon)) return undefined
  return blockRefusal('block-beacon', { beaconHash: toHex(header.beaconHash), due: toHex(beacon) })
}

function judgeTurn(header: Header, { state, parent, context }: HeaderGround): Result<Right, BlockRefusal> {
  const { parameters } = context.configuration
  const claim = claimOf(header, { state, parent: parent.header, parameters })
  if (claim === undefined) return refuse(blockRefusal('claim-turn', { claim: toHex(header.stakeTxid) }))
  if (equalBytes(header.reveal, ZERO_HASH)) return ok({ stake: undefined, claim })
  return refuse(blockRefusal('reveal-wrong', { claim: toHex(header.stakeTxid) }))
}

function judgeStake(header: Header, { state, parent, context }: HeaderGround): Result<Right, BlockRefusal> {
  const no = (code: BlockCode) =>
    refuse(blockRefusal(code, { stake: toHex(header.stakeTxid), index: header.stakeIndex }))
  const { parameters } = context.configuration
  const stake = findStake(state, stakeOf(header))
  if (stake === undefined) return no('stake-unknown')
  if (!isMature(stake, header.time, parameters)) return no('stake-immature')
  if (!mayProduce(state, stake.producerKey)) return no('stake-suspended')
  const agrees = header.stakeAmount === stake.amount && equalBytes(header.producerKey, stake.producerKey)
  if (!agrees) return no('stake-unknown')
  const { outpoint, amount } = stake
  if (!drawWins({ ...outpoint, amount }, header.beaconHash, header.time, header.bits))
    return no('draw-missed')
  if (!isRevealed(header, stake, parameters)) return no('reveal-wrong')
  if (header.time < stakeMayFrom(state, parent.header, parameters)) return no('claim-turn')
  return ok({ stake, claim: undefined })
}

/** The preimage of the stake's commitment where the beacon is made of reveals, else zeros (consensus.md 2, 5). */
export function isRevealed(
  { reveal }: Pick<Header, 'reveal'>,
  stake: Stake,
  parameters: Parameters,
): boolean {
  if (parameters['beacon.source'] !== 'reveal') return equalBytes(reveal, ZERO_HASH)
  return equalBytes(hash256(reveal), stake.commitment)
}

/** Has the stake its age (consensus.md 4)? */
export function isMature(stake: Stake, time: number, { stakeMaturity }: Parameters): boolean {
  return time - stake.registered >= stakeMaturity
}

/** An active member with the producer role that is not suspended (consensus.md 4). */
export function mayProduce(state: StateReader, key: Uint8Array): boolean {
  return isMember(state, key, ROLE_PRODUCER) && !isSuspended(state, key)
}
