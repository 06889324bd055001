import { equalBytes } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  type Applied,
  applyGenesisTransaction,
  applyTransaction,
  type Outpoint,
  Overlay,
  parseStandard,
  ROLE_PRODUCER,
  STAKE,
  type StateReader,
  type Transaction,
  VALUE,
  type View,
  viewOf,
  Writer,
} from '@vc/ledger'
import { mixIndexAfter } from './beacon.ts'
import {
  claimEntryBytes,
  encodeClaimEntry,
  passedClaims,
  type RecordedClaim,
  stateKeyOf,
} from './claims/recorded-claims.ts'
import type { Checkpoint } from './codec/vote.ts'
import type { Parameters } from './configuration/parameters.ts'
import { type EntrySum, Lattice, stateHashOf } from './lattice.ts'
import { isMember, joinKeys, latestAt, touchesVoters, votersNow } from './members.ts'
import {
  type ChainEntry,
  chainEntry,
  chainEntryBytes,
  encodeChain,
  encodeStake,
  findStake,
  genesisTime,
  type Stake,
  stakeEntryBytes,
  suspendedEntryBytes,
} from './state-entries.ts'
import {
  CHAIN_KEY,
  FEES_KEY,
  FINAL_PREFIX,
  GENESIS_TIME_KEY,
  heightKey,
  JUSTIFIED_PREFIX,
  justifiedKey,
  LATTICE_KEY,
  numberOfKey,
  stakeKey,
  suspendedKey,
  VOTERS_PREFIX,
} from './state-keys.ts'

/** A state under change by one block: what came so far, and the lattice that follows it. */
export class BlockWork {
  readonly state: Overlay
  readonly height: number
  readonly time: number
  readonly #lattice: EntrySum
  readonly #parameters: Parameters
  #view: { readonly parent: StateReader; readonly view: View } | undefined

  constructor(
    parent: StateReader,
    at: { readonly height: number; readonly time: number },
    parameters: Parameters,
    openSum: (lattice: Uint8Array | undefined) => EntrySum = (lattice) => new Lattice(lattice),
  ) {
    this.state = new Overlay(parent)
    this.height = at.height
    this.time = at.time
    this.#lattice = openSum(parent.get(LATTICE_KEY))
    this.#parameters = parameters
  }

  /** The state so far, as a judgement sees it; what is read is asked of `parent`. */
  viewOn(parent: StateReader): View {
    if (this.#view?.parent !== parent) {
      this.#view = { parent, view: viewOf(this.state, { parent, height: this.height }) }
    }
    return this.#view.view
  }

  /** A transaction that was found valid. */
  apply(transaction: Transaction): void {
    const applied = applyTransaction(this.state, transaction, this.height)
    this.#follow(transaction, applied, { registered: this.time, full: false })
  }

