import {
  DEBT_LAYER,
  type MemoryState,
  memoryState,
  RECORD,
  REWARD,
  readRecordItems,
  tableName,
} from '@vc/ledger'
import { mixIndexAfter, nextMix } from '../beacon.ts'
import { justify } from '../checkpoints.ts'
import type { Block } from '../codec/block.ts'
import { type Header, NO_STAKE } from '../codec/header.ts'
import type { Checkpoint } from '../codec/vote.ts'
import type { Parameters } from '../configuration/parameters.ts'
import { GENESIS_CHECKPOINT } from '../state-entries.ts'
import { mixKey } from '../state-keys.ts'

/** Σ value − Σ debt of a header's totals, without the carry, which a header does not tell. */
const netOf = ({ totals }: Header) =>
  totals.reduce((sum, amount, i) => (i % 3 === 0 ? sum + amount : i % 3 === 2 ? sum - amount : sum), 0n)

/**
 * The fees of a block, smallest units, from its own fee reward (consensus.md 10): the state keeps of them only the part
 * that is carried. `carry`: of the state after the block; `before`: the header of its parent.
 */
export function feesOf(block: Block, before: Header, carry: bigint): bigint {
  const carried = carry + netOf(block.header) - netOf(before)
  const reward = block.transactions.find(({ kind, layer }) => kind === REWARD && layer === DEBT_LAYER)
  const paid = (reward?.outputs ?? []).reduce((sum, { amount }) => sum + amount, 0n)
  return paid - carried + carry
}

/** The mixes that a coming block may ask (consensus.md 5), folded from the reveals of all headers, genesis first. */
export class MixFold {
  readonly #index: MemoryState = memoryState()
  readonly #genesisTime: number
  #mix: Uint8Array

  constructor(genesis: Header, seed: Uint8Array) {
    this.#genesisTime = genesis.time
    this.#mix = seed
    this.#index.put(mixKey(0), seed)
  }

  /** The next header of the branch, with the parameters in force for it. */
  add(header: Header, parameters: Parameters): void {
    if (header.stakeIndex !== NO_STAKE) this.#mix = nextMix(this.#mix, header.reveal)
    const { key, stale } = mixIndexAfter(this.#index, header.time, this.#genesisTime, parameters)
    for (const old of stale) this.#index.delete(old)
    this.#index.put(key, this.#mix)
  }

  get mix(): Uint8Array {
    return this.#mix
  }

  /** Entries of the state's index. */
  entries(): Iterable<[string, Uint8Array]> {
    return this.#index.range('')
  }
}

/** What blocks have recorded of finality, as a state's logs by height have it. */
export type FinalityLog = {
  /** From which height on which height was recorded as final; the oldest entry may be of before the blocks. */
  readonly finals: ReadonlyMap<number, number>
  readonly justified: ReadonlyMap<number, Uint8Array>
  readonly last: { readonly justified: Checkpoint; readonly final: Checkpoint }
}

/** Reads the certificates of blocks, lowest first; `isFirst`: nothing was final before them but genesis. */
export function finalityLog(blocks: readonly Block[], parameters: Parameters, isFirst: boolean): FinalityLog {
  const finals = new Map<number, number>(isFirst ? [[0, 0]] : [])
  const justified = new Map<number, Uint8Array>()
  let last = { justified: GENESIS_CHECKPOINT, final: GENESIS_CHECKPOINT }
  for (const { header, extension } of blocks) {
    for (const certificate of extension.certificates) {
      const next = justify(last, certificate, parameters)
      justified.set(certificate.target.height, certificate.target.hash)
      if (next.final.height !== last.final.height) finals.set(header.height, next.final.height)
      last = next
    }
  }
  return { finals, justified, last }
}

/** Does the block leave the voters as they were: no record of a member, no evidence against anybody? */
export function keepsVoters({ transactions, extension }: Block): boolean {
  const isOfMember = transactions.some((transaction) => {
    const items = transaction.kind === RECORD ? readRecordItems(transaction) : undefined
    return items !== undefined && tableName(items.table) === 'member'
  })
  return extension.evidence.length === 0 && !isOfMember
}
