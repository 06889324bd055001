import { toHex } from '@vc/crypto'
import { newestRecords, recordHistory, schema } from '@vc/db'
import { anchorChain } from '@vc/jobs'
import { type ChainRecord, parseAnchor, parseChain } from '@vc/ledger'
import { and, desc, eq, sql } from 'drizzle-orm'
import { countsOf } from '../../acts/list-acts.ts'
import type { DbOrTransaction } from '../../context.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const { acts, outbox, submissions } = schema
const MOST = 100

/** A chain that the network lists. Refuses `not-found`. */
export async function findChain(db: DbOrTransaction, chainId: string): Promise<ChainRecord> {
  const [row] = await newestRecords(db, 'chain', chainId)
  const chain = row && parseChain(row.value)
  if (!chain) throw refusalToError({ code: 'not-found' })
  return chain
}

/** Every checkpoint of a chain that the ledger has, the newest first; `isBack` of one that is no further than the one before it. */
export async function anchorsOf(db: DbOrTransaction, chainId: string) {
  const rows = await recordHistory(db, 'anchor', chainId)
  const anchors = rows.flatMap(({ value, height: block, txid }) => {
    const anchor = parseAnchor(value)
    return anchor ? [{ height: anchor.height, hash: toHex(anchor.hash), block, txid }] : []
  })
  return anchors.map((anchor, i) => {
    const before = anchors[i + 1]
    return { ...anchor, isBack: before !== undefined && anchor.height <= before.height }
  })
}

/** Checkpoints that were proposed and are no record yet, the newest first, with how many keys have signed. */
export async function anchorsAsked(db: DbOrTransaction, nowMs: number, chainId: string) {
  const id = sql<string>`(${outbox.payload} ->> 'proposalId')`
  const ofChain = sql`${outbox.payload} ->> 'chainId' = ${chainId} and ${outbox.key} = 'anchor-' || ${id}`
  const rows = await db
    .select({ payload: outbox.payload, createdAt: outbox.createdAt, act: acts, submission: submissions })
    .from(outbox)
    .leftJoin(acts, and(eq(acts.subjectKind, 'anchor'), eq(acts.subjectId, id)))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(eq(outbox.topic, anchorChain.name), ofChain))
    .orderBy(desc(outbox.createdAt))
    .limit(MOST)
  const [newest] = await anchorsOf(db, chainId)
  return rows.flatMap(({ payload, createdAt, act, submission }) => {
    const { proposalId, height, hash } = anchorChain.payload.parse(payload)
    const told = { proposalId, height: BigInt(height), hash, createdAt, actId: act?.id ?? null }
    const isOver = newest !== undefined && told.height <= newest.height
    const { need = null, given = null } = act ? countsOf(act) : {}
    const state = stateOf(act, nowMs)
    return isOver ? [] : [{ ...told, need, given, state, refusal: submission?.refusal ?? null }]
  })
}

type Act = typeof acts.$inferSelect

function stateOf(act: Act | null, nowMs: number): 'preparing' | Act['status'] {
  if (act === null) return 'preparing'
  return act.status === 'open' && act.expiresAt.getTime() <= nowMs ? 'expired' : act.status
}
