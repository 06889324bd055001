import { type FromPortal, type FromVerifier, readFromVerifier } from '@vc/acts'
import { RefusedHere } from '../../trpc/refusal.ts'

type Answer = Exclude<FromVerifier, { say: 'ready' }>
type Listening = { readonly page: Window; readonly origin: string; readonly question: FromPortal }

const LOOK_MS = 250
/** An answer may still be on its way when the page that gave it is gone. */
const GRACE_MS = 2_000
/** The page is small and static: when it has said nothing by then, nobody serves it. */
const READY_MS = 30_000
const LOOKS = 'popup,width=820,height=920'

/**
 * Opens the verifier page, asks it one thing and gives what it answers; the page is closed with that. Call it in the
 * press of the button itself: a window opened later is taken for one that nobody asked for. Refusals:
 * `verifier-unknown`, `verifier-blocked`, `verifier-silent`, `verifier-closed`, `verifier-declined`.
 */
export async function askVerifier(origin: string | undefined, question: FromPortal): Promise<Answer> {
  if (origin === undefined) throw new RefusedHere('verifier-unknown')
  const page = window.open(origin, '_blank', LOOKS)
  if (!page) throw new RefusedHere('verifier-blocked')
  try {
    const answer = await answerOf({ page, origin, question })
    if (answer.say === 'declined') throw new RefusedHere('verifier-declined')
    return answer
  } finally {
    page.close()
  }
}

/** Hears that page of that origin only. Each time it says that it is ready, it is asked: it may have been loaded anew. */
function answerOf({ page, origin, question }: Listening): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let isReady = false
    const ending = new AbortController()
    const end = (code: string) => {
      ending.abort()
      reject(new RefusedHere(code))
    }
    const silence = setTimeout(() => !isReady && end('verifier-silent'), READY_MS)
    const look = setInterval(() => {
      if (!page.closed) return
      clearInterval(look)
      setTimeout(end, GRACE_MS, 'verifier-closed')
    }, LOOK_MS)
    ending.signal.addEventListener('abort', () => {
      clearTimeout(silence)
      clearInterval(look)
    })
    function hear(event: MessageEvent): void {
      if (event.source !== page || event.origin !== origin) return
      const said = readFromVerifier(event.data)
      if (said === undefined) return
      isReady = true
      if (said.say === 'ready') page.postMessage(question, origin)
      else {
        ending.abort()
        resolve(said)
      }
    }
    window.addEventListener('message', hear, { signal: ending.signal })
  })
}
