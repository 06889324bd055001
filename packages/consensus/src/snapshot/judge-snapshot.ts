import { equalBytes, fromHex, type SignatureChecks } from '@vc/crypto'
import { ok, type Result } from '@vc/kernel'
import { type Overlay, Writer } from '@vc/ledger'
import { isCertificate, isSameCheckpoint } from '../checkpoints.ts'
import { type Block, transactionRoot, witnessRoot } from '../codec/block.ts'
import { type Certificate, extensionRoot } from '../codec/extension.ts'
import { blockHash, type Header } from '../codec/header.ts'
import type { Parameters } from '../configuration/parameters.ts'
import { joinKeys, votersNow } from '../members.ts'
import { type ChainEntry, chainEntry } from '../state-entries.ts'
import {
  CHAIN_KEY,
  FEES_KEY,
  FINAL_PREFIX,
  GENESIS_TIME_KEY,
  heightKey,
  justifiedKey,
  VOTERS_PREFIX,
} from '../state-keys.ts'
import { type FinalityLog, feesOf, finalityLog, keepsVoters, MixFold } from './recent-past.ts'
import {
  type InPieces,
  type RestoreInto,
  restoreEntries,
  restoreInMemory,
  type SnapshotRefusal,
  snapshotRefusal,
} from './restore-entries.ts'

/** A snapshot of the block at `height`, and what proves it. */
export type Snapshot = {
  readonly height: number
  /** What the chain had recorded as final when the block's own recorded final block was made. */
  readonly from: number
  /** Makes a block above `height` final. */
  readonly certificate: Certificate
  /** Sorted entries of consensus.md 16. */
  readonly entries: Iterable<Uint8Array>
}

export type SnapshotGround = {
  readonly network: Uint8Array
  /** Of the branch by height, genesis first, up to the block that the certificate makes final: linked by their hashes. */
  readonly headerAt: (height: number) => Header | undefined
  /** From `from` + 1 up to the block that the certificate makes final. */
  readonly blocks: readonly Block[]
  readonly parametersOf: (configId: Uint8Array) => Parameters | undefined
  readonly checks: SignatureChecks
  /** Where the state is put together; absent: in memory. */
  readonly into?: RestoreInto
}

/**
 * Judges a snapshot (consensus.md 16, 20): its entries add up to the header's stateHash and totals; a quorum of the voters
 * that they name made a later block of the branch final; what the state remembers of the past is read from the blocks
 * and headers themselves. Gives the whole state with its indexes, over what `into` has kept of it. Whether these voters are believed, and the branch is
 * this network's, is the caller's question; what lies below is not judged. In pieces of some milliseconds.
 */
export function* judgeSnapshot(
  snapshot: Snapshot,
  ground: SnapshotGround,
): InPieces<Result<Overlay, SnapshotRefusal>> {
  const { height, certificate } = snapshot
  const header = ground.headerAt(height)
  const parameters = header && ground.parametersOf(header.configId)
  if (!header) return snapshotRefusal('snapshot-block', { height })
  if (!parameters) return snapshotRefusal('snapshot-configuration', { height })
  const blocks = checkBlocks(snapshot, ground)
  if (blocks) return blocks
  const state = yield* restoreEntries(snapshot.entries, header, ground.into ?? restoreInMemory())
  if (!state.ok) return state
  const chain = chainEntryOf(state.value)
  if (chain?.height !== height || chain.time !== header.time)
    return snapshotRefusal('snapshot-height', { height })
  const voters = votersNow(state.value)
  if (certificate.target.height !== certificate.source.height + parameters.checkpointPeriod)
    return snapshotRefusal('snapshot-certificate', { source: certificate.source.height })
  if (!isCertificate(ground.network, certificate, voters, ground.checks))
    return snapshotRefusal('snapshot-certificate', { voters: voters.length })
  return yield* remember(state.value, { chain, header, parameters, snapshot, ground, voters })
}

/** Entries may add up without one of where the chain stands only when the header's hash does too: nobody can make that. */
const chainEntryOf = (state: Overlay): ChainEntry | undefined =>
  state.get(CHAIN_KEY) === undefined ? undefined : chainEntry(state)

