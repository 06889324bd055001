import type { SignatureChecks } from '@vc/crypto'
import { availableSignatureChecks, openSchnorrSigner } from '@vc/crypto/native'
import { type FuzzCase, type FuzzLibraries, type FuzzOutcome, fuzzCase, fuzzWorld } from '@vc/ledger/fuzz'
import type { Command, Out } from '../run-cli.ts'

const mostMs = 50
/** A slow case is run again: the first run may have met a compiler or a collection. */
const again = 5
const every = 10_000
/** The slowest library judges one case in so many. */
const slowly = 50
/** Keys of P-256 are soon those that are seen often. */
const tables = { from: 3 }

/**
 * Makes N transactions and scripts from a seed, those from M on when a long run goes on, and judges each with all signature libraries of this machine. Code 1 when
 * one throws, is judged in two ways, has a second encoding, is not undone exactly, or takes more than 50 ms of the processor every time.
 */
export const fuzz: Command = async (args, out) => {
  const option = (name: string, otherwise: number) =>
    args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise
  const [count, seed, from] = [Number(args[0]), option('--seed', 1), option('--from', 0)]
  if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed) || !(from >= 0 && from < count)) {
    out('Usage: vc fuzz N [--seed S] [--from M]')
    return 2
  }
  const found = await availableSignatureChecks(tables)
  const libraries = found.map(({ checks }) => checks)
  out(`seed ${seed}; libraries: ${found.map(({ backend }) => backend).join(', ')}`)
  const sign = await openSchnorrSigner()
  const worlds = [
    fuzzWorld({}, sign),
    fuzzWorld({ namedDebtorsOnly: true, namedAccountsOnly: true, overdueFreeze: false }, sign),
  ]
  const verdicts = new Map<string, number>()
  let wrong = 0
  for (let number = from; number < count; number += 1) {
    const world = worlds[number % 4 === 3 ? 1 : 0] ?? fuzzWorld()
    const outcome = judged(() => fuzzCase(world, seed, number, chosen(libraries, number)))
    verdicts.set(outcome.verdict, (verdicts.get(outcome.verdict) ?? 0) + 1)
    if (outcome.wrong !== undefined) {
      wrong += 1
      out(`FAILED case ${number}: ${outcome.wrong}`)
    }
    if ((number + 1) % every === 0) out(`${number + 1} of ${count}`)
  }
  return report(verdicts, wrong, count - from, out)
}

/** The two fastest always, all of them now and then. */
function chosen(libraries: readonly SignatureChecks[], number: number): FuzzLibraries {
  const some = number % slowly === 0 ? libraries : libraries.slice(0, 2)
  const [first, ...others] = some
  if (first === undefined) throw new Error('no signature library')
  return [first, ...others]
}

function judged(make: () => FuzzCase): FuzzOutcome {
  try {
    const one = make()
    let outcome: FuzzOutcome = { verdict: 'not run' }
    let least = Number.POSITIVE_INFINITY
    for (let run = 0; run < again && least > mostMs; run += 1) {
      const start = process.threadCpuUsage()
      outcome = one.run()
      const { user, system } = process.threadCpuUsage(start)
      least = Math.min(least, (user + system) / 1000)
    }
    const slow = least > mostMs ? `${one.name} takes ${Math.round(least)} ms` : undefined
    return slow === undefined ? outcome : { ...outcome, wrong: outcome.wrong ?? slow }
  } catch (error) {
    return {
      verdict: 'thrown',
      wrong: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

function report(verdicts: ReadonlyMap<string, number>, wrong: number, count: number, out: Out): number {
  for (const [verdict, times] of [...verdicts].sort(([, a], [, b]) => b - a))
    out(`${String(times).padStart(9)} ${verdict}`)
  out(
    wrong === 0
      ? `${count} cases, ${verdicts.size} verdicts, nothing wrong`
      : `${wrong} of ${count} cases are wrong`,
  )
  return wrong === 0 ? 0 : 1
}
