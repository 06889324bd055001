import { sha256, toHex, utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import { textHash, textLikeness } from '@vc/nfr'
import { parseTable } from '@vc/tabular'
import { startTracing, type Tracing } from '@vc/trace'
import { collector } from '@vc/trace/testing'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCopy, checkRight, type FoundRight } from '../apps/portal/src/features/verify/check-proof.ts'
import { testBrowser } from '../packages/api/src/testing.ts'
import {
  addActKey,
  type NetworkUnderTest,
  type Person,
  person,
  sign,
  startNetworkUnderTest,
  until,
} from './network-under-test.ts'
import { hasShared, readShared } from './shared-data.ts'
import { tracedBrowser } from './trace-road.ts'

const TATE = 'art-tate/artworks.csv'
const AIC = 'art-aic/artworks.csv'
const POEMS = 'works-zh/tang-poems-traditional.json'
const MORE_POEMS = 'works-zh/tang-poems-simplified.json'

let network: NetworkUnderTest
let traces: Awaited<ReturnType<typeof collector>>
let tracing: Tracing | undefined
let issuer: Person
let appraiser: Person
let centre: Person
let act: Awaited<ReturnType<typeof addActKey>>
beforeAll(async () => {
  traces = await collector()
  tracing = await startTracing({ endpoint: traces.endpoint, service: 'portal-and-worker' })
  network = await startNetworkUnderTest({ traces: traces.endpoint })
  issuer = await person(network, 'Museum', 'issuer')
  appraiser = await person(network, 'Appraisers', 'appraiser')
  centre = await person(network, 'Centre', 'certification-centre')
  act = await addActKey(centre)
}, 120_000)
afterAll(async () => {
  await network?.stop()
  await tracing?.stop()
  traces?.close()
}, 60_000)

const fileOf = (fileName: string, bytes: Uint8Array) => ({
  fileName,
  content: Buffer.from(bytes).toString('base64'),
})
type Bad = { line: number; code: string; column?: string; cells: string[] }
type Seen = { imported: { count: number } | null; file: { count: number; bad: Bad[]; format: string } | null }
type Batch = { step: string; actId: string | null; finality: string | null; height: number; badRows: Bad[] }
type Listed = { accession: string; line: number; code: string; step: string }

const preview = async (fileName: string, bytes: Uint8Array) =>
  (await issuer.browser.importFile('rights.preview', fileOf(fileName, bytes))).value as Seen
async function bringIn(fileName: string, bytes: Uint8Array) {
  const input = { ...fileOf(fileName, bytes), setBadAside: true }
  const { value } = await issuer.browser.importFile('rights.import', input)
  return value as { batchId: string; count: number; setAside: number; isNew: boolean }
}
const batchOf = async (batchId: string) =>
  (await centre.browser.ask('rights.batch', { batchId })).value as Batch
/** Appraised by one organisation, signed by the key of another, until a block has the record. */
async function certify(batchId: string): Promise<Batch> {
  await appraiser.browser.call('rights.appraise', { batchId, report: 'As described.', value: 100_000n })
  expect((await centre.browser.call('rights.certify', { batchId })).code).toBe('ok')
  const actId = await until(network, async () => (await batchOf(batchId)).actId ?? undefined)
  expect((await sign(centre, act, actId)).code).toBe('ok')
  return until(network, async () => {
    const batch = await batchOf(batchId)
    return batch.step === 'certified' && batch
  })
}
/** Every right of a batch, page by page. */
async function rightsOf(batchId: string): Promise<Listed[]> {
  const all: Listed[] = []
  let cursor: string | undefined
  do {
    const asked = { limit: 1000, batchId, ...(cursor ? { cursor } : {}) }
    const { rows, next } = (await issuer.browser.ask('rights.list', asked)).value as {
      rows: Listed[]
      next: string | null
    }
    all.push(...rows)
    cursor = next ?? undefined
  } while (cursor)
  return all
}
const verify = async (input: object) =>
  (await testBrowser(network.deps).ask('rights.verify', input)).value as FoundRight[]

test.skipIf(!hasShared(TATE))(
  'more than 2,000 works of the Tate are certified by one record, each once, and every other line is named with its reason',
  async () => {
    const bytes = readShared(TATE)
    const records = Papa.parse<string[]>(new TextDecoder().decode(bytes), { skipEmptyLines: true }).data
    const seen = must((await preview('artworks.csv', bytes)).file ?? undefined, 'a new file')
    expect(seen.format).toBe('tate')
    const made = await bringIn('artworks.csv', bytes)
    expect(made).toMatchObject({ count: seen.count, setAside: seen.bad.length, isNew: true })
    expect(made.count).toBeGreaterThan(2000)
    expect(made.count + made.setAside).toBe(records.length - 1)

    const certified = await certify(made.batchId)
    const rights = await rightsOf(made.batchId)
    expect(rights).toHaveLength(made.count)
    expect(rights.every(({ step }) => step === 'certified')).toBe(true)
    const lines = [...rights, ...certified.badRows].map(({ line }) => line)
    expect(new Set(lines).size).toBe(records.length - 1)
    const accessions = [...rights.map(({ accession }) => accession), ...seen.bad.map(({ cells }) => cells[0])]
    expect(accessions.sort()).toEqual(
      records
        .slice(1)
        .map(([accession]) => accession?.trim())
        .sort(),
    )
    expect(new Set(rights.map(({ code }) => code)).size).toBe(made.count)
    expect(certified.badRows.every(({ line, code }) => line > 1 && code !== '')).toBe(true)

    expect(await preview('again.csv', bytes)).toMatchObject({ imported: { count: made.count }, file: null })
    expect(await bringIn('again.csv', bytes)).toEqual({ ...made, isNew: false })
    expect(await rightsOf(made.batchId)).toEqual(rights)
    await proveOneOf(made.batchId, rights)
    expect(await until(network, async () => (await batchOf(made.batchId)).finality === 'final')).toBe(true)
  },
  300_000,
)

