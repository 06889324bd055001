import { toHex } from '@vc/crypto'
import { outputAtOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  CIRCULATION,
  CREDIT_KIND,
  DEBT,
  encodeTransaction,
  giveCredit,
  keyHashScript,
  standardDebtScript,
  txidOf,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { TestNetwork } from '../../testing-network.ts'
import type { village } from './testing-village.ts'

type People = Awaited<ReturnType<typeof village>>

/** Rows of a loan of the village, in lots due at 100, 101 …, as the projection of block 5 would write them; gives its txid. */
export async function lendTo(
  network: TestNetwork,
  { agentHash, debtKeyHash }: People,
  amounts: readonly bigint[],
  firstDue = 100,
): Promise<string> {
  const { db } = network.database
  const { outputs, inputs, transactions } = schema
  const [source] = await db
    .select()
    .from(outputs)
    .where(eq(outputs.keyHash, toHex(agentHash)))
  const credit = must(source, 'the agent has management credit')
  const amount = amounts.reduce((sum, one) => sum + one, 0n)
  const lots = amounts.map((one, i) => ({ amount: one, expiryHeight: firstDue + i }))
  const loan = { managementCredit: outputAtOf(credit), amount, fee: 100n, debtorKeyHash: debtKeyHash, lots }
  const transaction = giveCredit(loan)
  const txid = toHex(txidOf(transaction))
  const bytes = encodeTransaction(transaction)
  const place = { height: 5, kind: CREDIT_KIND, layer: CIRCULATION }
  await db.insert(transactions).values({
    ...{ ...place, index: Number.parseInt(txid.slice(0, 6), 16), txid, wtxid: txid, bytes },
    ...{ bundle: '00'.repeat(32), fee: 100n, premium: 0n, lockTime: 0n },
  })
  const named = { outputTxid: credit.txid, outputIndex: credit.index, reads: true }
  await db.insert(inputs).values({ txid, index: 0, height: 5, ...named })
  const keyHash = toHex(debtKeyHash)
  const owned = { txid, layer: CIRCULATION, kind: CREDIT_KIND, keyHash, createdHeight: 5 }
  const paid = { element: 0, amount: amount - 100n, script: keyHashScript(debtKeyHash), standard: 'key-hash' }
  await db.insert(outputs).values([
    { ...owned, ...paid, index: 0 },
    ...lots.map((lot, i) => ({
      ...{ ...owned, ...lot, index: i + 1, element: DEBT, standard: 'standard-debt' },
      script: standardDebtScript(debtKeyHash, lot.expiryHeight),
    })),
  ])
  return txid
}
