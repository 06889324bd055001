import { setTimeout as sleep } from 'node:timers/promises'
import { type Port, takenPort } from './ports.ts'
import { StartError } from './start-error.ts'

export type Asked = {
  readonly origin: string
  readonly port: Port
  /** What only our own portal can say of itself. */
  readonly instance: string
  /** How often our portal has ended by itself. */
  readonly falls: () => number
  readonly patienceMs?: number
  readonly signal?: AbortSignal
}

const MOST_FALLS = 3
const PATIENCE_MS = 120_000

/**
 * Waits until our own portal says that it can work, not whoever else answers on its port. Throws a StartError when
 * another program sits there, when the portal keeps falling over, or when patience ends.
 */
export async function answering(asked: Asked): Promise<void> {
  const { origin, port, instance, falls, patienceMs = PATIENCE_MS, signal } = asked
  const deadline = Date.now() + patienceMs
  let stranger = false
  while (Date.now() < deadline) {
    const said = await ask(origin)
    if (said?.instance === instance && said.ok) return
    stranger = said !== undefined && said.instance !== instance
    if (falls() >= MOST_FALLS)
      throw new StartError(
        stranger ? takenPort(port) : 'The portal ends again and again; the lines above say why.',
      )
    await sleep(250, undefined, signal && { signal })
  }
  throw new StartError(
    stranger
      ? takenPort(port)
      : `The portal did not get ready in ${patienceMs / 1000} s; the lines above say why.`,
  )
}

async function ask(origin: string): Promise<{ ok: boolean; instance: string | null } | undefined> {
  try {
    const signal = AbortSignal.timeout(10_000)
    const answer = await fetch(`${origin}/api/health`, { signal })
    await answer.body?.cancel()
    return { ok: answer.ok, instance: answer.headers.get('x-instance') }
  } catch {
    return undefined
  }
}
