import { atOnce, type Turns, type Work } from '../turns.ts'
import { readTransactions } from './compact-block.ts'
import type { NetworkCore } from './port.ts'
import type { PeerKey, Verdict } from './transport.ts'

/** Of each peer, as for all that is held (consensus.md 19). */
const MOST_UNJUDGED = 16 * 1_048_576

export type TransactionQueue = {
  /** Accepted when anything in it is new and good; rejected when anything in it is wrong for good. */
  readonly receive: (message: Uint8Array, from: PeerKey) => Verdict | Promise<Verdict>
  /** Transactions that have come and wait to be judged. */
  readonly unjudged: () => Iterable<Uint8Array>
}

type Message = {
  readonly groups: readonly (readonly Uint8Array[])[]
  readonly bytes: number
  readonly from: PeerKey
  /** How many groups are judged. */
  at: number
}

/**
 * Has gossiped transactions judged in turns with blocks and votes, each message whole before the next; without turns at once. Who sends
 * more than can be judged is not heard for the while, without blame.
 */
export function openTransactionQueue(of: {
  readonly core: Pick<NetworkCore, 'receiveTransactions'>
  readonly turns?: Turns | undefined
  /** What is thrown while a transaction is judged is this node's own fault, never the sender's. */
  readonly onFault: (error: unknown) => void
}): TransactionQueue {
  const { core, turns, onFault } = of
  const waiting = new Set<Message>()
  const fault = (error: unknown): Verdict => {
    onFault(error)
    return 'ignore'
  }
  const held = new Map<PeerKey, number>()
  const heldOf = (peer: PeerKey) => held.get(peer) ?? 0
  const hold = ({ from }: Message, bytes: number) => {
    const all = heldOf(from) + bytes
    if (all > 0) held.set(from, all)
    else held.delete(from)
  }
  const later = async (message: Message, { run }: Turns) => {
    waiting.add(message)
    hold(message, message.bytes)
    const verdict = await run(judged(message, core)).catch(fault)
    hold(message, -message.bytes)
    waiting.delete(message)
    return verdict
  }
  const now = (message: Message) => {
    try {
      return atOnce(judged(message, core))
    } catch (error) {
      return fault(error)
    }
  }
  return {
    receive: (data, from) => {
      const groups = readTransactions(data)
      if (!groups) return 'reject'
      const message = { groups, bytes: data.length, from, at: 0 }
      if (!turns) return now(message)
      return heldOf(from) + data.length > MOST_UNJUDGED ? 'ignore' : later(message, turns)
    },
    *unjudged() {
      for (const { groups, at } of waiting) for (const legs of groups.slice(at)) yield* legs
    },
  }
}

function* judged(message: Message, core: Pick<NetworkCore, 'receiveTransactions'>): Work<Verdict> {
  const actions = new Set<Verdict>()
  for (const legs of message.groups) {
    actions.add(core.receiveTransactions(legs, message.from).action)
    message.at += 1
    yield
  }
  if (actions.has('reject')) return 'reject'
  return actions.has('accept') ? 'accept' : 'ignore'
}
