import {
  type BlockContext,
  blockHash,
  type ChainEntry,
  type Checkpoint,
  type ConfigurationDocument,
  chainEntry,
  decodeBlock,
  judgeGenesis,
  type ParentBlock,
} from '@vc/consensus'
import { equalBytes, type SignatureChecks, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type StateReader, totals, txidOf } from '@vc/ledger'
import type { CheckPool } from '../checks/check-pool.ts'
import { NodeHalt } from '../halt.ts'
import { type StateCache, stateCache } from '../storage/state-cache.ts'
import { stateWrites } from '../storage/state-reader.ts'
import type { Store } from '../storage/store.ts'
import { blockWrites, type ChainStore, chainStore, type Head } from './chain-store.ts'

/** The chain of one node: what is on disk, and the head. Only importBlock() moves it. */
export type Chain = {
  readonly store: Store
  readonly blocks: ChainStore
  /** Of the head. */
  readonly state: StateCache
  readonly network: Uint8Array
  readonly genesisTime: number
  readonly configuration: ConfigurationDocument
  readonly checks: SignatureChecks
  readonly context: BlockContext
  readonly pool: CheckPool | undefined
  head: Head
}

/**
 * Opens the chain in a store, or founds it with the genesis block. Halts when store, genesis and configuration
 * do not belong together (`genesis-other`, `genesis-refused`), or the state is not that of the head
 * (`state-damaged`).
 */
export function openChain(of: {
  readonly store: Store
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly checks: SignatureChecks
  readonly pool?: CheckPool | undefined
}): Chain {
  const { store, configuration, checks, pool } = of
  const blocks = chainStore(store)
  const genesis = readGenesis(of.genesis, configuration)
  const network = blockHash(genesis.header)
  if (!blocks.head()) found(store, of.genesis, genesis, configuration)
  const first = blocks.hashAt(0)
  if (!first || !equalBytes(first, network)) {
    throw new NodeHalt('genesis-other', { stored: first ? toHex(first) : null, file: toHex(network) })
  }
  const state = stateCache(store)
  const head = must(blocks.head(), 'a founded chain has a head')
  checkState(state, head)
  const context: BlockContext = { network, configuration, checks, headersBack: blocks.header }
  return {
    store,
    blocks,
    state,
    network,
    configuration,
    checks,
    context,
    pool,
    head,
    genesisTime: genesis.header.time,
  }
}

type Genesis = ReturnType<typeof readGenesis>

function readGenesis(bytes: Uint8Array, configuration: ConfigurationDocument) {
  const decoded = decodeBlock(bytes, configuration.parameters.maxBlockBytes)
  if (!decoded.ok) throw new NodeHalt('genesis-refused', decoded.refusal)
  return decoded.value
}

function found(
  store: Store,
  bytes: Uint8Array,
  genesis: Genesis,
  configuration: ConfigurationDocument,
): void {
  const judged = judgeGenesis(genesis, configuration)
  if (!judged.ok) throw new NodeHalt('genesis-refused', judged.refusal)
  const txids = genesis.transactions.map((transaction) => txidOf(transaction))
  const undo = new Map([...judged.value.keys()].map((key) => [key, undefined]))
  store.commit([...stateWrites(judged.value), ...blockWrites({ header: genesis.header, bytes, txids, undo })])
}

/** State and head are written together; what says otherwise is damaged. */
function checkState(state: StateReader, { height, header }: Head): void {
  const entry = chainEntry(state)
  const same = entry.height === height && totals(state).every((sum, at) => sum === header.totals[at])
  if (!same) throw new NodeHalt('state-damaged', { head: height, state: entry.height })
}

/** The head as the next block's parent; with its undo set when the block names other versions of the head. */
export function parentBlock({ head, blocks }: Chain, withUndo = false): ParentBlock {
  const undo = withUndo ? blocks.undoAt(head.height) : undefined
  return { header: head.header, hash: head.hash, ...(undo ? { undo } : {}) }
}

/** Where the chain stands by its own record; genesis has its real hash here. */
export function standing({ state, network }: Chain): ChainEntry {
  const entry = chainEntry(state)
  const named = (point: Checkpoint) => (point.height === 0 ? { height: 0, hash: network } : point)
  return { ...entry, justified: named(entry.justified), final: named(entry.final) }
}
