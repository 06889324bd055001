import { hashFunctions, openSignatureChecks, useHashFunctions } from '@vc/crypto/native'
import { rememberChecks } from '../src/checks/remember-checks.ts'
import { rememberSums } from './remember-sums.ts'
import { type Planted, runSeed } from './run-seed.ts'

/** Runs one seed after the other; the last line told is `N passed, M failed`. Gives M. */
export async function runSeeds(of: {
  readonly seeds: number
  readonly from: number
  readonly untilFailure?: boolean
  readonly isVerbose?: boolean
  readonly planted?: Planted
  readonly tell: (line: string) => void
}): Promise<number> {
  const { checks } = await openSignatureChecks()
  useHashFunctions(rememberSums(hashFunctions()))
  let [passed, failed] = [0, 0]
  for (let seed = of.from; seed < of.from + of.seeds; seed += 1) {
    const started = performance.now()
    const { failures, ...facts } = runSeed(seed, rememberChecks(checks), of.planted)
    for (const failure of failures.slice(0, 5)) of.tell(`seed ${seed}: ${failure}`)
    if (of.isVerbose) of.tell(`${JSON.stringify(facts)} ${Math.round(performance.now() - started)} ms`)
    if (failures.length > 0) failed += 1
    else passed += 1
    if (failed > 0 && of.untilFailure) break
  }
  of.tell(`${passed} passed, ${failed} failed`)
  return failed
}
