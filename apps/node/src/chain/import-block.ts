import {
  type Block,
  type BlockRefusal,
  type BlockVerdict,
  blockHash,
  decodeBlock,
  type Header,
  isHeaderCode,
  isHeaderSigned,
  isOtherBody,
  isTransient,
  treeBlockOf,
} from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { type Clock, failpoint, ok, type Result, refuse } from '@vc/kernel'
import { type Facts, txidOf } from '@vc/ledger'
import type { Write } from '../storage/store.ts'
import type { Chain } from './chain.ts'
import type { Head } from './chain-store.ts'
import { standForEver, weighPenalties } from './disown.ts'
import { settleFinal, takeCertificate } from './finality.ts'
import { applyToHead, followHead } from './follow-head.ts'
import { addHeader, standBeside } from './grow-tree.ts'
import { judgeOnBranch } from './judge-on-branch.ts'
import { treeWrites } from './tree-store.ts'
import { contradictsTrusted, settleTrusted } from './trusted-checkpoint.ts'

/**
 * `block-early`: its slot has not begun by this node's clock; `block-orphan`: its parent is not at hand; both may come
 * again. `configuration-unknown`, `configuration-beyond`, `configuration-stay`: the block's rules are not at hand,
 * or not spoken here, or its operator stays with the old ones: the node stops before it. `block-below-final`: on a branch that finality closed.
 * `checkpoint-contradicted`: at the height of a trusted checkpoint and not that block. `block-on-invalid`: what it stands on is not valid.
 */
export type ImportRefusal =
  | BlockRefusal
  | {
      readonly code:
        | 'block-early'
        | 'block-orphan'
        | 'block-below-final'
        | 'block-on-invalid'
        | 'checkpoint-contradicted'
        | 'configuration-unknown'
        | 'configuration-beyond'
        | 'configuration-stay'
      readonly facts: Facts
    }

const outOfReach: ReadonlySet<string> = new Set<ImportRefusal['code']>([
  'block-below-final',
  'checkpoint-contradicted',
  'configuration-unknown',
  'configuration-beyond',
  'configuration-stay',
])

/** Nobody's fault: the block is on a closed branch, or under rules that are not at hand. */
export const isOutOfReach = (code: string): boolean => outOfReach.has(code)

/** Waits for its time or its parent. */
export const isEarlyOrOrphan = ({ code }: ImportRefusal) => code === 'block-early' || code === 'block-orphan'

/** Refused by a beacon that is not known here, or another one here. */
export const isOfBeacon = ({ code, facts }: ImportRefusal) =>
  code === 'block-beacon' || (code === 'data-missing' && facts.beacon !== undefined)

/**
 * The only road a block takes, own ones included: parse, judge on the state after its parent, on disk with all that
 * it does; then the node goes where the fork choice leads. A block that is at hand already changes nothing. Gives the
 * head. `fromSync`: it comes from the past, so it counts as late. `block`: what the bytes were read as already.
 */
export function importBlock(
  chain: Chain,
  bytes: Uint8Array,
  clock: Clock,
  { fromSync = false, block }: { readonly fromSync?: boolean; readonly block?: Block | undefined } = {},
): Result<Head, ImportRefusal> {
  const { observe } = chain
  if (!observe) return importNow(chain, bytes, clock, { fromSync, block })
  const from = clock.nowMs()
  let judged: number | undefined
  const onJudged = () => {
    judged = clock.nowMs()
  }
  const imported = importNow(chain, bytes, clock, { fromSync, block, onJudged })
  const code = imported.ok ? undefined : imported.refusal.code
  observe({ kind: 'import', from, judged, to: clock.nowMs(), height: chain.head.height, code })
  return imported
}

function importNow(
  chain: Chain,
  bytes: Uint8Array,
  clock: Clock,
  {
    fromSync,
    block,
    onJudged,
  }: { readonly fromSync: boolean; readonly block: Block | undefined; readonly onJudged?: () => void },
): Result<Head, ImportRefusal> {
  const decoded = block ? ok(block) : decodeBlock(bytes, chain.configurations.mostBlockBytes())
  failpoint('after-block-parse')
  if (!decoded.ok) return decoded
  const { header } = decoded.value
  if (isAtHand(chain, header)) return ok(chain.head)
  const now = Math.floor(clock.nowMs() / 1000)
  const unplaced = refusePlace(chain, header, now)
  if (unplaced) return refuse(unplaced)
  const judged = judgeOnBranch(chain, decoded.value)
  failpoint('after-block-validate')
  onJudged?.()
  const isLate = fromSync || now > header.time + chain.configuration.parameters.lateAfter
  if (!judged.ok) return refuse(noteInvalid(chain, decoded.value, judged.refusal, isLate))
  take(chain, { block: decoded.value, bytes, verdict: judged.value, isLate })
  return ok(chain.head)
}

