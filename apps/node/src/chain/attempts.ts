import { toHex } from '@vc/crypto'
import { decodeTransaction, type Place, type StateReader, type Transaction, txidOf } from '@vc/ledger'
import type { NodeKey } from '../keys/node-key.ts'
import type { Mempool } from './mempool.ts'
import { penaltyOn } from './penalty-on.ts'

/** What overdue debtors signed and this node refused; kept in memory, a producer makes penalties of it (ledger.md 8). */
export type Attempts = {
  readonly note: (bytes: Uint8Array) => void
  /** Penalties for the next block. An attempt on which none can be made is forgotten. */
  readonly penalties: (
    ground: { readonly state: StateReader; readonly place: Place },
    key: Pick<NodeKey, 'producerKey' | 'stakeSecret'>,
  ) => readonly Transaction[]
}

/** Each costs a signature of the stake key for every own block. */
const MOST = 100

/** Opens an empty book of attempts; more than a hundred at a time are not kept. */
export function openAttempts(): Attempts {
  const known = new Map<string, Transaction>()
  return {
    note(bytes) {
      const decoded = decodeTransaction(bytes, bytes.length)
      if (decoded.ok && known.size < MOST) known.set(toHex(txidOf(decoded.value)), decoded.value)
    },
    penalties: (ground, key) =>
      [...known].flatMap(([txid, attempt]) => {
        const penalty = penaltyOn(attempt, ground, key)
        if (!penalty) known.delete(txid)
        return penalty ?? []
      }),
  }
}

/** The mempool, which tells what it refuses of overdue debtors. */
export function tellingAttempts(mempool: Mempool, { note }: Attempts): Mempool {
  const telling =
    (submit: Mempool['submit']): Mempool['submit'] =>
    (transactions) => {
      const answer = submit(transactions)
      const [alone, more] = transactions
      const isFrozen = !answer.ok && answer.refusal.refusal.code === 'debtor-overdue'
      if (isFrozen && alone && !more) note(alone)
      return answer
    }
  return { ...mempool, take: telling(mempool.take), submit: telling(mempool.submit) }
}
