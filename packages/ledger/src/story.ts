import { fromHex, hash256, toHex } from '@vc/crypto'
import { decodeTransaction } from './codec/transaction.ts'
import { Writer } from './codec/writer.ts'
import { defaultConfiguration } from './configuration.ts'
import { stateEntryBytes } from './state-entry-bytes.ts'
import { type TestLedger, testLedger } from './testing.ts'
import { totals } from './totals.ts'
import type { Transaction } from './transaction.ts'
import { answer, judgementJson } from './vectors-judge.ts'

/** What happens on a ledger of its own, one transaction a block; bytes in hex. */
export type Story = {
  readonly name: string
  readonly genesis: readonly string[]
  readonly steps: readonly {
    readonly height: number
    readonly transaction: string
    readonly stakeKey?: string
  }[]
}

/** A verdict for each step, as vectors write them, and the digest of the state after the last. */
export type StoryEnd = { readonly verdicts: readonly unknown[]; readonly state: string }

/** Judges a story from its beginning with the plain JavaScript checks; what is valid is applied. */
export function judgeStory({ genesis, steps }: Story): StoryEnd {
  const ledger = testLedger()
  for (const bytes of genesis) ledger.found(read(bytes))
  const verdicts = steps.map(({ height, transaction, stakeKey }) => {
    ledger.height = height
    const producer = stakeKey === undefined ? undefined : { stakeKey: fromHex(stakeKey) }
    return answer(ledger.submit(read(transaction), producer), judgementJson)
  })
  return { verdicts, state: toHex(stateDigest(ledger)) }
}

function read(hex: string): Transaction {
  const decoded = decodeTransaction(fromHex(hex), defaultConfiguration.maxTransactionBytes)
  if (!decoded.ok) throw new Error(`a story is of transactions that decode: ${decoded.refusal.code}`)
  return decoded.value
}

/** HASH256 of all entries of the state (consensus.md 16) in the order of their bytes, and of the nine totals. */
function stateDigest({ state }: TestLedger): Uint8Array {
  const writer = new Writer(4096)
  for (const entry of [...stateEntryBytes(state)].map(toHex).sort()) writer.varbytes(fromHex(entry))
  for (const total of totals(state)) writer.u64(total)
  return hash256(writer.finish())
}
