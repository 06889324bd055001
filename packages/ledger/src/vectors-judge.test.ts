import { existsSync, readFileSync } from 'node:fs'
import { nobleChecks } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RefusalCode } from './refusals.ts'
import { runJudgeVector } from './vectors-judge.ts'

type Case = {
  readonly name: string
  readonly kind: string
  readonly input: unknown
  readonly expect: { readonly code?: string }
}

const shared = process.env.VC_SHARED ?? new URL('../../../../shared', import.meta.url).pathname
const folder = `${shared}/vectors`
const missing = !existsSync(folder)
if (missing) console.warn(`SKIPPED: the shared vectors are not at ${folder}`)

const casesOf = (file: string): readonly Case[] =>
  missing ? [] : JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8')).cases

const judgementCodes: readonly RefusalCode[] = [
  ...([
    'version',
    'kind-layer',
    'inputs',
    'duplicate-input',
    'zero-amount',
    'management-output',
    'sum',
  ] as const),
  ...([
    'missing-output',
    'fresh-read',
    'locktime',
    'sequence',
    'roster-spent',
    'witness',
    'credit-kind',
  ] as const),
  ...(['group-form', 'group-key', 'group-size', 'group-source', 'group-output'] as const),
  ...(['record-form', 'record-value', 'reward-wrong'] as const),
  ...(['penalty-debt', 'penalty-input', 'penalty-evidence', 'penalty-output'] as const),
  ...(['value-principle', 'credit-out', 'credit-principle', 'premium', 'group-small'] as const),
  ...(['sigops', 'script', 'acceptance', 'consent'] as const),
  ...(['unnamed-debtor', 'unnamed-account', 'management-credit'] as const),
  ...(['group-signature', 'record-holder', 'record-writer', 'penalty-repays', 'penalty-producer'] as const),
  ...(['transaction-condemned', 'debtor-overdue', 'credit-over-room', 'bundle-size', 'bundle-id'] as const),
]

let checks = nobleChecks
beforeAll(async () => {
  checks = (await openSignatureChecks()).checks
})

describe.skipIf(missing)('the shared vectors of judgement', () => {
  test.each(['ledger-judge-1', 'ledger-judge-2'])('%s: each transaction gets its first refusal', (file) => {
    for (const { name, kind, input, expect: expected } of casesOf(file)) {
      expect(runJudgeVector(kind, input, { checks }), name).toEqual(expected)
    }
  })

  test('every refusal after the decoder has a case', () => {
    const files = ['ledger-judge-1', 'ledger-judge-2', 'ledger-bundle']
    const seen = new Set(files.flatMap(casesOf).map((one) => one.expect.code))
    expect(judgementCodes.filter((code) => !seen.has(code))).toEqual([])
  })

  test('ledger-bundle: bundles are judged whole, leg after leg', () => {
    for (const { name, kind, input, expect: expected } of casesOf('ledger-bundle')) {
      expect(runJudgeVector(kind, input, { checks }), name).toEqual(expected)
    }
  })

  test('the plain JavaScript checks give the same answers on a sample', () => {
    for (const { name, kind, input, expect: expected } of casesOf('ledger-judge-2').slice(0, 40)) {
      expect(runJudgeVector(kind, input), name).toEqual(expected)
    }
  })
})
