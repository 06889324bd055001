import {
  type Block,
  type BlockRefusal,
  type BlockVerdict,
  blockHash,
  decodeBlock,
  judgeBlock,
  type ParentBlock,
} from '@vc/consensus'
import { equalBytes, toHex } from '@vc/crypto'
import { type Clock, failpoint, ok, type Result, refuse } from '@vc/kernel'
import { type Facts, txidOf } from '@vc/ledger'
import type { Tools } from '../checks/check-pool.ts'
import { stateWrites } from '../storage/state-reader.ts'
import { type Chain, parentBlock } from './chain.ts'
import { blockWrites, type Head } from './chain-store.ts'

/** `block-early`: its slot has not begun by this node's clock; it may come again. `block-not-on-head`: a fork. */
export type ImportRefusal =
  | BlockRefusal
  | { readonly code: 'block-early' | 'block-not-on-head'; readonly facts: Facts }

/**
 * The only road a block takes, own ones included: parse, judge on the head's state, one commit of block, state,
 * undo and head pointer, then the head moves. A block that is on the chain already changes nothing.
 */
export function importBlock(chain: Chain, bytes: Uint8Array, clock: Clock): Result<Head, ImportRefusal> {
  const { maxBlockBytes, maxDrift } = chain.configuration.parameters
  const decoded = decodeBlock(bytes, maxBlockBytes)
  failpoint('after-block-parse')
  if (!decoded.ok) return decoded
  const { header, extension } = decoded.value
  if (isOnChain(chain, header)) return ok(chain.head)
  const now = Math.floor(clock.nowMs() / 1000)
  if (header.time > now + maxDrift) return refuse({ code: 'block-early', facts: { time: header.time, now } })
  if (!equalBytes(header.prevHash, chain.head.hash)) return refuse(forked(chain, header))
  const parent = parentBlock(chain, extension.references.length > 0)
  const judged = judge(chain, decoded.value, parent)
  failpoint('after-block-validate')
  if (!judged.ok) return judged
  write(chain, decoded.value, bytes, judged.value)
  return ok(chain.head)
}

/** On all cores where there are some; the verdict is that of one check after the other. */
function judge({ state, context, pool }: Chain, block: Block, parent: ParentBlock) {
  const judgeWith = (tools: Tools) => judgeBlock(block, state, parent, { ...context, ...tools })
  return pool === undefined ? judgeWith(context) : pool.judge(context.checks, judgeWith)
}

type Header = Head['header']

function isOnChain({ blocks }: Chain, header: Header): boolean {
  const there = blocks.hashAt(header.height)
  return there !== undefined && equalBytes(there, blockHash(header))
}

const forked = (chain: Chain, header: Header) =>
  ({
    code: 'block-not-on-head',
    facts: { height: header.height, prevHash: toHex(header.prevHash), head: toHex(chain.head.hash) },
  }) as const

function write(
  chain: Chain,
  { header, transactions }: Block,
  bytes: Uint8Array,
  verdict: BlockVerdict,
): void {
  const txids = transactions.map((transaction) => txidOf(transaction))
  const { changes, undo } = verdict
  failpoint('before-block-write')
  chain.store.commit([...stateWrites(changes), ...blockWrites({ header, bytes, txids, undo })])
  chain.state.moved(changes)
  failpoint('after-block-write')
  failpoint('before-head-switch')
  chain.head = { height: header.height, hash: verdict.hash, header }
  failpoint('after-head-switch')
}
