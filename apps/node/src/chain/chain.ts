import {
  type BlockContext,
  BlockTree,
  blockHash,
  type ChainEntry,
  type Checkpoint,
  type Condemnation,
  type ConfigurationDocument,
  chainEntry,
  decodeBlock,
  type FinalityCount,
  type Header,
  judgeGenesis,
  type Outside,
  type ParentBlock,
  treeBlockOf,
} from '@vc/consensus'
import { equalBytes, fromHex, type SignatureChecks, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import {
  type Changes,
  OUTPUT_KEY_LENGTH,
  OUTPUT_PREFIX,
  type SignedBook,
  type StateReader,
  type Transaction,
  totals,
  txidOf,
} from '@vc/ledger'
import type { CheckPool } from '../checks/check-pool.ts'
import { signedBook } from '../checks/signed-book.ts'
import { type ConfigurationBook, openConfigurationBook } from '../configuration/configuration-book.ts'
import { NodeHalt } from '../halt.ts'
import { type StateCache, stateCache } from '../storage/state-cache.ts'
import { stateWrites } from '../storage/state-reader.ts'
import type { Store, Write } from '../storage/store.ts'
import type { BlockObserver } from './block-observer.ts'
import { blockWrites, type ChainStore, chainStore, type Head } from './chain-store.ts'
import { ClaimBook } from './claim-book.ts'
import { type EvidenceBook, openEvidenceBook } from './evidence-book.ts'
import { openFinality } from './finality.ts'
import type { Reluctance } from './follow-head.ts'
import { growChain, growSide } from './grow-tree.ts'
import { joinedAt } from './joined.ts'
import { indexVersionWrite, renewIndex } from './renew-index.ts'
import { refuseContradicted } from './trusted-checkpoint.ts'

/** A valid block beside the chain: what it does to the state after its parent, the inverse, and its transactions' ids. */
export type SideBlock = {
  readonly changes: Changes
  readonly undo: Changes
  readonly txids: readonly Uint8Array[]
}

/** A block of the chain: its transactions' ids, and what it did to the state. */
export type PlacedBlock = Pick<SideBlock, 'changes' | 'txids'>

/** The chain of one node, with the branches above its final block. Only importBlock() and followHead() move it. */
export type Chain = {
  readonly store: Store
  readonly blocks: ChainStore
  /** Of the head. */
  readonly state: StateCache
  readonly network: Uint8Array
  readonly genesisTime: number
  /** In force for the block after the head. */
  readonly configuration: ConfigurationDocument
  readonly configurations: ConfigurationBook
  readonly checks: SignatureChecks
  /** Whose signatures this node found valid; only the mempool writes it. */
  readonly signed: Required<SignedBook>
  readonly context: BlockContext
  readonly pool: CheckPool | undefined
  /** Headers above the final block. */
  readonly tree: BlockTree
  readonly finality: FinalityCount
  /** Valid blocks of the tree that are not on the chain, by name. */
  readonly side: Map<string, SideBlock>
  /** Undo sets of blocks that were lately put on the chain, by name: branches part from the head near the head. */
  readonly undos: Map<string, Changes>
  /** Blocks that were put on the chain since the mempool last moved, by name; the last few. */
  readonly placed: Map<string, PlacedBlock>
  /** Nothing else has changed the state since. */
  isOnlyPlaced: boolean
  /** The height that each valid block of the tree has recorded as final, by name. */
  readonly recorded: Map<string, number>
  /** The first header of each draw in the tree. */
  readonly draws: Map<string, Header>
  /** What the penalties of valid blocks of the tree condemn, by the block's name. */
  readonly penalties: Map<string, readonly Condemnation[]>
  /** Blocks that weigh nothing for what they hold. */
  readonly disowned: Set<string>
  readonly evidence: EvidenceBook
  readonly claims: ClaimBook
  /** Bitcoin's headers, where beacon or claims come from there. */
  readonly outside: Outside | undefined
  /** The operator's word of a block that is final: on every branch that this node walks. */
  readonly trusted: Checkpoint | undefined
  /** The block of the snapshot that this node joined from: it has not judged what lies below. */
  readonly joined: Checkpoint | undefined
  /** So many bodies of final blocks are kept; undefined: all. */
  readonly keepBlocks: number | undefined
  /** Where the fork choice wants to be and the node does not go without its operator. */
  reluctance: Reluctance | undefined
  /** Tree, votes, head and rules that settle() last looked at. */
  settledOn: readonly [number, number, Head, ConfigurationDocument] | undefined
  /** Hears of every block; absent: nobody. */
  readonly observe: BlockObserver | undefined
  /** What the mempool writes when transactions leave the chain. */
  giveBack: (transactions: readonly Transaction[]) => readonly Write[]
  head: Head
}

/**
 * Opens the chain in a store, or founds it with the genesis block. Halts when store, genesis and configuration
 * do not belong together (`genesis-other`, `genesis-refused`), what is final is not what is trusted
 * (`checkpoint-contradicted`), the state is not that of the head
 * (`state-damaged`), or a newer node wrote it (`store-newer`).
 */
export function openChain(of: {
  readonly store: Store
  readonly genesis: Uint8Array
  readonly configuration: ConfigurationDocument
  readonly checks: SignatureChecks
  readonly pool?: CheckPool | undefined
  readonly outside?: Outside | undefined
  readonly trusted?: Checkpoint | undefined
  readonly keepBlocks?: number | undefined
  readonly observe?: BlockObserver | undefined
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
  const head = must(blocks.head(), 'a founded chain has a head')
  renewIndex(store, head.height)
  const state = stateCache(store)
  checkState(state, head)
  const joined = joinedAt(store, blocks)
  const tree = new BlockTree(treeBlockOf(rootHeader(state, blocks, joined)))
  const headerOn = (hash: Uint8Array, height: number) => headerAt({ tree, blocks }, hash, height)
  const configurations = openConfigurationBook({ store, blocks, first: configuration, headerOn })
  const own = {
    store,
    blocks,
    state,
    network,
    configurations,
    checks,
    signed: signedBook(),
    pool,
    tree,
    head,
  }
  const beside = {
    side: new Map(),
    undos: new Map(),
    placed: new Map(),
    isOnlyPlaced: true,
    recorded: new Map(),
    draws: new Map(),
    giveBack: () => [],
  }
  const noted = {
    penalties: new Map(),
    disowned: new Set<string>(),
    evidence: openEvidenceBook(store),
    claims: new ClaimBook(store),
    outside: of.outside,
    trusted: of.trusted,
    joined,
    keepBlocks: of.keepBlocks,
    observe: of.observe,
    reluctance: undefined,
    settledOn: undefined,
  }
  const unfinal: Omit<Chain, 'finality'> = {
    ...own,
    ...beside,
    ...noted,
    genesisTime: genesis.header.time,
    get configuration(): ConfigurationDocument {
      return configurations.after(unfinal.head.hash)
    },
    get context(): BlockContext {
      return contextOn(unfinal, unfinal.head.hash)
    },
  }
  growChain(unfinal)
  const chain: Chain = Object.assign(unfinal, { finality: openFinality(unfinal) })
  refuseContradicted(chain)
  growSide(chain)
  noteBallots(chain)
  return chain
}

/** Ballots of blocks that may still be counted. */
function noteBallots({ blocks, configurations, configuration, head }: Chain): void {
  const { voteWindow, activationDelay } = configuration.parameters
  const first = Math.max(1, head.height - 10 * voteWindow - activationDelay)
  for (let height = first; height <= head.height; height += 1) {
    const hash = blocks.hashAt(height)
    const header = hash && blocks.header(hash)
    if (header) configurations.note(header)
  }
}

/** What a block on this one is judged with. */
export function contextOn(
  { network, configurations, checks, signed, blocks, outside }: Omit<Chain, 'finality'>,
  parent: Uint8Array,
): BlockContext {
  const configuration = configurations.after(parent)
  const { find } = signed
  return { network, configuration, checks, signed: { find }, headersBack: blocks.header, outside }
}

/** The header of a height on the branch of a block of the tree. */
function headerAt(
  { tree, blocks }: Pick<Chain, 'tree' | 'blocks'>,
  hash: Uint8Array,
  height: number,
): Header | undefined {
  const name = height > tree.root.height ? tree.ancestorAt(toHex(hash), height) : undefined
  const found = height > tree.root.height ? name && fromHex(name) : blocks.hashAt(height)
  return found ? blocks.header(found) : undefined
}

/** Of the block that the head's own record says is final; of the snapshot's as long as that lies higher. */
function rootHeader(state: StateReader, blocks: ChainStore, joined: Checkpoint | undefined): Header {
  const height = Math.max(chainEntry(state).final.height, joined?.height ?? 0)
  const hash = must(blocks.hashAt(height), 'the final block is on the chain')
  return must(blocks.header(hash), 'a block of the chain has its header')
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
  const block = blockWrites({ header: genesis.header, bytes, txids, undo })
  store.commit([...stateWrites(judged.value), ...block, indexVersionWrite])
}

/** State and head are written together; what says otherwise is damaged. Older nodes wrote longer keys (`state-form`). */
function checkState(state: StateReader, { height, header }: Head): void {
  const entry = chainEntry(state)
  const same = entry.height === height && totals(state).every((sum, at) => sum === header.totals[at])
  if (!same) throw new NodeHalt('state-damaged', { head: height, state: entry.height })
  for (const [key] of state.range(OUTPUT_PREFIX)) {
    if (key.length !== OUTPUT_KEY_LENGTH) throw new NodeHalt('state-form', { key })
    return // all have one form
  }
}

/** The head as the next block's parent; with its undo set when the block names other versions of the head. */
export function parentBlock({ head, blocks }: Chain, withUndo = false): ParentBlock {
  const undo = withUndo ? blocks.undoAt(head.height) : undefined
  return { header: head.header, hash: head.hash, ...(undo ? { undo } : {}) }
}

/** Where the chain stands by its own record; what votes alone make final is `finality`'s. Genesis has its real hash here. */
export function standing({ state, network }: Chain): ChainEntry {
  const entry = chainEntry(state)
  const named = (point: Checkpoint) => (point.height === 0 ? { height: 0, hash: network } : point)
  return { ...entry, justified: named(entry.justified), final: named(entry.final) }
}
