import { fromHex, merkleRoot, parseHex, type SignatureChecks, toHex, utf8 } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { type Refusal, totals } from '@vc/ledger'
import { parseConfiguration } from '../configuration/document.ts'
import { parseProposal } from '../configuration/proposal.ts'
import { compareRows } from './compare-rows.ts'
import {
  type LedgerBook,
  type LedgerRow,
  type LedgerRows,
  type LedgerTable,
  ledgerBook,
  ledgerTables,
} from './ledger-rows.ts'
import { openReplay, type Replay, type ReplayStep } from './replay.ts'

/**
 * An audit pack is text, one JSON object a line, in this order: the head, the configuration of genesis, the proposals that
 * blocks voted for, every block from genesis to
 * `to`, the rows that the portal showed, and a manifest with the RFC 9162 root over all lines before it.
 */
export type PackHead = {
  readonly kind: 'pack'
  readonly version: 1
  readonly network: string
  /** From here on the auditor had every signature checked. */
  readonly from: number
  readonly to: number
  /** Hash of the block at `to`. */
  readonly head: string
  /** Nine sums after it, decimal strings in smallest units. */
  readonly totals: readonly string[]
}

export const packHeadLine = (head: Omit<PackHead, 'kind' | 'version'>) =>
  JSON.stringify({ kind: 'pack', version: 1, ...head })
/** `bytes`: hex of the canonical configuration document. */
export const packConfigurationLine = (bytes: string) => JSON.stringify({ kind: 'configuration', bytes })
/** `bytes`: hex of a proposal that blocks voted for. */
export const packProposalLine = (bytes: string) => JSON.stringify({ kind: 'proposal', bytes })
export const packBlockLine = (height: number, bytes: string) =>
  JSON.stringify({ kind: 'block', height, bytes })
export const packRowLine = (table: LedgerTable, row: LedgerRow) => JSON.stringify({ kind: 'row', table, row })

/** The last line, over the lines before it. */
export function packManifestLine(lines: readonly string[]): string {
  return JSON.stringify({ kind: 'manifest', lines: lines.length, root: rootOf(lines) })
}

const rootOf = (lines: readonly string[]) => toHex(merkleRoot(lines.map(utf8)))

export type PackCode =
  | 'pack-malformed'
  | 'pack-manifest'
  | 'pack-configuration'
  | 'pack-block'
  | 'pack-network'
  | 'pack-head'
  | 'pack-totals'
  | 'pack-row'
export type PackRefusal = Refusal<PackCode>
export type PackVerdict = {
  readonly network: string
  readonly to: number
  readonly blocks: number
  readonly transactions: number
  readonly rows: number
}
export type PackProgress = { readonly done: number; readonly total: number }

type Line = Readonly<Record<string, unknown>>
type Parts = {
  readonly head: PackHead
  readonly configuration: string
  readonly proposals: readonly string[]
  readonly blocks: readonly string[]
  readonly rows: LedgerRows
}

/**
 * Verifies a pack with nothing but its own bytes: manifest, every block with every signature from an empty state, network,
 * head, totals, and each row against the ledger. Yields progress per block; gives what was verified or the first thing
 * wrong.
 */
export function* verifyPack(
  text: string,
  checks: SignatureChecks,
): Generator<PackProgress, Result<PackVerdict, PackRefusal>> {
  const parts = readPack(text.split('\n').filter((line) => line !== ''))
  if (!parts.ok) return parts
  const { head, blocks, rows } = parts.value
  const configuration = parseConfiguration(fromHex(parts.value.configuration))
  if (!configuration.ok) return no('pack-configuration', { reason: configuration.refusal.code })
  const proposals = parts.value.proposals.map((bytes) => parseProposal(fromHex(bytes)))
  const unread = proposals.find((proposal) => !proposal.ok)
  if (unread && !unread.ok) return no('pack-configuration', { reason: unread.refusal.code })
  const read = proposals.flatMap((proposal) => (proposal.ok ? [proposal.value] : []))
  const replay = openReplay({ configuration: configuration.value, proposals: read, checks })
  const book = ledgerBook()
  const counted = { transactions: 0, hash: '' }
  for (const [height, bytes] of blocks.entries()) {
    const step = replay.next(fromHex(bytes))
    if (!step.ok) {
      const { code, facts } = step.refusal.refusal
      return no('pack-block', { height, reason: code, ...facts })
    }
    const wrong = checkStep(step.value, head)
    if (wrong !== undefined) return refuse(wrong)
    book.add(step.value)
    counted.transactions += step.value.block.transactions.length
    yield { done: height + 1, total: blocks.length }
  }
  return checkEnd(head, rows, replay, { book, blocks: blocks.length, transactions: counted.transactions })
}

