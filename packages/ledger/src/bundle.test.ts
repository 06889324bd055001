import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ledgerBundle } from '../bundle.config.ts'
import type * as Bundle from './bundle.ts'
import * as sources from './bundle.ts'
import { judgeStory } from './story.ts'
import { stories } from './testing-stories.ts'

/** The bundle as Node loads it: one module that needs nothing else. */
let ledger: typeof Bundle
beforeAll(async () => {
  const code = Buffer.from(await ledgerBundle()).toString('base64')
  ledger = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)
})

const shared = process.env.VC_SHARED ?? new URL('../../../../shared', import.meta.url).pathname
const folder = `${shared}/vectors`
const missing = !existsSync(folder)
if (missing) console.warn(`SKIPPED: the shared vectors are not at ${folder}`)
const casesOf = (file: string) =>
  missing ? [] : JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8')).cases

test('the bundle has every name of the sources, and has them once', () => {
  expect(Object.keys(ledger).sort()).toEqual(Object.keys(sources).sort())
  expect(ledger.judgeTransaction).not.toBe(sources.judgeTransaction)
})

test('stories of our own end in it as they end in the sources', () => {
  for (const story of stories()) {
    const end = ledger.judgeStory(story)
    expect(end).toEqual(judgeStory(story))
    expect(end.state).toMatch(/^[0-9a-f]{64}$/)
  }
})

test('they hold what is accepted and what is refused, of every sort', () => {
  const verdicts = stories().flatMap((story) => ledger.judgeStory(story).verdicts) as { code?: string }[]
  const codes = new Set(verdicts.map(({ code = 'ok' }) => code))
  expect([...codes].sort()).toEqual([
    'consent',
    'credit-principle',
    'debtor-overdue',
    'missing-output',
    'ok',
    'penalty-output',
    'penalty-producer',
    'record-form',
    'record-holder',
    'script',
    'transaction-repeated',
    'value-principle',
  ])
})

describe.skipIf(missing)('the shared vectors', () => {
  test.each(['ledger-decode', 'ledger-bytes', 'ledger-script'])('%s hold in the bundle', (file) => {
    for (const { name, kind, input, expect: expected } of casesOf(file))
      expect(ledger.runLedgerVector(kind, input), name).toEqual(expected)
  })

  test.each(['ledger-judge-1', 'ledger-judge-2', 'ledger-bundle'])('%s hold in the bundle', (file) => {
    for (const { name, kind, input, expect: expected } of casesOf(file))
      expect(ledger.runJudgeVector(kind, input), name).toEqual(expected)
  })
})
