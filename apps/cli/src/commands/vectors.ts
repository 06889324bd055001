import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SignatureChecks } from '@vc/crypto'
import { openEveryWay } from '@vc/crypto/native'
import { cryptoVectorKinds, runCryptoVector } from '@vc/crypto/vectors'
import { runCollectiveVector } from '@vc/crypto/vectors-collective'
import { runLedgerVector } from '@vc/ledger'
import { runJudgeVector } from '@vc/ledger/vectors'
import { publicFiles, runPublicFile } from '../public-vectors.ts'
import type { Command, Out } from '../run-cli.ts'

const root = resolve(import.meta.dirname, '../../../..')

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: unknown
  readonly expect: unknown
}
type Outcome = 'passed' | 'failed' | { readonly skipped: string }

type Counts = { passed: number; failed: number; readonly skipped: Map<string, number> }

/**
 * Runs the cases of vector files (vectors/README.md); without names all of the shared folder (VC_SHARED, or ../shared
 * beside the repository), the public ones too. The last line counts them, those before it say why cases were skipped.
 * Code 1 when a case fails or a file has none.
 */
export const vectors: Command = async (given, out, environment) => {
  const { checks } = await openEveryWay()
  const folder = join(environment.VC_SHARED ?? resolve(root, '../shared'), 'vectors')
  const files = given.length > 0 ? given : await sharedFiles(folder)
  if (files.length === 0) out(`FAILED no vectors in ${folder}: name files, or set VC_SHARED`)
  const counts: Counts = { passed: 0, failed: 0, skipped: new Map() }
  for (const file of files) {
    const at = file.lastIndexOf('/public/')
    if (at < 0) await runOwnFile(file, checks, counts, out)
    else await runPublic(file.slice(0, at + '/public'.length), file, checks, counts, out)
  }
  for (const [reason, count] of [...counts.skipped].sort()) out(`skipped ${count}: ${reason}`)
  const total = [...counts.skipped.values()].reduce((sum, count) => sum + count, 0)
  out(`${counts.passed} passed, ${counts.failed} failed, ${total} skipped`)
  return counts.failed === 0 && files.length > 0 ? 0 : 1
}

async function sharedFiles(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()
  return [...names.map((name) => join(folder, name)), ...(await publicFiles(join(folder, 'public')))]
}

function skip({ skipped }: Counts, reason: string, count = 1): void {
  skipped.set(reason, (skipped.get(reason) ?? 0) + count)
}

async function runOwnFile(file: string, checks: SignatureChecks, counts: Counts, out: Out): Promise<void> {
  const cases = await readCases(file)
  if (typeof cases === 'string') {
    counts.failed += 1
    out(`FAILED ${file}: ${cases}`)
    return
  }
  for (const one of cases) {
    const outcome = runCase(one, file, checks, out)
    if (typeof outcome === 'string') counts[outcome] += 1
    else skip(counts, outcome.skipped)
  }
}

async function runPublic(
  folder: string,
  file: string,
  checks: SignatureChecks,
  counts: Counts,
  out: Out,
): Promise<void> {
  const ran = await runPublicFile(folder, file, checks)
  if (ran === undefined) return skip(counts, `${basename(file)}: no runner`)
  if ('unused' in ran) return skip(counts, ran.unused, ran.cases)
  for (const { name, outcome } of ran.results) {
    if (outcome === 'passed') counts.passed += 1
    else if ('skipped' in outcome) skip(counts, outcome.skipped)
    else {
      counts.failed += 1
      out(`FAILED ${file}: ${name}`)
      out(`  ${outcome.failed}`)
    }
  }
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
