import { LEDGER_FEE } from '@vc/admission'
import { type BallotMember, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, outputAtOf, queueSubmission, schema, unspentByKeyHash } from '@vc/db'
import { CIRCULATION, COLLECTIVE_LIST, listLinks, listRecords, selectValue, VALUE } from '@vc/ledger'
import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  admissionCost,
  draftAdmission,
  type PairWrite,
  type SignedAdmission,
  signAdmission,
} from '../admission-bundle.ts'
import type { schnorrKey } from '../admission-keys.ts'
import { networkOf, OperatingKeyShortError } from '../operating-record.ts'

const { records } = schema
export type Subject = { readonly kind: string; readonly id: string }
export type RecordsOrder = {
  readonly operatingKey: ReturnType<typeof schnorrKey>
  readonly pairs: readonly PairWrite[]
  /** Only committed to. */
  readonly later?: PairWrite
}

/** The parts of a list that the ledger lacks; what it has of the beginning stays, whoever wrote it. */
export async function missingParts(
  tx: DbTransaction,
  members: readonly BallotMember[],
  guard: Uint8Array,
): Promise<readonly PairWrite[]> {
  const links = listLinks(members)
  const rows = await tx
    .select({ key: records.key })
    .from(records)
    .where(and(eq(records.table, COLLECTIVE_LIST), inArray(records.key, links.map(toHex))))
  const known = new Set(rows.map(({ key }) => key))
  const last = links.findLastIndex((link) => known.has(toHex(link)))
  return listRecords(members.slice(last + 1), links[last]).map((part) => ({ ...part, guard }))
}

/** Has the operating key pay and sign these records, and hands in what pays first; the records wait for the caller. */
export async function payForRecords(tx: DbTransaction, asked: RecordsOrder): Promise<SignedAdmission> {
  return signAdmission({ ...(await orderOf(tx, asked)), grants: [] })
}

/** The same with a `last` record in the bundle that others sign. */
export async function payForBundle(
  tx: DbTransaction,
  { last, ...asked }: Omit<RecordsOrder, 'later'> & { readonly last: PairWrite },
) {
  const order = await orderOf(tx, { ...asked, pairs: [...asked.pairs, last] })
  return draftAdmission({ ...order, pairs: asked.pairs, last })
}

async function orderOf(tx: DbTransaction, { operatingKey, ...asked }: RecordsOrder) {
  // Two payments at once must not choose the same coins.
  await tx.execute(sql`select pg_advisory_xact_lock(5643203)`)
  const order = { ...asked, fee: LEDGER_FEE }
  const owner = toHex(hash160(operatingKey.publicKey))
  const coins = await unspentByKeyHash(tx, owner, { element: VALUE, layer: CIRCULATION, free: true })
  const values = selectValue(coins.map(outputAtOf), admissionCost({ ...order, grants: [] }))
  if (!values.ok) throw new OperatingKeyShortError(JSON.stringify(values.refusal.facts))
  return {
    ...order,
    ...{ network: await networkOf(tx), values: values.value, operatingKey, keys: [] },
    sheetHashOf: () => new Uint8Array(32),
  }
}

/** Hands in what pays for records, then the records; `subject` hears of the last of them. */
export async function queueRecords(
  tx: DbTransaction,
  { prepare, writes }: SignedAdmission,
  subject: Subject,
): Promise<void> {
  const first = writes.length > 0 ? { kind: 'collective-commitment', id: subject.id } : subject
  await queueSubmission(tx, { transactions: [prepare], subject: first })
  if (writes.length > 0) await queueSubmission(tx, { transactions: writes, subject })
}