  /** A transaction of genesis; its stakes are mature at once and have their full room. */
  found(transaction: Transaction): void {
    const registered = this.time - this.#parameters.stakeMaturity
    this.#follow(transaction, applyGenesisTransaction(this.state, transaction), {
      registered,
      full: true,
    })
  }

  #follow(
    transaction: Transaction,
    applied: Applied,
    stake: { readonly registered: number; readonly full: boolean },
  ): void {
    for (const entry of applied.removed) this.#lattice.remove(entry)
    for (const entry of applied.created) this.#lattice.add(entry)
    for (const { outpoint, output } of applied.spentOutputs) {
      if (output.kind === STAKE) this.#dropStake(outpoint)
    }
    if (transaction.kind === STAKE) this.#register(applied, stake)
  }

  /** Outputs that are no stake for want of form, size or membership stay plain locked value (consensus.md 4). */
  #register(
    applied: Applied,
    { registered, full }: { readonly registered: number; readonly full: boolean },
  ): void {
    for (const { outpoint, output } of applied.createdOutputs) {
      const script = output.element === VALUE ? parseStandard(output.script) : undefined
      if (script?.name !== 'stake' || output.amount < BigInt(this.#parameters.minStake)) continue
      const { producerKey, commitment } = script
      if (!isMember(this.state, producerKey, ROLE_PRODUCER)) continue
      const { amount } = output
      const level = full ? amount : 0n
      this.#putStake({ outpoint, amount, producerKey, commitment, registered, level, levelTime: registered })
    }
  }

  #putStake(stake: Stake): void {
    this.state.put(stakeKey(stake.outpoint), encodeStake(stake))
    this.#lattice.add(stakeEntryBytes(stake))
  }

  #dropStake(outpoint: Outpoint): void {
    const stake = findStake(this.state, outpoint)
    if (stake === undefined) return
    this.state.delete(stakeKey(outpoint))
    this.#lattice.remove(stakeEntryBytes(stake))
  }

  /** The producing stake's next commitment and what is left of its room; nothing when the block itself spent it. */
  useStake(
    outpoint: Outpoint,
    reveal: Uint8Array,
    credit: { readonly room: bigint; readonly released: bigint },
  ): void {
    const stake = findStake(this.state, outpoint)
    if (stake === undefined) return
    this.#dropStake(outpoint)
    const { room, released } = credit
    const used = released > 0n ? { level: room - released, levelTime: this.time } : {}
    const commitment = this.#parameters['beacon.source'] === 'reveal' ? reveal : stake.commitment
    this.#putStake({ ...stake, commitment, ...used })
  }

  /** Evidence was recorded against the key. */
  suspend(key: Uint8Array): void {
    const { height } = this
    this.state.put(suspendedKey(key), new Writer(4).u32(height).finish())
    this.#lattice.add(suspendedEntryBytes(key, height))
  }

  /** Keeps the claims that the block records, and lets go of those whose height has come. */
  settleClaims(recorded: readonly RecordedClaim[]): void {
    for (const claim of passedClaims(this.state, this.height)) {
      this.state.delete(stateKeyOf(claim))
      this.#lattice.remove(claimEntryBytes(claim))
    }
    for (const claim of recorded) {
      this.state.put(stateKeyOf(claim), encodeClaimEntry(claim))
      this.#lattice.add(claimEntryBytes(claim))
    }
  }

  /** Writes chain entry and indexes; gives the stateHash. Last of all, once. */
  finish(
    next: Omit<ChainEntry, 'height' | 'time'>,
    fees: bigint,
    justified: readonly Checkpoint[] = [],
  ): Uint8Array {
    const chain = { ...next, height: this.height, time: this.time }
    if (this.height === 0) this.state.put(GENESIS_TIME_KEY, u32(this.time))
    else this.#lattice.remove(chainEntryBytes(chainEntry(this.state)))
    this.#lattice.add(chainEntryBytes(chain))
    this.state.put(CHAIN_KEY, encodeChain(chain))
    this.state.put(FEES_KEY, new Writer(8).u64(fees).finish())
    this.#noteMix(chain.mix)
    this.#noteVoters()
    this.#noteFinal(chain)
    this.#noteJustified(chain, justified)
    const lattice = this.#lattice.bytes()
    this.state.put(LATTICE_KEY, lattice)
    return stateHashOf(lattice)
  }

  #noteMix(mix: Uint8Array): void {
    const { key, stale } = mixIndexAfter(this.state, this.time, genesisTime(this.state), this.#parameters)
    for (const old of stale) this.state.delete(old)
    this.state.put(key, mix)
  }

  #noteVoters(): void {
    const before = latestAt(this.state, VOTERS_PREFIX, this.height)
    if (before !== undefined && !touchesVoters(this.state)) return
    const now = joinKeys(votersNow(this.state))
    if (before === undefined || !equalBytes(before, now))
      this.state.put(heightKey(VOTERS_PREFIX, this.height), now)
  }

  #noteJustified({ final }: ChainEntry, justified: readonly Checkpoint[]): void {
    for (const { height, hash } of justified) this.state.put(justifiedKey(height), hash)
    const old = [...this.state.range(JUSTIFIED_PREFIX)].map(([key]) => key)
    for (const key of old) if (numberOfKey(key) < final.height) this.state.delete(key)
  }

  /** No link starts below the final checkpoint, so what lies before its entries is never asked again. */
  #noteFinal({ final }: ChainEntry): void {
    const before = latestAt(this.state, FINAL_PREFIX, this.height)
    const now = u32(final.height)
    if (before === undefined || !equalBytes(before, now))
      this.state.put(heightKey(FINAL_PREFIX, this.height), now)
    this.#prune(FINAL_PREFIX, final.height)
    const least = must(latestAt(this.state, FINAL_PREFIX, final.height), 'a final block is recorded')
    this.#prune(VOTERS_PREFIX, new DataView(least.buffer, least.byteOffset).getUint32(0, true))
  }

  #prune(prefix: typeof FINAL_PREFIX | typeof VOTERS_PREFIX, height: number): void {
    const old = [...this.state.range(prefix)].map(([key]) => key).filter((key) => numberOfKey(key) <= height)
    for (const key of old.slice(0, -1)) this.state.delete(key)
  }
}

const u32 = (value: number) => new Writer(4).u32(value).finish()
