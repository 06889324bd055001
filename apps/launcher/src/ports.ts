import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from './start-error.ts'

/** A port that one of our services listens on, and the variable that sets it. */
export type Port = {
  readonly of: string
  readonly number: number
  readonly variable: string
  readonly host: string
}

const PATIENCE_MS = 6_000

/** The sentence for a port on which another program listens. */
export const takenPort = ({ of, number, variable }: Port): string =>
  `Port ${number}, where ${of} should answer, is taken by another program: end that program, or choose a free port, for example ${variable}=${number + 1} npm start.`

/** Throws a StartError for the first port that is taken; waits a little for whoever is just leaving. */
export async function assertFree(ports: readonly Port[], patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (const port of ports) {
    while (!(await isFree(port))) {
      if (Date.now() > deadline) throw new StartError(takenPort(port))
      await sleep(200)
    }
  }
}

function isFree({ number, host }: Port): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(number, host, () => probe.close(() => resolve(true)))
  })
}
