import { LEDGER_FEE } from '@vc/admission'
import { hash160, toHex } from '@vc/crypto'
import { type DbTransaction, outputAtOf, queueSubmission, schema, unspentByKeyHash } from '@vc/db'
import { CIRCULATION, inputDigest, keyHashScript, pay, putSignature, selectValue, VALUE } from '@vc/ledger'
import { and, eq, ne, sql } from 'drizzle-orm'
import { loadAdmissionKeys, type SoftwareKey } from '../admission-keys.ts'
import type { Stage } from './stage.ts'

const KIND = 'sample-payment'
export type Purse = { readonly keyHash: Uint8Array; readonly amount: bigint }
type PayIn = { readonly id: string; readonly purses: readonly Purse[] }

/** The founders' treasury of a development network pays value to keys, once for an id: by submission, like any payment. */
export function payIn({ deps, worker }: Stage, asked: PayIn): Promise<void> {
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${KIND} ${asked.id}`}, 0))`)
    const { submissions } = schema
    const same = and(
      eq(submissions.subjectKind, KIND),
      eq(submissions.subjectId, asked.id),
      ne(submissions.state, 'refused'),
    )
    const [known] = await tx.select({ id: submissions.id }).from(submissions).where(same)
    if (known) return
    const keys = await loadAdmissionKeys(worker.dataDir)
    for (const key of keys?.keys ?? []) if (await payFrom(tx, key, asked, deps.env.network)) return
    throw new Error('no treasury of the founders holds the amount')
  })
}

async function payFrom(tx: DbTransaction, key: SoftwareKey, { id, purses }: PayIn, network: Uint8Array) {
  const { sign, publicKey } = key
  if (!sign) return false
  const owner = hash160(publicKey)
  const filter = { element: VALUE, layer: CIRCULATION, free: true } as const
  const coins = await unspentByKeyHash(tx, toHex(owner), filter)
  const sum = purses.reduce((all, { amount }) => all + amount, 0n)
  const values = selectValue(coins.map(outputAtOf), sum + LEDGER_FEE)
  if (!values.ok) return false
  const payments = purses.map(({ keyHash, amount }) => ({ to: keyHashScript(keyHash), amount }))
  const draft = pay({ values: values.value, payments, fee: LEDGER_FEE, changeTo: keyHashScript(owner) })
  const named = values.value.map(({ output }) => output)
  const signed = named.reduce((unsigned, _, index) => {
    const item = sign(inputDigest({ tx: unsigned, named, network }, index))
    return putSignature({ tx: unsigned, named, index, key: publicKey, item })
  }, draft)
  await queueSubmission(tx, { transactions: [signed], subject: { kind: KIND, id } })
  return true
}
