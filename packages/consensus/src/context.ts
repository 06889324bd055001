import type { SignatureChecks } from '@vc/crypto'
import {
  type Changes,
  Overlay,
  type Place,
  type Producer,
  type SignedBook,
  type StateReader,
  sheetHashOf,
} from '@vc/ledger'
import type { Header } from './codec/header.ts'
import type { ConfigurationDocument } from './configuration/document.ts'
import { ledgerConfiguration } from './configuration/parameters.ts'
import type { EntrySum } from './lattice.ts'
import type { HeadersBack } from './next-bits.ts'
import type { Outside } from './outside.ts'

/** What a block is judged with besides state and parent. */
export type BlockContext = {
  /** Hash of the genesis block, 32 bytes. */
  readonly network: Uint8Array
  /** In force at the height of the block. */
  readonly configuration: ConfigurationDocument
  /** What headers name, where a chain is judged again by other values than it was made with. */
  readonly configId?: Uint8Array | undefined
  readonly checks: SignatureChecks
  /** Whose signatures were found valid before; absent: each is checked. */
  readonly signed?: SignedBook | undefined
  /** Opens the sum behind `stateHash` on its bytes; absent: `Lattice`. */
  readonly openSum?: ((lattice: Uint8Array | undefined) => EntrySum) | undefined
  /** Headers of the parent's branch. */
  readonly headersBack: HeadersBack
  /** Bitcoin's headers, where beacon or claims come from there. */
  readonly outside?: Outside | undefined
}

/** The block that another builds on. `undo` (its undo set) is asked only when the block names other versions. */
export type ParentBlock = {
  readonly header: Header
  readonly hash: Uint8Array
  readonly undo?: Changes
}

/**
 * Where transactions of a block at `height` are judged: the same for blocks and for a mempool, which leaves the producer
 * out. Act sheets are asked (ledger.md 5).
 */
export function placeOf(
  context: Pick<BlockContext, 'network' | 'configuration' | 'checks' | 'signed'>,
  height: number,
  producer?: Producer,
): Place {
  const { network, checks, signed } = context
  const { parameters } = context.configuration
  const { decimals } = parameters
  return {
    network,
    height,
    configuration: ledgerConfiguration(parameters),
    checks,
    signed,
    sheetHashOf: (tx, named) => sheetHashOf(tx, named, { network, decimals }),
    ...(producer === undefined ? {} : { producer }),
  }
}

/** The state before a block: its own state with its undo set laid over it. */
export function stateBefore(state: StateReader, undo: Changes): StateReader {
  const before = new Overlay(state)
  for (const [key, value] of undo) {
    if (value === undefined) before.delete(key)
    else before.put(key, value)
  }
  return before
}
