import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, type Worker } from '@playwright/test'
import { stories } from '@vc/ledger/testing-stories'
import type { Story } from '../packages/ledger/src/story.ts'
import { portalOrigin, verifierOrigin } from './place.ts'

type Case = { readonly kind: string; readonly input: unknown; readonly expect: unknown }
type Asked = {
  readonly url: string
  readonly stories: readonly Story[]
  readonly cases: readonly Omit<Case, 'expect'>[]
}

/** What the ledger of that file says to all of it. Runs as it stands here in Node, in a worker and in a page. */
async function judgeAll({ url, stories, cases }: Asked) {
  const ledger = await import(url)
  return {
    ends: stories.map((story) => ledger.judgeStory(story)),
    verdicts: cases.map(
      ({ kind, input }) => ledger.runLedgerVector(kind, input) ?? ledger.runJudgeVector(kind, input) ?? null,
    ),
  }
}

const vectors = join(process.env.VC_SHARED ?? join(import.meta.dirname, '../../shared'), 'vectors')
const files = ['ledger-decode', 'ledger-bytes', 'ledger-judge-2', 'ledger-bundle']

/** The shared vectors, where they are. */
function sharedCases(): readonly Case[] {
  const there = files.map((name) => join(vectors, `${name}.json`)).filter(existsSync)
  return there.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).cases)
}

const textOf = async (url: string) => (await fetch(url)).text()

/** The file of the ledger that a verifier page has loaded. */
const ledgerOf = (verifier: Page) =>
  verifier.evaluate(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
    return loaded.filter((name) => /\/ledger-[0-9a-f]+\.js$/.test(name))
  })

/**
 * One file of the ledger, loaded by the portal's worker, by the verifier page and by Node, judges the same stories and
 * vectors with the same verdicts and the same state.
 */
export async function expectOneLedger(worker: Worker, verifier: Page): Promise<void> {
  await verifier.goto(verifierOrigin)
  const [ofVerifier = '', ...more] = await ledgerOf(verifier)
  const ofWorker = `${portalOrigin}/ledger/ledger.js`
  const code = await textOf(ofWorker)
  expect(more).toEqual([])
  expect((await textOf(ofVerifier)) === code).toBe(true)
  const shared = sharedCases()
  const asked = { stories: stories(), cases: shared.map(({ kind, input }) => ({ kind, input })) }
  const ofNode = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  const inNode = await judgeAll({ ...asked, url: ofNode })
  expect(inNode.verdicts).toEqual(shared.map((one) => one.expect))
  expect(await worker.evaluate(judgeAll, { ...asked, url: ofWorker })).toEqual(inNode)
  expect(await verifier.evaluate(judgeAll, { ...asked, url: ofVerifier })).toEqual(inNode)
}
