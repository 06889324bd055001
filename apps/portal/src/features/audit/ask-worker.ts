import type { Questions } from './verify-worker.ts'

type Reply = { readonly id: number; readonly answer?: unknown; readonly failure?: string }
type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }

export type VerifyWorker = {
  readonly ask: <K extends keyof Questions>(
    kind: K,
    ask: Questions[K]['ask'],
  ) => Promise<Questions[K]['answer']>
  readonly close: () => void
}

/** Built by `worker.config.ts` from `verify-worker.ts`; the ledger in it is the bundle that lies beside it (docs/adr/0042). */
const SCRIPT = '/ledger/audit.js'

/** Starts a worker of this browser that judges blocks beside the page, and asks it one thing after the other. */
export function openVerifyWorker(): VerifyWorker {
  const worker = new Worker(SCRIPT, { type: 'module' })
  const waiting = new Map<number, Waiting>()
  let id = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const one = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.failure === undefined) one?.resolve(data.answer)
    else one?.reject(new Error(data.failure))
  })
  worker.addEventListener('error', (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message))
    waiting.clear()
  })
  return {
    ask: (kind, ask) =>
      new Promise((resolve, reject) => {
        id += 1
        waiting.set(id, { resolve: (answer) => resolve(answer as Questions[typeof kind]['answer']), reject })
        worker.postMessage({ id, kind, ask })
      }),
    close: () => {
      worker.terminate()
      for (const { reject } of waiting.values()) reject(new Error('the audit was ended'))
      waiting.clear()
    },
  }
}
