import { type Block, type BlockRefusal, type BlockVerdict, judgeBlock, type ParentBlock } from '@vc/consensus'
import { equalBytes } from '@vc/crypto'
import { must, type Result } from '@vc/kernel'
import type { Tools } from '../checks/check-pool.ts'
import { type Chain, contextOn } from './chain.ts'
import { stateAt, undoOfBlock } from './state-at.ts'

type Branches = Omit<Chain, 'finality'>

/** Judges a block whose parent is a valid block of the tree, on all cores where there are some. */
export function judgeOnBranch(chain: Branches, block: Block): Result<BlockVerdict, BlockRefusal> {
  const { pool } = chain
  const context = contextOn(chain, block.header.prevHash)
  const state = stateAt(chain, block.header.prevHash)
  const parent = parentOf(chain, block.header.prevHash, block.extension.references.length > 0)
  const judgeWith = (tools: Tools) => judgeBlock(block, state, parent, { ...context, ...tools })
  return pool === undefined ? judgeWith(context) : pool.judge(context.checks, judgeWith)
}

/** A valid block of the tree as the parent of another; with its undo set when the other names versions of it. */
export function parentOf(chain: Branches, hash: Uint8Array, withUndo: boolean): ParentBlock {
  const { head, blocks } = chain
  const isHead = equalBytes(hash, head.hash)
  const header = isHead ? head.header : must(blocks.header(hash), 'a block of the tree has its header')
  const undo = withUndo && header.height > 0 ? undoOfBlock(chain, hash, header.height) : undefined
  return { header, hash, ...(undo ? { undo } : {}) }
}
