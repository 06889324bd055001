import type { NodeStatus } from '@vc/client'
import { toHex } from '@vc/crypto'
import {
  CURSOR_ID,
  type Cursor,
  type DbTransaction,
  endModelsDue,
  findCursor,
  promiseEvaluations,
  promiseGuaranteeWatch,
  promiseOrders,
  schema,
  tellBadDebts,
  tellMovedCredit,
} from '@vc/db'
import { failpoint } from '@vc/kernel'
import { txidOf } from '@vc/ledger'
import { sql } from 'drizzle-orm'
import type { ChainDeps } from './deps.ts'
import { moveIntoBlock, moveOutOfBlocks, moveToFinal } from './move-submissions.ts'
import { hashAt, projectBlock, rewindTo } from './project-block.ts'
import { type ReadBlock, readBlock } from './read-block.ts'

const BATCH = 64
/** One projection at a time, whatever number of workers: an advisory lock of the transaction. */
const PROJECTION_LOCK = 5_643_202

/** The node is on another network, or its chain leaves ours below what is final: nothing may be rewound. */
export class ChainMismatchError extends Error {
  readonly code: 'other-network' | 'final-block-left'
  constructor(code: ChainMismatchError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Brings the tables up to the node's head: rewinds blocks that the best chain has left, projects the others in
 * order of height, each with the cursor in one transaction, then marks what became final. Safe to run again, or
 * at the same time in another worker. Gives the height reached, -1 when there is no block.
 */
export async function followChain(deps: ChainDeps): Promise<number> {
  for (;;) {
    const status = await deps.client.status()
    const cursor = await findCursor(deps.db)
    if (cursor && cursor.network !== status.network) {
      throw new ChainMismatchError(
        'other-network',
        `tables are of ${cursor.network}, node of ${status.network}`,
      )
    }
    if (cursor && (await hasLeft(deps, cursor, status))) await rewindToCommon(deps, cursor, status)
    else if ((cursor?.height ?? -1) >= status.head.height) return settle(deps, status)
    else await projectBatch(deps, (cursor?.height ?? -1) + 1, status)
  }
}

/** Is the newest block that both could have another one at the node? A node that is merely behind has not left. */
async function hasLeft(deps: ChainDeps, cursor: Cursor, status: NodeStatus): Promise<boolean> {
  const height = Math.min(cursor.height, status.head.height)
  return !(await isShared(deps, height))
}

async function isShared({ db, client }: ChainDeps, height: number): Promise<boolean> {
  const block = await client.block(height)
  // Gone in between: the head moved while we asked, and the next round sees it.
  return block === null || block.hash === (await hashAt(db, height))
}

async function rewindToCommon(deps: ChainDeps, cursor: Cursor, status: NodeStatus): Promise<void> {
  let height = Math.min(cursor.height, status.head.height)
  while (height >= 0 && !(await isShared(deps, height))) height -= 1
  if (height < cursor.finalHeight) {
    throw new ChainMismatchError('final-block-left', `common block ${height}, final ${cursor.finalHeight}`)
  }
  deps.log.warn({ from: cursor.height, to: height }, 'reorganisation')
  await deps.db.transaction(async (tx) => {
    const now = await lockCursor(tx)
    // Another worker may have rewound, and gone on, in between.
    if (now?.hash !== cursor.hash) return
    await rewindTo(tx, height)
    await moveOutOfBlocks(tx, height)
    await failpoint('rewind-before-cursor')
    const hash = await hashAt(tx, height)
    if (hash === undefined) await tx.delete(schema.projectionCursor)
    else await tx.update(schema.projectionCursor).set({ height, hash })
  })
}

async function projectBatch(deps: ChainDeps, from: number, status: NodeStatus): Promise<void> {
  const batch = await deps.client.blocks({ from, count: BATCH })
  for (const answer of batch) {
    if (!(await projectNext(deps, readBlock(answer), status))) return
  }
}

/** Gives false when the block is not the next one after the cursor: the caller looks anew. */
async function projectNext(deps: ChainDeps, block: ReadBlock, status: NodeStatus): Promise<boolean> {
  const done = await deps.db.transaction(async (tx) => {
    const cursor = await lockCursor(tx)
    if (block.height !== (cursor?.height ?? -1) + 1) return false
    if (cursor && block.prevHash !== cursor.hash) return false
    await projectBlock(tx, block)
    const txids = block.transactions.map((transaction) => toHex(txidOf(transaction)))
    await moveIntoBlock(tx, deps, { height: block.height, txids })
    await failpoint('project-before-cursor')
    await moveCursor(tx, block, status)
    return true
  })
  if (done) await failpoint('project-after-block')
  return done
}

async function lockCursor(tx: DbTransaction): Promise<Cursor | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PROJECTION_LOCK})`)
  return findCursor(tx)
}

async function moveCursor(tx: DbTransaction, { height, hash }: ReadBlock, status: NodeStatus): Promise<void> {
  const moved = { height, hash, headHeight: status.head.height }
  const first = { justifiedHeight: -1, finalHeight: -1, parameters: status.parameters }
  await tx
    .insert(schema.projectionCursor)
    .values({ id: CURSOR_ID, network: status.network, ...moved, ...first })
    .onConflictDoUpdate({ target: schema.projectionCursor.id, set: moved })
}

/** Notes what the node calls justified and final, as far as the tables hold the same blocks. */
async function settle(deps: ChainDeps, status: NodeStatus): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const cursor = await lockCursor(tx)
    if (cursor === undefined) return -1
    const holds = async (tip: { height: number; hash: string }, before: number) =>
      tip.height > before && (await hashAt(tx, tip.height)) === tip.hash ? tip.height : before
    const justifiedHeight = await holds(status.justified, cursor.justifiedHeight)
    const finalHeight = await holds(status.final, cursor.finalHeight)
    const headHeight = status.head.height
    await tx
      .update(schema.projectionCursor)
      .set({ justifiedHeight, finalHeight, headHeight, parameters: status.parameters })
    await moveToFinal(tx, deps, finalHeight)
    await promiseOrders(tx, cursor.height)
    await endModelsDue(tx, cursor.height)
    await promiseEvaluations(tx, cursor.finalHeight, finalHeight)
    await promiseGuaranteeWatch(tx, cursor.finalHeight, finalHeight)
    await tellBadDebts(tx, cursor.finalHeight, finalHeight, new Date())
    await tellMovedCredit(tx, { upTo: finalHeight }, new Date())
    await failpoint('settle-before-commit')
    return cursor.height
  })
}