function isAtHand({ blocks, tree }: Chain, header: Header): boolean {
  const hash = blockHash(header)
  const there = blocks.hashAt(header.height)
  if (there !== undefined && equalBytes(there, hash)) return true
  const name = toHex(hash)
  return tree.has(name) && tree.bodyOf(name) === 'good'
}

function refusePlace(chain: Chain, header: Header, now: number): ImportRefusal | undefined {
  const { tree, configuration } = chain
  const [height, prevHash] = [header.height, toHex(header.prevHash)]
  if (header.time > now + configuration.parameters.maxDrift) {
    return { code: 'block-early', facts: { time: header.time, now } }
  }
  if (height <= tree.root.height) return { code: 'block-below-final', facts: { height } }
  if (contradictsTrusted(chain, header)) return { code: 'checkpoint-contradicted', facts: { height } }
  if (!tree.has(prevHash)) return { code: 'block-orphan', facts: { height, prevHash } }
  const body = tree.bodyOf(prevHash)
  if (body === 'good') return refuseConfiguration(chain, header)
  return { code: body === 'invalid' ? 'block-on-invalid' : 'block-orphan', facts: { height, prevHash } }
}

/** A document that is not at hand yet, a protocol that is not spoken here, an operator who stays: the block waits. */
function refuseConfiguration({ configurations, checks }: Chain, header: Header): ImportRefusal | undefined {
  const known = configurations.find(header.configId)
  const configId = toHex(header.configId)
  const stop = configurations.stopAfter(header.prevHash)
  if (stop) return { code: stop.code, facts: stop.facts }
  return known || !isHeaderSigned(header, checks)
    ? undefined
    : { code: 'configuration-unknown', facts: { configId } }
}

/** A header that stands weighs, though nobody walks into its body; what another body is refused for is not its fault. */
function noteInvalid(chain: Chain, { header }: Block, refusal: BlockRefusal, isLate: boolean): BlockRefusal {
  if (isTransient(refusal) || isHeaderCode(refusal.code) || isOtherBody(refusal)) return refusal
  addHeader(chain, header, isLate)
  chain.tree.judged(treeBlockOf(header).name, false)
  chain.store.commit(treeWrites(header, { isLate, body: 'invalid' }))
  return refusal
}

type Taken = {
  readonly block: Block
  readonly bytes: Uint8Array
  readonly verdict: BlockVerdict
  readonly isLate: boolean
}

function take(chain: Chain, { block, bytes, verdict, isLate }: Taken): void {
  const { header, extension, transactions } = block
  const name = toHex(verdict.hash)
  const isNext = equalBytes(header.prevHash, chain.head.hash) && !chain.tree.has(name) && isTip(chain)
  addHeader(chain, header, isLate)
  standBeside(chain, verdict)
  const known = treeWrites(header, { isLate, body: 'good' })
  const named = extension.references.flatMap((version) => enter(chain, version))
  if (isNext) {
    const txids = transactions.map((transaction) => txidOf(transaction))
    applyToHead(chain, { header, bytes, txids, ...verdict }, [...known, ...named])
    chain.side.delete(name)
  } else {
    const stored: Write = { space: 'block', key: verdict.hash, value: bytes }
    chain.store.commit([stored, ...known, ...named])
  }
  weighPenalties(chain, name, transactions)
  for (const certificate of extension.certificates) takeCertificate(chain, certificate)
  if (!isNext || !isUndisturbed(chain, name)) settle(chain)
}

/** A block on the head changes no choice but that of the head, unless a draw was signed twice or votes moved the root. */
function isUndisturbed(chain: Chain, name: string): boolean {
  const isCounted = chain.finality.recount()
  const isMoved = settleTrusted(chain) || isCounted || chain.finality.final.height > chain.tree.root.height
  return !isMoved && chain.disowned.size === 0 && chain.tree.weight(name) > 0n
}

/** Nothing stands on the head yet, and nothing else is heavier: a block on it is the next head (consensus.md 12). */
function isTip({ tree, head }: Chain): boolean {
  return tree.childrenOf(toHex(head.hash)).length === 0
}

/** A version that a valid block names weighs, though its body is not at hand. */
function enter(chain: Chain, version: Header): readonly Write[] {
  if (chain.tree.has(treeBlockOf(version).name) || !chain.tree.has(toHex(version.prevHash))) return []
  addHeader(chain, version, true)
  return treeWrites(version, { isLate: true, body: 'missing' })
}

/** After a block or a vote: looks at the votes again, goes to the head, lets go of what is final. */
export function settle(chain: Chain): void {
  const { tree, finality, head, configuration } = chain
  const ground = [tree.changes, finality.changes, head, configuration] as const
  // Where the last time began here, too, it left everything as it was.
  if (ground.every((part, at) => part === chain.settledOn?.[at])) return
  chain.settledOn = ground
  chain.finality.recount()
  settleTrusted(chain)
  standForEver(chain)
  chain.reluctance = followHead(chain)
  settleFinal(chain)
}
