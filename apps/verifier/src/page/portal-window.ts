import { type FromPortal, type FromVerifier, readFromPortal } from '@vc/acts'

/** The portal that opened this page and asked it something. */
export type Asked = { readonly question: FromPortal; readonly answer: (said: FromVerifier) => void }

/** The portal closes this page when it has the answer; a portal that is gone does not, and then the page goes by itself. */
export function goSoon(): void {
  setTimeout(() => window.close(), 1_000)
}

/** What a message event tells. */
export type Heard = { readonly source: unknown; readonly origin: string; readonly data: unknown }
/** Of a window, what is needed to speak with the one that opened it. */
export type Here = {
  readonly opener: { postMessage(said: unknown, to: string): void } | null
  addEventListener(type: 'message', hear: (event: Heard) => void): void
  removeEventListener(type: 'message', hear: (event: Heard) => void): void
}

/**
 * Tells the window that opened this page that it is ready, and hands on the first thing that it asks, if it is one of
 * our portals. Messages of other windows and other origins, and everything after the first question, are not heard: what
 * is shown can not be exchanged under the reader's eyes. Gives what ends the listening.
 */
export function listenToPortal(
  here: Here,
  portals: readonly string[],
  heard: (asked: Asked) => void,
): () => void {
  const portal = here.opener
  function hear({ source, origin, data }: Heard): void {
    const question = source === portal && portals.includes(origin) ? readFromPortal(data) : undefined
    if (!portal || question === undefined) return
    here.removeEventListener('message', hear)
    heard({ question, answer: (said) => portal.postMessage(said, origin) })
  }
  here.addEventListener('message', hear)
  // A window of another origin than named does not get the message.
  for (const origin of portals) portal?.postMessage({ say: 'ready' } satisfies FromVerifier, origin)
  return () => here.removeEventListener('message', hear)
}
