import { concatBytes, fromHex, hash160, toHex } from '@vc/crypto'
import { type DbTransaction, outpointsOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  encodeTransaction,
  inputDigest,
  keyHashScript,
  kOfNScript,
  type OutputAt,
  type RecordWrite,
  type Transaction,
  txidOf,
  writeRecord,
} from '@vc/ledger'
import { and, eq, sql } from 'drizzle-orm'
import { commitmentFor, networkOf, type Subject } from './operating-record.ts'

const OPEN_DAYS = 1

/** A person with the act key that signs. */
export type Signer = { readonly id: string; readonly key: Uint8Array }

/** A record that one person's act key shall sign, or those of several together. */
export type RecordAct = {
  readonly kind: string
  readonly subject: Subject
  /** The subject of the commitment, whose hook asks for the draft again. */
  readonly commitmentSubject: Subject
  readonly write: RecordWrite
  readonly signer: Signer
  /** Without any of their keys it can not be written either. */
  readonly others?: readonly Signer[]
  readonly createdBy: string
}

/**
 * Drafts a record for people's hardware keys: the operating key pays the commitment first, guarded by exactly those keys;
 * once a block has it, the act is written that waits for them all. Gives nothing until then.
 */
export async function draftRecordAct(
  tx: DbTransaction,
  operatingKey: Uint8Array,
  act: RecordAct,
): Promise<{ readonly actId: string; readonly txid: string } | undefined> {
  const { write, signer, others = [], commitmentSubject } = act
  const keys = [signer, ...others].map(({ key }) => key)
  const guarded = { ...write, guard: kOfNScript(keys.length, keys) }
  const commitment = await commitmentFor(tx, operatingKey, guarded, commitmentSubject)
  if (!commitment) return undefined
  const holderScript = keyHashScript(hash160(signer.key))
  const record = writeRecord({ ...write, commitment, holderScript })
  return { actId: await insertAct(tx, act, record, commitment), txid: toHex(txidOf(record)) }
}

async function insertAct(
  tx: DbTransaction,
  { kind, subject, signer, others = [], createdBy }: RecordAct,
  record: Transaction,
  { output }: OutputAt,
): Promise<string> {
  const sighash = toHex(inputDigest({ tx: record, named: [output], network: await networkOf(tx) }, 0))
  const required = [signer, ...others].map(({ id, key }) => ({
    ...({ transaction: 0, part: 'input', index: 0, key: toHex(key), sighash, signer: id } as const),
  }))
  const { element, amount, script, layer } = output
  const named = { element, amount: amount.toString(), script: toHex(script), layer }
  const rows = await tx
    .insert(schema.acts)
    .values({
      ...{ kind, subjectKind: subject.kind, subjectId: subject.id, createdBy },
      transactions: [toHex(encodeTransaction(record))],
      named: [[named]],
      outpoints: outpointsOf([record]),
      required,
      expiresAt: sql`now() + ${OPEN_DAYS} * interval '1 day'`,
    })
    .returning({ id: schema.acts.id })
  return must(rows[0], 'an inserted row comes back').id
}

/** How many pairs of a table have keys that begin so: a foreign hand may have written one first. */
export async function pairsBeginning(tx: DbTransaction, table: string, key: Uint8Array): Promise<number> {
  const { records } = schema
  const taken = await tx
    .selectDistinct({ key: records.key })
    .from(records)
    .where(and(eq(records.table, table), sql`starts_with(${records.key}, ${toHex(key)})`))
  return taken.length
}

/** A row's id as the key of its pair; when a pair of that key is there already (a foreign hand wrote it first), with a number. */
export async function recordKeyFor(tx: DbTransaction, table: string, id: string): Promise<Uint8Array> {
  const taken = await pairsBeginning(tx, table, idBytes(id))
  return taken === 0 ? idBytes(id) : concatBytes(idBytes(id), Uint8Array.of(taken))
}

/** A UUID's 16 bytes. */
const idBytes = (id: string): Uint8Array => fromHex(id.replaceAll('-', ''))
