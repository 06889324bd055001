import type { BallotMember, CredentialAsk } from '@vc/crypto'

/** Makes a member of VCC1 beside the page, which goes on meanwhile: the search for a prime takes seconds. */
export async function makeCredentialBeside(ask: CredentialAsk): Promise<BallotMember> {
  const worker = new Worker(new URL('./credential-worker.ts', import.meta.url), { type: 'module' })
  const made = new Promise<BallotMember>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<BallotMember>) => resolve(data))
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    worker.postMessage(ask)
  })
  return made.finally(() => worker.terminate())
}
