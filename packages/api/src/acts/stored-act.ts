import { fromHex, toHex } from '@vc/crypto'
import type { RequiredSignature, NamedOutput as StoredOutput } from '@vc/db'
import { schema } from '@vc/db'
import { assert, must } from '@vc/kernel'
import {
  acceptanceDigest,
  computeSighash,
  decodeTransaction,
  type NamedOutput,
  SIGHASH_DEFAULT,
  type Transaction,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

export type StoredAct = typeof schema.acts.$inferSelect
/** A draft transaction and what its inputs name. */
export type Leg = { readonly transaction: Transaction; readonly named: readonly NamedOutput[] }

/** Who drafts is an organisation, by its id, or software, by a word. */
export const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const MOST_BYTES = 4_000_000

/** The act's row, locked until the transaction ends when asked. */
export async function findAct(db: DbOrTransaction, id: string, lock = false): Promise<StoredAct | undefined> {
  const asked = db.select().from(schema.acts).where(eq(schema.acts.id, id))
  const [row] = await (lock ? asked.for('update') : asked)
  return row
}

/** The legs of an act, read from its bytes. */
export function legsOf(act: Pick<StoredAct, 'transactions' | 'named'>): Leg[] {
  return act.transactions.map((hex, i) => {
    const decoded = decodeTransaction(fromHex(hex), MOST_BYTES)
    assert(decoded.ok, 'a stored draft is a transaction')
    const named = must(act.named[i], 'every leg has what it names').map(readOutput)
    return { transaction: decoded.value, named }
  })
}

const readOutput = ({ element, amount, script, layer }: StoredOutput): NamedOutput => ({
  element,
  amount: BigInt(amount),
  script: fromHex(script),
  layer,
})
export const writeOutput = ({ element, amount, script, layer }: NamedOutput): StoredOutput => ({
  element,
  amount: amount.toString(),
  script: toHex(script),
  layer,
})

/** The 32 bytes that a required signature signs, computed from the bytes, never taken from a row. */
export function digestOf(
  leg: Leg,
  of: Pick<RequiredSignature, 'part' | 'index' | 'type'>,
  network: Uint8Array,
): Uint8Array | undefined {
  const { transaction: tx, named } = leg
  if (of.part === 'acceptance') return acceptanceDigest(tx, named, network, of.index)
  return computeSighash({ tx, named, network, index: of.index, type: of.type ?? SIGHASH_DEFAULT })
}
