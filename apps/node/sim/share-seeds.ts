import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const COUNT = /^(\d+) passed, (\d+) failed$/
/** So many seeds go to a process at once: enough to be worth its start, few enough that all end together. */
const AT_ONCE = 250

/** MiB for what is young: most that a run makes is gone with the next event, and need not be carried on by the collector. */
const YOUNG = '--max-semi-space-size=32'

type Count = { passed: number; failed: number }

/**
 * Spreads seeds over processes of this program, each with the arguments of this one; what they say is said here, their
 * counts added. Gives how many failed. A process that ends without a count has failed with all of its seeds.
 */
export async function shareSeeds(of: {
  readonly seeds: number
  readonly from: number
  readonly workers: number
  readonly tell: (line: string) => void
}): Promise<number> {
  const { seeds, from, workers, tell } = of
  const total: Count = { passed: 0, failed: 0 }
  const size = Math.min(AT_ONCE, Math.ceil(seeds / workers))
  let next = from
  const work = async () => {
    while (next < from + seeds) {
      const [first, count] = [next, Math.min(size, from + seeds - next)]
      next += count
      const done = await runPart(first, count, tell)
      total.passed += done.passed
      total.failed += done.failed
      if (count < seeds) tell(`${first} … ${first + count - 1}: ${done.passed} passed, ${done.failed} failed`)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  tell(`${total.passed} passed, ${total.failed} failed`)
  return total.failed
}

/** The seeds of one process: later arguments hold against earlier ones. */
async function runPart(from: number, seeds: number, tell: (line: string) => void): Promise<Count> {
  const own = ['--from', String(from), '--seeds', String(seeds), '--workers', '1']
  const args = [YOUNG, ...process.execArgv, ...process.argv.slice(1), ...own]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const count: Count = { passed: 0, failed: seeds }
  for await (const line of createInterface({ input: child.stdout })) {
    const [, passed, failed] = COUNT.exec(line) ?? []
    if (passed !== undefined) Object.assign(count, { passed: Number(passed), failed: Number(failed) })
    else tell(line)
  }
  return count
}
