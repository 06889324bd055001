import { fromHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type Outpoint, Reader, type StateReader, totals, Writer, writeOutpoint } from '@vc/ledger'
import { ZERO_HASH } from './codec/header.ts'
import { type Checkpoint, readCheckpoint } from './codec/vote.ts'
import { CHAIN_KEY, FEES_KEY, GENESIS_TIME_KEY, STAKE_PREFIX, stakeKey, suspendedKey } from './state-keys.ts'

/** A registered stake (consensus.md 4, 11). Amounts in smallest units, times in seconds since 1970. */
export type Stake = {
  readonly outpoint: Outpoint
  readonly amount: bigint
  readonly producerKey: Uint8Array
  readonly commitment: Uint8Array
  readonly registered: number
  readonly level: bigint
  readonly levelTime: number
}

/** Where the chain stands after a block (consensus.md 16). Carry in smallest units. */
export type ChainEntry = {
  readonly height: number
  readonly time: number
  readonly mix: Uint8Array
  readonly carry: bigint
  readonly justified: Checkpoint
  readonly final: Checkpoint
}

/** The hash of genesis can not stand in a state that its header commits to: zeros stand for it. */
export const GENESIS_CHECKPOINT: Checkpoint = { height: 0, hash: ZERO_HASH }

export function encodeStake(stake: Stake): Uint8Array {
  const writer = new Writer(88).u64(stake.amount).bytes(stake.producerKey).bytes(stake.commitment)
  return writer.u32(stake.registered).u64(stake.level).u32(stake.levelTime).finish()
}

/** Entry 0x04 of consensus.md 16. */
export function stakeEntryBytes(stake: Stake): Uint8Array {
  const writer = new Writer(128).u8(0x04)
  writeOutpoint(writer, stake.outpoint)
  return writer.bytes(encodeStake(stake)).finish()
}

/** Entry 0x05 of consensus.md 16. */
export function suspendedEntryBytes(key: Uint8Array, height: number): Uint8Array {
  return new Writer(40).u8(0x05).bytes(key).u32(height).finish()
}

export function encodeChain(chain: ChainEntry): Uint8Array {
  const { height, time, mix, carry, justified, final } = chain
  const writer = new Writer(128).u32(height).u32(time).bytes(mix).u64(carry)
  return writer.u32(justified.height).bytes(justified.hash).u32(final.height).bytes(final.hash).finish()
}

/** Entry 0x07 of consensus.md 16. */
export function chainEntryBytes(chain: ChainEntry): Uint8Array {
  return new Writer(128).u8(0x07).bytes(encodeChain(chain)).finish()
}

/** Where the chain stands; the state must be that of a block. */
export function chainEntry(state: StateReader): ChainEntry {
  const reader = new Reader(must(state.get(CHAIN_KEY), 'a state has its chain entry'))
  const height = reader.u32()
  const time = reader.u32()
  const mix = reader.bytes(32)
  const carry = reader.u64()
  const justified = readCheckpoint(reader)
  return { height, time, mix, carry, justified, final: readCheckpoint(reader) }
}

/** The stake registered under an outpoint. */
export function findStake(state: StateReader, outpoint: Outpoint): Stake | undefined {
  const bytes = state.get(stakeKey(outpoint))
  return bytes && decodeStake(outpoint, bytes)
}

/** All registered stakes by outpoint. */
export function* stakes(state: StateReader): Iterable<Stake> {
  for (const [key, bytes] of state.range(STAKE_PREFIX)) {
    const known = read.get(bytes)
    yield known?.key === key ? known.stake : readStake(key, bytes)
  }
}

/** Entries are looked through for every slot and change only with a block of their own. */
const read = new WeakMap<Uint8Array, { readonly key: string; readonly stake: Stake }>()

function readStake(key: string, bytes: Uint8Array): Stake {
  const [, txid, index] = key.split(':')
  const outpoint = { txid: fromHex(must(txid, 'txid')), index: Number.parseInt(must(index, 'index'), 16) }
  const stake = decodeStake(outpoint, bytes)
  read.set(bytes, { key, stake })
  return stake
}

export function isSuspended(state: StateReader, key: Uint8Array): boolean {
  return state.get(suspendedKey(key)) !== undefined
}

/** Time of genesis, seconds since 1970. */
export function genesisTime(state: StateReader): number {
  return new Reader(must(state.get(GENESIS_TIME_KEY), 'a state knows the time of genesis')).u32()
}

/** Fees of the last block, smallest units. */
export function lastFees(state: StateReader): bigint {
  return new Reader(must(state.get(FEES_KEY), 'a state knows the fees of its block')).u64()
}

/** Σ value − Σ debt + carry: never changes after genesis (consensus.md 10). */
export function netValue(state: StateReader): bigint {
  const sums = totals(state)
  const sum = (element: number) =>
    sums.reduce((total, amount, i) => (i % 3 === element ? total + amount : total), 0n)
  return sum(0) - sum(2) + chainEntry(state).carry
}

function decodeStake(outpoint: Outpoint, bytes: Uint8Array): Stake {
  const reader = new Reader(bytes)
  const amount = reader.u64()
  const producerKey = reader.bytes(32)
  const commitment = reader.bytes(32)
  const registered = reader.u32()
  const level = reader.u64()
  return { outpoint, amount, producerKey, commitment, registered, level, levelTime: reader.u32() }
}
