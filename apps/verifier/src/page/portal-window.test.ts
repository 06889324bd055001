import { expect, test } from 'vitest'
import { type Asked, type Heard, type Here, listenToPortal } from './portal-window.ts'

const portal = 'https://portal.example'
const act = Uint8Array.of(1)

/** Two windows that hand messages to each other as browsers do, with the origin of who speaks. */
function windows() {
  const listening = new Set<(event: Heard) => void>()
  const told: { said: unknown; to: string }[] = []
  const opener = { postMessage: (said: unknown, to: string) => void told.push({ said, to }) }
  const here: Here = {
    opener,
    addEventListener: (_, hear) => void listening.add(hear),
    removeEventListener: (_, hear) => void listening.delete(hear),
  }
  const say = (data: unknown, origin = portal, source: unknown = opener) => {
    for (const hear of [...listening]) hear({ data, origin, source })
  }
  return { here, told, say }
}

test('readiness is told to the portals by name, and to nobody else', () => {
  const { here, told } = windows()
  listenToPortal(here, [portal, 'https://other.example'], () => {})
  expect(told).toEqual([
    { said: { say: 'ready' }, to: portal },
    { said: { say: 'ready' }, to: 'https://other.example' },
  ])
})

test('another origin, another window and foreign words are not heard', () => {
  const heard: Asked[] = []
  const { here, say } = windows()
  listenToPortal(here, [portal], (asked) => heard.push(asked))
  say({ ask: 'sign', act }, 'https://evil.example')
  say({ ask: 'sign', act }, portal, {})
  say({ ask: 'sign', act, sheet: 'a friendly one' })
  say('sign')
  expect(heard).toEqual([])
})

test('the first question is heard, and none after it: what is shown can not be exchanged', () => {
  const heard: Asked[] = []
  const { here, told, say } = windows()
  listenToPortal(here, [portal], (asked) => heard.push(asked))
  say({ ask: 'sign', act })
  say({ ask: 'sign', act: Uint8Array.of(2) })
  expect(heard.map(({ question }) => question)).toEqual([{ ask: 'sign', act }])
  heard[0]?.answer({ say: 'declined' })
  expect(told.at(-1)).toEqual({ said: { say: 'declined' }, to: portal })
})