/** The blocks are those of the headers, whole; none of them changed who votes; the one above names no other version. */
function checkBlocks({ height, from, certificate }: Snapshot, { headerAt, blocks }: SnapshotGround) {
  const { source } = certificate
  const isLong = blocks.length === source.height - from && source.height > height && from <= height
  if (!isLong) return snapshotRefusal('snapshot-block', { from })
  for (const [i, block] of blocks.entries()) {
    const at = from + 1 + i
    if (!isBodyOf(block, headerAt(at))) return snapshotRefusal('snapshot-block', { height: at })
    if (!keepsVoters(block)) return snapshotRefusal('snapshot-voters', { height: at })
  }
  const last = headerAt(source.height)
  if (!last || !equalBytes(blockHash(last), source.hash))
    return snapshotRefusal('snapshot-certificate', { source: source.height })
  const isPlain = blocks[height - from]?.extension.references.length === 0
  return isPlain ? undefined : snapshotRefusal('snapshot-past', { references: height + 1 })
}

/** Is it the whole block of this header? */
export function isBodyOf({ header, transactions, extension }: Block, claimed: Header | undefined): boolean {
  return (
    claimed !== undefined &&
    equalBytes(blockHash(header), blockHash(claimed)) &&
    equalBytes(header.txRoot, transactionRoot(transactions)) &&
    equalBytes(header.witnessRoot, witnessRoot(transactions)) &&
    equalBytes(header.extRoot, extensionRoot(extension))
  )
}

type Remembered = {
  readonly chain: ChainEntry
  readonly header: Header
  readonly parameters: Parameters
  readonly snapshot: Snapshot
  readonly ground: SnapshotGround
  readonly voters: readonly Uint8Array[]
}

/** The indexes that entries do not tell: fees, mixes, and the logs of finality and voters. */
function* remember(state: Overlay, of: Remembered): InPieces<Result<Overlay, SnapshotRefusal>> {
  const { chain, snapshot, ground, parameters, voters } = of
  const { height, from } = snapshot
  const mixes = yield* foldMixes(height, ground)
  if (!mixes) return snapshotRefusal('snapshot-configuration', { height })
  if (!equalBytes(mixes.mix, chain.mix)) return snapshotRefusal('snapshot-past', { mix: height })
  for (const [key, value] of mixes.entries()) state.put(key, value)
  const log = finalityLog(ground.blocks.slice(0, height - from), parameters, from === 0)
  const wrong = wrongLog(log, chain, from)
  if (wrong) return snapshotRefusal('snapshot-past', { final: chain.final.height, ...wrong })
  putLog(state, log, chain.final.height)
  state.put(heightKey(VOTERS_PREFIX, from), joinKeys(voters))
  const [genesis, before, own] = [
    ground.headerAt(0),
    ground.headerAt(height - 1),
    ground.blocks[height - from - 1],
  ]
  if (!genesis || !before || !own) return snapshotRefusal('snapshot-block', { height })
  state.put(GENESIS_TIME_KEY, u32(genesis.time))
  state.put(FEES_KEY, new Writer(8).u64(feesOf(own, before, chain.carry)).finish())
  return ok(state)
}

/** A header at a time, since there may be millions. */
function* foldMixes(
  height: number,
  { headerAt, parametersOf }: SnapshotGround,
): InPieces<MixFold | undefined> {
  const genesis = headerAt(0)
  const first = genesis && parametersOf(genesis.configId)
  if (!genesis || !first) return undefined
  const fold = new MixFold(genesis, fromHex(first['beacon.seed']))
  for (let at = 1; at <= height; at += 1) {
    const header = headerAt(at)
    const parameters = header && parametersOf(header.configId)
    if (!parameters) return undefined
    fold.add(header, parameters)
    yield
  }
  return fold
}

/** What was recorded as final when the recorded final block was made must be `from`, and the state must say the rest. */
function wrongLog({ finals, last }: FinalityLog, { final, justified }: ChainEntry, from: number) {
  const before = [...finals].filter(([at]) => at <= final.height).at(-1)?.[1]
  if (before !== from) return { from }
  if (!isSameCheckpoint(last.final, final)) return { recorded: last.final.height }
  return isSameCheckpoint(last.justified, justified) ? undefined : { justified: last.justified.height }
}

function putLog(state: Overlay, { finals, justified }: FinalityLog, final: number): void {
  const kept = [...finals].filter(([at]) => at <= final).slice(-1)
  for (const [at, value] of [...kept, ...[...finals].filter(([at]) => at > final)])
    state.put(heightKey(FINAL_PREFIX, at), u32(value))
  for (const [at, hash] of justified) if (at >= final) state.put(justifiedKey(at), hash)
}

const u32 = (value: number) => new Writer(4).u32(value).finish()