const no = (code: PackCode, facts: PackRefusal['facts'] = {}) => refuse<PackRefusal>({ code, facts })

function checkStep(step: ReplayStep, head: PackHead): PackRefusal | undefined {
  const hash = toHex(step.hash)
  if (step.height === 0 && hash !== head.network) {
    return { code: 'pack-network', facts: { network: head.network, genesis: hash } }
  }
  if (step.height === head.to && hash !== head.head) {
    return { code: 'pack-head', facts: { head: head.head, due: hash } }
  }
  return undefined
}

function checkEnd(
  head: PackHead,
  rows: LedgerRows,
  replay: Replay,
  { book, blocks, transactions }: { book: LedgerBook; blocks: number; transactions: number },
): Result<PackVerdict, PackRefusal> {
  const sums = totals(replay.state).map(String)
  const total = sums.findIndex((sum, at) => sum !== head.totals[at])
  if (total >= 0)
    return no('pack-totals', { total, ledger: sums[total] ?? '', pack: head.totals[total] ?? '' })
  const comparison = compareRows(book, { height: head.to, behind: true })
  comparison.show(rows)
  const [first] = comparison.differences()
  if (first !== undefined) {
    const { table, key, field, ledger, shown } = first
    return no('pack-row', { table, key, field, ledger: String(ledger), pack: String(shown) })
  }
  return ok({ network: head.network, to: head.to, blocks, transactions, rows: comparison.compared() })
}

function readPack(lines: readonly string[]): Result<Parts, PackRefusal> {
  const parsed: Line[] = []
  for (const [at, line] of lines.entries()) {
    const value = parseLine(line)
    if (value === undefined) return no('pack-malformed', { line: at + 1 })
    parsed.push(value)
  }
  const manifest = parsed.at(-1)
  if (manifest?.kind !== 'manifest') return no('pack-manifest', { reason: 'missing' })
  if (manifest.lines !== lines.length - 1)
    return no('pack-manifest', { reason: 'lines', lines: lines.length - 1 })
  const root = rootOf(lines.slice(0, -1))
  if (manifest.root !== root) return no('pack-manifest', { reason: 'root', root })
  return sortLines(parsed.slice(0, -1))
}

function sortLines(lines: readonly Line[]): Result<Parts, PackRefusal> {
  const [head, configuration, ...rest] = lines
  if (!isHead(head)) return no('pack-malformed', { line: 1 })
  if (configuration?.kind !== 'configuration' || !isHex(configuration.bytes))
    return no('pack-malformed', { line: 2 })
  const proposals: string[] = []
  const blocks: string[] = []
  const rows: Record<LedgerTable, LedgerRow[]> = {
    blocks: [],
    transactions: [],
    inputs: [],
    outputs: [],
    records: [],
    certificateParts: [],
  }
  for (const [at, line] of rest.entries()) {
    if (line.kind === 'proposal' && blocks.length === 0 && isHex(line.bytes)) proposals.push(line.bytes)
    else if (line.kind === 'block' && line.height === blocks.length && isHex(line.bytes))
      blocks.push(line.bytes)
    else if (line.kind === 'row' && isTable(line.table) && isRow(line.row)) rows[line.table].push(line.row)
    else return no('pack-malformed', { line: at + 3 })
  }
  if (blocks.length !== head.to + 1) return no('pack-malformed', { blocks: blocks.length, to: head.to })
  return ok({ head, configuration: configuration.bytes, proposals, blocks, rows })
}

function parseLine(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

const isHex = (value: unknown): value is string => typeof value === 'string' && parseHex(value) !== undefined
const isId = (value: unknown) => isHex(value) && value.length === 64
const isHeight = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isTable = (value: unknown): value is LedgerTable => ledgerTables.some((table) => table === value)

function isHead(line: Line | undefined): line is PackHead {
  if (line?.kind !== 'pack' || line.version !== 1) return false
  const { totals: sums } = line
  const nine = Array.isArray(sums) && sums.length === 9 && sums.every((sum) => typeof sum === 'string')
  return nine && isId(line.network) && isId(line.head) && isHeight(line.from) && isHeight(line.to)
}

function isRow(value: unknown): value is LedgerRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every(
    (field) => field === null || ['string', 'number', 'boolean'].includes(typeof field),
  )
}
