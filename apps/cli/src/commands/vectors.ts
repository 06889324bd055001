import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { SignatureChecks } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { cryptoVectorKinds, runCryptoVector } from '@vc/crypto/vectors'
import { runCollectiveVector } from '@vc/crypto/vectors-collective'
import { runLedgerVector } from '@vc/ledger'
import { runJudgeVector } from '@vc/ledger/vectors'
import type { Command, Out } from '../run-cli.ts'

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: unknown
  readonly expect: unknown
}
type Outcome = 'passed' | 'failed' | { readonly skipped: string }

/** Runs the cases of vector files (vectors/README.md); the last line counts them. Code 1 when a case fails or a file has none. */
export const vectors: Command = async (files, out) => {
  if (files.length === 0) {
    out('Usage: vc vectors FILE…    (JSON files with "cases", as shared/vectors has them)')
    return 2
  }
  const { checks } = await openSignatureChecks()
  const counts = { passed: 0, failed: 0 }
  const skipped = new Map<string, number>()
  for (const file of files) {
    const cases = await readCases(file)
    if (typeof cases === 'string') {
      counts.failed += 1
      out(`FAILED ${file}: ${cases}`)
      continue
    }
    for (const one of cases) {
      const outcome = runCase(one, file, checks, out)
      if (typeof outcome === 'string') counts[outcome] += 1
      else skipped.set(outcome.skipped, (skipped.get(outcome.skipped) ?? 0) + 1)
    }
  }
  for (const [reason, count] of skipped) out(`skipped ${count}: ${reason}`)
  const total = [...skipped.values()].reduce((sum, count) => sum + count, 0)
  out(`${counts.passed} passed, ${counts.failed} failed, ${total} skipped`)
  return counts.failed === 0 ? 0 : 1
}

function runCase(one: Case, file: string, checks: SignatureChecks, out: Out): Outcome {
  const answer = answerOf(one, checks)
  if (answer === undefined) return { skipped: `no runner for kind ${one.kind}` }
  if (isDeepStrictEqual(answer, one.expect)) return 'passed'
  out(`FAILED ${file}: ${one.kind}: ${one.name}`)
  out(`  expected ${JSON.stringify(one.expect)}`)
  out(`  got      ${JSON.stringify(answer)}`)
  return 'failed'
}

/** What this implementation gives, as a JSON value; undefined for a kind that it has no runner for. */
function answerOf({ kind, input }: Case, checks: SignatureChecks): unknown {
  try {
    if (cryptoVectorKinds.includes(kind)) return runCryptoVector(kind, input, checks)
    return runLedgerVector(kind, input) ?? runJudgeVector(kind, input, { checks }) ?? orNull(kind, input)
  } catch (error) {
    return { thrown: String(error) }
  }
}

/** The sighash and the collective kinds answer null where there is no such thing. */
function orNull(kind: string, input: unknown): unknown {
  if (kind === 'ledger.sighash') return null
  return runCollectiveVector(kind, input)
}

/** The cases of a file, or why it has none. */
async function readCases(file: string): Promise<readonly Case[] | string> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return 'there is no file that can be read here'
  try {
    const parsed: unknown = JSON.parse(text)
    const cases = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'cases') : undefined
    const known = Array.isArray(cases) ? cases.filter(isCase) : []
    if (!Array.isArray(cases) || known.length < cases.length)
      return 'a case has no kind, or there are no cases'
    return known.length === 0 ? 'there are no cases in it' : known
  } catch {
    return 'it is not JSON'
  }
}

const isCase = (value: unknown): value is Case =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'kind') === 'string'
