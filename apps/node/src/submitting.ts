import type { SubmitAnswer } from '@vc/client'
import type { Mempool } from './chain/mempool.ts'
import type { CorePort } from './network/port.ts'
import type { NodeFace } from './rpc/node-face.ts'
import { atOnce, type Turns, type Work } from './turns.ts'

type Parts = {
  readonly mempool: Mempool
  readonly port: CorePort
  /** Does something when the work at hand is done. */
  readonly soon: (act: () => void) => void
  /** Where the many of one call are taken in turns with what else comes; absent: all at once. */
  readonly turns?: Turns | undefined
}

/** Takes transactions of callers: they are on disk when the answer leaves, and told to others then. */
export function submitting(parts: Parts): Pick<NodeFace, 'submit' | 'submitSoon' | 'submitMany'> {
  const { mempool, port } = parts
  const written = writtenTogether(parts)
  return {
    submit: (transactions) => {
      const { answer, isNew } = take(mempool, transactions)
      mempool.flush()
      if (isNew) port.announceTransactions(transactions)
      return answer
    },
    submitSoon: async (transactions) => {
      const { answer, isNew } = take(mempool, transactions)
      // What was known before may have come from a peer, and not be on disk yet.
      if (answer.accepted) await written()
      if (isNew) port.announceTransactions(transactions)
      return answer
    },
    submitMany: async (units) => {
      const work = takeEach(mempool, units)
      const taken = parts.turns ? await parts.turns.run(work) : atOnce(work)
      if (taken.some(({ answer }) => answer.accepted)) await written()
      for (const [at, unit] of units.entries()) if (taken[at]?.isNew) port.announceTransactions(unit)
      return taken.map(({ answer }) => answer)
    },
  }
}

/** Resolves when all that was taken up to now is on disk: one commit for all who wait. */
function writtenTogether({ mempool, soon }: Parts): () => Promise<void> {
  let next: Promise<void> | undefined
  return () => {
    next ??= new Promise((resolve) =>
      soon(() => {
        next = undefined
        mempool.flush()
        resolve()
      }),
    )
    return next
  }
}

function* takeEach(
  mempool: Mempool,
  units: readonly (readonly Uint8Array[])[],
): Work<ReturnType<typeof take>[]> {
  const taken: ReturnType<typeof take>[] = []
  for (const unit of units) {
    taken.push(take(mempool, unit))
    yield
  }
  return taken
}

function take(
  mempool: Mempool,
  transactions: readonly Uint8Array[],
): { readonly answer: SubmitAnswer; readonly isNew: boolean } {
  const before = mempool.size()
  const taken = mempool.take(transactions)
  if (taken.ok) return { answer: { accepted: true, txids: [...taken.value] }, isNew: mempool.size() > before }
  const { refusal, transaction } = taken.refusal
  const { code, facts } = refusal
  const at = transaction === undefined ? {} : { transaction }
  return { answer: { accepted: false, refusal: { code, facts: { ...facts } }, ...at }, isNew: false }
}