/** Anyone proves one right from its block, and no other words, block or place stand under the record. */
async function proveOneOf(batchId: string, rights: readonly Listed[]): Promise<void> {
  const code = must(rights[77], 'more than 2,000 rights').code
  const [found] = await verify({ code })
  const shown = must(found, 'the right is certified')
  expect(shown).toMatchObject({ match: 'code', batchId, count: rights.length })
  expect(checkRight(shown)).toEqual({ ok: true, value: true })
  const forged = { ...shown, right: { ...shown.right, legalOwner: 'Somebody else' } }
  expect(checkRight(forged)).toMatchObject({ refusal: { code: 'proof-wrong' } })
  const record = must(shown.record ?? undefined, 'recorded')
  const block = must(record.block ?? undefined, 'the node gives the block')
  const other = must(await network.node.client.block(0), 'a genesis')
  const moved = { ...shown, record: { ...record, block: { ...block, bytes: other.bytes } } }
  expect(checkRight(moved)).toMatchObject({ refusal: { code: 'block-wrong' } })
}

test.skipIf(!hasShared(AIC))(
  'works of the Art Institute keep their accession numbers as text',
  async () => {
    const bytes = readShared(AIC)
    const table = parseTable(bytes)
    if (!table.ok) throw new Error(table.refusal.code)
    const made = await bringIn('aic.csv', bytes)
    expect(made.count + made.setAside).toBe(table.value.rows.length + table.value.bad.length)
    await certify(made.batchId)
    const numbers = new Set(table.value.rows.map(({ cells }) => cells.main_reference_number))
    const rights = await rightsOf(made.batchId)
    expect(rights.every(({ accession }) => numbers.has(accession))).toBe(true)
    expect(rights.some(({ accession }) => /\.\d*0$/.test(accession))).toBe(true)
  },
  120_000,
)

/** What a browser makes of a text file. */
const copyOf = (text: string) => ({
  contentHash: toHex(sha256(utf8(text))),
  textHash: textHash(text),
  likeness: textLikeness(text),
})

test.skipIf(!hasShared(POEMS) || !hasShared(MORE_POEMS))(
  'a Tang poem is known by its text, one with a changed letter is known as altered, another poem is not known',
  async () => {
    const made = await bringIn('tang.json', readShared(POEMS))
    expect(made.count + made.setAside).toBe(600)
    await certify(made.batchId)
    const poems = JSON.parse(new TextDecoder().decode(readShared(POEMS))) as {
      paragraphs: string[]
      id: string
    }[]
    const poem = must(poems[0], 'a first poem')
    const text = poem.paragraphs.join('\r\n')
    const [genuine] = await verify(copyOf(text))
    expect(must(genuine, 'the poem is certified')).toMatchObject({
      match: 'same',
      right: { accession: poem.id },
    })
    expect(checkCopy(must(genuine, 'found'), copyOf(text))).toMatchObject({ ok: true })
    const changed = copyOf(text.replace('千尋', '千丈'))
    const [altered] = await verify(changed)
    const shown = must(altered, 'something like it is certified')
    expect(shown).toMatchObject({ match: 'alike', right: { accession: poem.id } })
    expect(checkCopy(shown, changed)).toMatchObject({ ok: true })
    expect(checkCopy(shown, copyOf('another text of which nobody has ever said a word'))).toMatchObject({
      ok: false,
    })
    const modern = '昨日所写、今日方成的一首短诗，谁也没有登记过它，谁也不曾读过它。'
    expect(await verify(copyOf(modern))).toEqual([])
    const second = await bringIn('shuimo.json', readShared(MORE_POEMS))
    expect(second.count + second.setAside).toBe(120)
  },
  180_000,
)

test('a trace that begins at an API call goes through the outbox and the jobs to the node', async () => {
  const agent = await person(network, 'Agents', 'authority')
  const traceId = 'ab'.repeat(16)
  const browser = tracedBrowser(network.deps, agent.browser, `00-${traceId}-${'cd'.repeat(8)}-01`)
  await addActKey({ ...agent, browser })
  const spans = () => traces.told.filter((span) => span.traceId === traceId)
  const find = (name: string) => spans().find((span) => span.name === name)
  const wayTo = (span: ReturnType<typeof find>): readonly string[] => {
    if (!span) return []
    return [span.name, ...wayTo(spans().find(({ spanId }) => spanId === span.parentSpanId))]
  }
  // Each process tells its spans when it likes.
  const way = await until(network, async () => {
    const names = wayTo(find('node submit'))
    return names.some((name) => name.startsWith('api ')) && names
  })
  expect(way).toEqual(['node submit', 'job submit', 'job admit', 'api actKeys.finish'])
  expect(find('api actKeys.begin')?.parentSpanId).toBe('cd'.repeat(8))
  expect([...traces.services].sort()).toEqual(['portal-and-worker', 'valuecyber-node'])
})
