import type { BallotMember, CredentialAsk } from '@vc/crypto'
import type { Describe } from './read-change.ts'

/** What a worker beside the page can be asked: the page goes on meanwhile. */
export type BesideAsk = { readonly make: CredentialAsk } | { readonly describe: Parameters<Describe>[0] }

/** Makes a member of VCC1: the search for a prime takes seconds. */
export const makeCredentialBeside = (make: CredentialAsk): Promise<BallotMember> => askBeside({ make })

/** The descriptors of lists: of VCC1 some tenths of a second for each member. */
export const describeBeside: Describe = (describe) => askBeside({ describe })

async function askBeside<T>(ask: BesideAsk): Promise<T> {
  const worker = new Worker(new URL('./beside-worker.ts', import.meta.url), { type: 'module' })
  const answered = new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<T>) => resolve(data))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    worker.postMessage(ask)
  })
  return answered.finally(() => worker.terminate())
}
