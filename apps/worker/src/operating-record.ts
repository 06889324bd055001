import { LEDGER_FEE } from '@vc/admission'
import { fromHex, hash160, schnorrPublicKey, toHex } from '@vc/crypto'
import { type DbTransaction, findCursor, outputAtOf, unspentByKeyHash } from '@vc/db'
import { must } from '@vc/kernel'
import {
  bindBundle,
  CIRCULATION,
  commitRecord,
  keyHashScript,
  type NamedOutput,
  type OutputAt,
  outputsOf,
  type RecordWrite,
  selectValue,
  signInput,
  type Transaction,
  txidOf,
  VALUE,
  writeRecord,
} from '@vc/ledger'
import { sql } from 'drizzle-orm'

/** What stands in the way for now; the row is tried again. */
export class OperatingKeyShortError extends Error {}

export type RecordBundle = {
  readonly network: Uint8Array
  /** The commitment, signed by the operating key, and the record that its guard still has to sign. */
  readonly transactions: readonly [Transaction, Transaction]
  readonly named: readonly [readonly NamedOutput[], readonly NamedOutput[]]
}

/**
 * Writes a new record as one atomic bundle: the operating key pays a commitment whose guard must sign the record, and
 * both fees. The record's holder is `holderScript`. Throws OperatingKeyShortError while the key has too little value.
 */
export async function operatingRecord(
  tx: DbTransaction,
  secret: Uint8Array,
  write: RecordWrite & { readonly guard: Uint8Array; readonly holderScript: Uint8Array },
): Promise<RecordBundle> {
  // Two drafts at once must not choose the same coins.
  await tx.execute(sql`select pg_advisory_xact_lock(5643203)`)
  const network = fromHex(must(await findCursor(tx), 'the worker follows a chain').network)
  const keyHash = hash160(schnorrPublicKey(secret))
  const changeTo = keyHashScript(keyHash)
  const coins = await unspentByKeyHash(tx, toHex(keyHash), { element: VALUE, layer: CIRCULATION, free: true })
  const values = selectValue(coins.map(outputAtOf), 2n * LEDGER_FEE)
  if (!values.ok) throw new OperatingKeyShortError(JSON.stringify(values.refusal.facts))
  const commit = commitRecord({
    ...write,
    values: values.value,
    amount: LEDGER_FEE,
    fee: LEDGER_FEE,
    changeTo,
  })
  const commitment = firstOutput(commit)
  const bound = bindBundle([commit, writeRecord({ ...write, commitment })])
  const named = outputsOf(values.value)
  const paid = named.reduce(
    (leg, _, index) => signInput({ tx: leg, named, network, index, secret }),
    must(bound[0], 'two legs'),
  )
  return { network, transactions: [paid, must(bound[1], 'two legs')], named: [named, [commitment.output]] }
}

/** Output 0 of a transaction that is in no block yet. */
function firstOutput(transaction: Transaction): OutputAt {
  const { layer, kind } = transaction
  const output = { ...must(transaction.outputs[0], 'a commitment has an output'), layer, kind, height: 0 }
  return { outpoint: { txid: txidOf(transaction), index: 0 }, output }
}
