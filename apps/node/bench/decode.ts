import { decodeBlock } from '@vc/consensus'
import { assert } from '@vc/kernel'
import { decodeTransaction, encodeTransaction, writeTransaction } from '@vc/ledger'
import { measure, timed } from './measure.ts'
import { transferChain } from './transfer-chain.ts'

const rounds = 200

/** Transactions decoded and written out again field by field: the bytes that were read are not taken for the answer. */
export async function benchDecode(): Promise<void> {
  const made = await transferChain()
  const decoded = decodeBlock(made.next(), made.configuration.parameters.maxBlockBytes)
  assert(decoded.ok, 'our own block parses')
  const all = decoded.value.transactions.map((tx) => encodeTransaction(tx).slice())
  const limit = made.configuration.parameters.maxTransactionBytes
  const what = { bench: 'decode', unit: 'per-second', backend: 'JavaScript' } as const
  const run = () =>
    timed(rounds * all.length, () => {
      for (let round = 0; round < rounds; round += 1) for (const bytes of all) again(bytes, limit)
    })
  await run() // The compiler has seen the code, as in a node that runs for a minute.
  await measure({ ...what, case: '1-in-2-out, decode and encode' }, run)
}

function again(bytes: Uint8Array, limit: number): void {
  const decoded = decodeTransaction(bytes, limit)
  assert(decoded.ok && writeTransaction(decoded.value).length === bytes.length, 'the same bytes come back')
}
