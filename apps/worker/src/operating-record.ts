import { LEDGER_FEE } from '@vc/admission'
import { equalBytes, fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import {
  type DbTransaction,
  findCursor,
  outputAtOf,
  queueSubmission,
  schema,
  unspentByKeyHash,
  writeOutbox,
} from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  decodeTransaction,
  keyHashScript,
  type OutputAt,
  outputsOf,
  pay,
  type RecordWrite,
  recordScript,
  selectValue,
  signInput,
  VALUE,
} from '@vc/ledger'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { SubmissionHook } from './hooks.ts'

/** What stands in the way for now; the row is tried again. */
export class OperatingKeyShortError extends Error {}

/** A pair and the script that must open its commitment. */
export type GuardedWrite = RecordWrite & { readonly guard: Uint8Array }
export type Subject = { readonly kind: string; readonly id: string }
const MOST_BYTES = 100_000
const AGAIN_MS = 10_000

/** The name of the network by which signatures are made. */
export async function networkOf(tx: DbTransaction): Promise<Uint8Array> {
  return fromHex(must(await findCursor(tx), 'the worker follows a chain').network)
}

/**
 * Gives the commitment to a record when a block has it. Else the operating key pays one, once, and there is none yet:
 * blocks hold records before payments, so a record must wait for a later block (consensus.md 2). The hook of
 * `subject.kind` asks for the work again. Throws OperatingKeyShortError while the key has too little value.
 */
export function commitmentFor(
  tx: DbTransaction,
  secret: Uint8Array,
  { table, key, value, guard }: GuardedWrite,
  subject: Subject,
): Promise<OutputAt | undefined> {
  return coinUnder(tx, secret, recordScript(table, key, value, guard), subject)
}

/** The same for any script: a coin of exactly one fee, which a transaction of the management layer spends whole. */
export async function coinUnder(
  tx: DbTransaction,
  secret: Uint8Array,
  script: Uint8Array,
  subject: Subject,
): Promise<OutputAt | undefined> {
  // Two payments at once must not choose the same coins.
  await tx.execute(sql`select pg_advisory_xact_lock(5643203)`)
  const sent = await sentCoins(tx, subject, script)
  for (const txid of sent) {
    const output = await findUnspent(tx, txid)
    if (output) return output
  }
  if (!(await isUnderWay(tx, sent))) await payCoin(tx, secret, script, subject)
  return undefined
}

const { submissions, outputs } = schema

/** Txids of what was sent for this subject and pays to this very script. */
async function sentCoins(tx: DbTransaction, subject: Subject, script: Uint8Array): Promise<string[]> {
  const mine = and(eq(submissions.subjectKind, subject.kind), eq(submissions.subjectId, subject.id))
  const rows = await tx
    .select()
    .from(submissions)
    .where(and(mine, ne(submissions.state, 'refused')))
  return rows.flatMap(({ transactions: [hex = ''], txids: [txid = ''] }) => {
    const read = decodeTransaction(fromHex(hex), MOST_BYTES)
    const [first] = read.ok ? read.value.outputs : []
    return first && equalBytes(first.script, script) ? [txid] : []
  })
}

async function findUnspent(tx: DbTransaction, txid: string): Promise<OutputAt | undefined> {
  const at = and(eq(outputs.txid, txid), eq(outputs.index, 0), isNull(outputs.spentHeight))
  const [row] = await tx.select().from(outputs).where(at)
  return row && outputAtOf(row)
}

async function isUnderWay(tx: DbTransaction, txids: readonly string[]): Promise<boolean> {
  for (const txid of txids) {
    const waiting = sql`${submissions.txids} @> array[${txid}] and ${submissions.state} in ('queued', 'submitted')`
    const [row] = await tx.select({ id: submissions.id }).from(submissions).where(waiting).limit(1)
    if (row) return true
  }
  return false
}

/**
 * Free coins of the operating key that hold so much, and where what is left of them goes. Throws OperatingKeyShortError
 * while the key has too little value.
 */
export async function operatingCoins(tx: DbTransaction, secret: Uint8Array, need: bigint) {
  await tx.execute(sql`select pg_advisory_xact_lock(5643203)`)
  return chosenCoins(tx, secret, need)
}

async function chosenCoins(tx: DbTransaction, secret: Uint8Array, need: bigint) {
  const keyHash = hash160(schnorrPublicKey(secret))
  const found = await unspentByKeyHash(tx, toHex(keyHash), { element: VALUE, layer: CIRCULATION, free: true })
  const values = selectValue(found.map(outputAtOf), need)
  if (!values.ok) throw new OperatingKeyShortError(JSON.stringify(values.refusal.facts))
  return { coins: values.value, changeTo: keyHashScript(keyHash) }
}

async function payCoin(
  tx: DbTransaction,
  secret: Uint8Array,
  script: Uint8Array,
  subject: Subject,
): Promise<void> {
  const network = await networkOf(tx)
  const { coins: values, changeTo } = await chosenCoins(tx, secret, 2n * LEDGER_FEE)
  const payments = [{ to: script, amount: LEDGER_FEE }]
  const coin = pay({ values, payments, changeTo, fee: LEDGER_FEE })
  const named = outputsOf(values)
  const signed = named.reduce((leg, _, index) => signInput({ tx: leg, named, network, index, secret }), coin)
  await queueSubmission(tx, { transactions: [signed], subject })
}

/** The hook of commitments: when a block has one, or none will, the work that needs it is promised again. */
export function commitmentHook(
  topic: string,
  payloadOf: (subjectId: string) => Record<string, unknown>,
): SubmissionHook {
  return async (tx, { id, subjectId }, event) => {
    if (event === 'final') return
    const dueAt = new Date(Date.now() + (event === 'refused' ? AGAIN_MS : 0))
    await writeOutbox(tx, { topic, payload: payloadOf(subjectId), key: `${topic}-${id}-${event}`, dueAt })
  }
}
