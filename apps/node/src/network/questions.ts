import type { Clock } from '@vc/kernel'
import { tokenBuckets } from './token-bucket.ts'
import { type PeerKey, type Request, requests, type Transport } from './transport.ts'

/** What this node asks its peers. */
export type Questions = {
  /** Undefined: no answer. What is too much for now waits for the next tick. */
  readonly ask: (peer: PeerKey, request: Request, question: Uint8Array) => Promise<Uint8Array | undefined>
  readonly tick: () => void
}

/**
 * Keeps to half of what a peer allows (consensus.md 19): a node that starts again has forgotten what it asked, the peer
 * has not, and would blame it for a flood.
 */
export function openQuestions(transport: Pick<Transport, 'ask'>, clock: Clock): Questions {
  const bucketOf = tokenBuckets(clock)
  const waiting: (() => boolean)[] = []
  return {
    ask: (peer, request, question) =>
      new Promise((resolve, reject) => {
        const go = () => {
          if (!bucketOf(`${request} ${peer}`, Math.floor(requests[request].aMinute / 2)).take()) return false
          transport.ask(peer, request, question).then(resolve, reject)
          return true
        }
        if (!go()) waiting.push(go)
      }),
    tick: () => {
      for (const again of waiting.splice(0)) if (!again()) waiting.push(again)
    },
  }
}
