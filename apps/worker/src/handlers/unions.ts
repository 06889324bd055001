import { draftAct } from '@vc/api'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, newestRecords, queueSubmission, schema } from '@vc/db'
import { foundUnion } from '@vc/jobs'
import { failpoint, must } from '@vc/kernel'
import { COUNCIL, collectiveRecord, collectiveScript, encodeChain, keyHashScript } from '@vc/ledger'
import { FIRST_LEVEL } from '@vc/settlement'
import { and, eq, sql } from 'drizzle-orm'
import type { Leg, PairWrite } from '../admission-bundle.ts'
import { schnorrKey } from '../admission-keys.ts'
import type { WorkerDeps } from '../deps.ts'
import { groupGuard } from '../foundation/plan.ts'
import type { SubmissionHook } from '../hooks.ts'
import { networkOf } from '../operating-record.ts'
import { domainHandler } from '../run-promised.ts'
import { standing } from './collective-hook.ts'
import { missingParts, payForBundle } from './collective-records.ts'
import { membersOf } from './collectives.ts'
import { signByFounders } from './foundation.ts'

const { acts, collectives, unions } = schema
const clock = { nowMs: () => Date.now() }
/** So long the council has to sign. */
const OPEN_MS = 30 * 86_400_000
type Union = typeof unions.$inferSelect

/**
 * Drafts what puts a farm union on the ledger (docs/adr/0047): the list of its members, its collective and its community, in one
 * bundle that the ledger takes whole or not at all. The operating key pays and signs all but the community's record, which waits
 * for the council.
 */
export const foundUnionHandler = domainHandler(foundUnion, async ({ collectiveId }, tx, deps) => {
  const own = eq(unions.collectiveId, collectiveId)
  const [asked] = await tx.select().from(unions).where(own).for('update')
  if (!asked || asked.actId !== null || asked.reason !== null) return
  const bundle = await bundleOf(tx, deps, asked)
  if (!bundle) return refuse(tx, collectiveId, 'collective-known')
  const { prepare, legs } = bundle
  await queueSubmission(tx, {
    transactions: [prepare],
    subject: { kind: 'union-commitment', id: collectiveId },
  })
  const actId = await draftBundle(tx, asked, legs)
  await tx.update(unions).set({ actId, updatedAt: sql`now()` }).where(own)
  await move(tx, collectiveId, { step: 'sent', reason: null })
  await failpoint('union-before-signing')
  await signByFounders(tx, deps, actId)
})

async function bundleOf(tx: DbTransaction, { operatingKey }: WorkerDeps, asked: Union) {
  const { collectiveId, chainId, genesis, authorityKey } = asked
  const [row] = await tx.select().from(collectives).where(eq(collectives.id, collectiveId))
  const { descriptor } = must(row, 'a union has its collective')
  const write = collectiveRecord(descriptor)
  if ((await newestRecords(tx, write.table, toHex(write.key))).length > 0) return undefined
  const key = schnorrKey(operatingKey)
  const guard = keyHashScript(hash160(key.publicKey))
  const record: PairWrite = { ...write, guard, keeper: collectiveScript(write.key) }
  const parts = await missingParts(tx, await membersOf(tx, collectiveId), guard)
  const value = encodeChain({ genesis: fromHex(genesis), level: FIRST_LEVEL, keys: [authorityKey] })
  const last = { table: 'chain', key: fromHex(chainId), value, guard: await groupGuard(tx, COUNCIL) }
  return payForBundle(tx, { operatingKey: key, pairs: [...parts, record], last })
}

/** The act that asks the council: of its legs only the last is for people to sign. */
async function draftBundle(tx: DbTransaction, asked: Union, legs: readonly Leg[]): Promise<string> {
  const { organisationId, collectiveId } = asked
  const drafter = { clock, env: { network: await networkOf(tx) }, user: { organisationId } }
  return draftAct(tx, drafter, {
    kind: 'union.found',
    subject: { kind: 'union', id: collectiveId },
    legs: legs.map(({ tx: transaction, named }, i) => ({
      ...{ transaction, named },
      sign: { inputs: i === legs.length - 1 ? [0] : [], acceptances: [] },
    })),
    expiresAt: new Date(clock.nowMs() + OPEN_MS),
  })
}

async function refuse(tx: DbTransaction, collectiveId: string, reason: string): Promise<void> {
  await tx.update(unions).set({ reason, updatedAt: sql`now()` }).where(eq(unions.collectiveId, collectiveId))
  await move(tx, collectiveId, { step: 'refused', reason })
}

type Moved = Pick<typeof collectives.$inferInsert, 'step'> & Partial<ReturnType<typeof standing>>

const move = (tx: DbTransaction, id: string, set: Moved & { readonly txid?: string }) =>
  tx
    .update(collectives)
    .set({ updatedAt: sql`now()`, ...set })
    .where(eq(collectives.id, id))

/** Marks a union founded with the block that has its bundle, or refused as a whole. */
export const unionHook: SubmissionHook = async (tx, submission, event) => {
  const { subjectId, refusal, transactions, txids } = submission
  if (event === 'refused') return refuse(tx, subjectId, refusal?.code ?? 'refused')
  // The collective's record comes before the community's.
  const txid = must(txids.at(-2), `a union is ${transactions.length} records`)
  await move(tx, subjectId, { step: 'registered', txid, ...standing(submission, event) })
}

/** Without what pays for them its records can not be written. */
export const unionCommitmentHook: SubmissionHook = async (tx, { subjectId, refusal }, event) => {
  if (event !== 'refused') return
  const [asked] = await tx.select().from(unions).where(eq(unions.collectiveId, subjectId))
  if (!asked?.actId) return
  const open = and(eq(acts.id, asked.actId), eq(acts.status, 'open'))
  await tx.update(acts).set({ status: 'withdrawn', updatedAt: sql`now()` }).where(open)
  await refuse(tx, subjectId, refusal?.code ?? 'refused')
}
