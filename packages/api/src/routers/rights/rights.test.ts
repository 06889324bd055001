import { existsSync, readFileSync } from 'node:fs'
import { fromHex, utf8 } from '@vc/crypto'
import { rightOf, schema } from '@vc/db'
import { certificationValue, rightLeaf, verifyRight } from '@vc/nfr'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callSteppedUp, type TestBrowser, testAuthenticator } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { readWorksFile } from './read-works-file.ts'

const SHARED = process.env.VC_SHARED ?? new URL('../../../../../../shared', import.meta.url).pathname
const TATE = `${SHARED}/data/art-tate/artworks.csv`
const hasTate = existsSync(TATE)
if (!hasTate) console.warn(`SKIPPED: no works of the Tate at ${TATE}`)

let network: TestNetwork
type Person = Awaited<ReturnType<TestNetwork['enrolled']>>
let issuer: Person
let appraiser: Person
let centre: Person
beforeAll(async () => {
  network = await startTestNetwork()
  issuer = await network.enrolled('issuer')
  appraiser = await network.enrolled('appraiser')
  centre = await network.enrolled('certification-centre')
}, 120_000)
afterAll(() => network?.stop())

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
type Imported = { batchId: string; count: number; setAside: number; isNew: boolean }
const fileOf = (bytes: Uint8Array, fileName = 'works.csv') => ({ fileName, content: base64(bytes) })
/** Sends a file as the portal does. */
async function send(browser: TestBrowser, path: string, input: unknown) {
  return browser.importFile(path, input)
}
const take = async (bytes: Uint8Array, setBadAside = false, fileName?: string) =>
  send(issuer.browser, 'rights.import', { ...fileOf(bytes, fileName), setBadAside })
const own = (rows: readonly string[]) =>
  utf8(['accession,title,creator,dated,medium,owner,uses,evidence,sha256', ...rows].join('\n'))

async function actKey(person: Person): Promise<void> {
  const { value } = await callSteppedUp(person.browser, person.key, 'actKeys.begin', { label: 'act' })
  const response = testAuthenticator().create(value as { challenge: string; user: { id: string } })
  await person.browser.call('actKeys.finish', { response })
}

describe('an import of works', () => {
  test('is refused whole when a line is bad, and names each bad line', async () => {
    const bytes = own(['A1,Boat,Li Na,,,,show,,', 'A2,,Li Na,,,,show,,', 'A1,Boat again,Li Na,,,,show,,'])
    const { value } = await send(issuer.browser, 'rights.preview', fileOf(bytes))
    const { file } = value as { file: { count: number; bad: { line: number; code: string }[] } }
    expect(file.count).toBe(1)
    expect(file.bad).toMatchObject([
      { line: 3, code: 'title-missing' },
      { line: 4, code: 'row-repeated' },
    ])
    expect((await take(bytes)).code).toBe('rows-bad')
    expect((await take(bytes, true)).value).toMatchObject({ count: 1, setAside: 2, isNew: true })
    expect((await take(bytes, true)).value).toMatchObject({ count: 1, setAside: 2, isNew: false })
  })

  test('takes no work twice, by accession or by content, whatever the file', async () => {
    const hash = 'ab'.repeat(32)
    expect((await take(own([`B1,Sea,Li Na,,,,show,,${hash}`]))).value).toMatchObject({ count: 1 })
    const again = own([
      'B1,Sea,Li Na,,,,show,,',
      `B2,Sea as a picture,Li Na,,,,show,,${hash}`,
      'B3,Hill,Li Na,,,,,,',
    ])
    const { value } = await send(issuer.browser, 'rights.preview', fileOf(again))
    expect(value).toMatchObject({
      file: {
        count: 1,
        bad: [
          { line: 2, code: 'already-registered' },
          { line: 3, code: 'already-registered' },
        ],
      },
    })
  })

  test('in GBK is read when the issuer says so, as CSV and as JSON', async () => {
    const title = [0xbe, 0xb2, 0xd2, 0xb9, 0xcb, 0xbc]
    const csv = [...utf8('accession,title,creator\nGBK1,'), ...title, ...utf8(',Li Bai\n')]
    const json = [...utf8('[{"author":"Li Bai","title":"'), ...title, ...utf8('","paragraphs":["a"]}]')]
    for (const bytes of [csv, json]) {
      const file = fileOf(Uint8Array.from(bytes))
      const asked = await send(issuer.browser, 'rights.preview', file)
      expect(asked.code).toBe('encoding-gb18030')
      const told = await send(issuer.browser, 'rights.preview', { ...file, encoding: 'gb18030' })
      expect(told.value).toMatchObject({ file: { encoding: 'gb18030', sample: [{ title: '静夜思' }] } })
    }
  })

  test('is for issuers', async () => {
    const input = { ...fileOf(own(['Z1,Boat,Li Na,,,,,,'])), setBadAside: false }
    expect((await send(appraiser.browser, 'rights.import', input)).code).toBe('not-allowed')
  })

  test.skipIf(!hasTate)(
    'keeps 2,000 and more works of the Tate, each once, and loses no line',
    async () => {
      const bytes = new Uint8Array(readFileSync(TATE))
      const read = readWorksFile({ bytes }, 2026)
      if (!read.ok) throw new Error(read.refusal.code)
      const lines = [...read.value.works, ...read.value.bad].map(({ line }) => line)
      expect(new Set(lines).size).toBe(lines.length)
      const { value } = await take(bytes, true, 'artworks.csv')
      const first = value as Imported
      expect(first.count).toBeGreaterThan(2000)
      expect(first.count).toBe(read.value.works.length)
      expect(first.setAside).toBe(read.value.bad.length)
      const rows = await network.database.db
        .select()
        .from(schema.rights)
        .where(eq(schema.rights.batchId, first.batchId))
      expect(new Set(rows.map(({ accession }) => accession)).size).toBe(first.count)
      expect(new Set(rows.map(({ line }) => line))).toEqual(new Set(read.value.works.map(({ line }) => line)))
      expect((await take(bytes, true, 'artworks.csv')).value).toEqual({ ...first, isNew: false })
      const changed = new Uint8Array([...bytes, 0x0a])
      const again = await send(issuer.browser, 'rights.preview', fileOf(changed))
      const { file } = again.value as { file: { count: number; bad: { code: string }[] } }
      expect(file.count).toBe(0)
      expect(file.bad.filter(({ code }) => code === 'already-registered')).toHaveLength(first.count)
      expect((await take(changed, true)).code).toBe('no-good-rows')
    },
    120_000,
  )
})

describe('a batch', () => {
  async function batch(accession: string): Promise<string> {
    const { value } = await take(own([`${accession},Boat ${accession},Li Na,,,,show,,`]))
    return (value as Imported).batchId
  }

  test('goes from the issuer to an appraiser to a centre, and no further without the act key', async () => {
    const batchId = await batch('C1')
    expect((await centre.browser.call('rights.certify', { batchId })).code).toBe('not-found')
    const report = { batchId, report: 'Seen, in good state.', value: 5000n }
    expect((await appraiser.browser.call('rights.appraise', report)).code).toBe('ok')
    expect((await appraiser.browser.call('rights.appraise', report)).code).toBe('ok')
    expect((await appraiser.browser.call('rights.appraise', { ...report, value: null })).code).toBe(
      'certification-step',
    )
    expect((await centre.browser.call('rights.certify', { batchId })).code).toBe('certifier-key-missing')
    await actKey(centre)
    expect((await centre.browser.call('rights.certify', { batchId })).code).toBe('ok')
    const { value } = await centre.browser.ask('rights.batch', { batchId })
    expect(value).toMatchObject({ step: 'prepared', report: report.report, value: 5000n, actId: null })
    const promised = await network.database.db
      .select()
      .from(schema.outbox)
      .where(eq(schema.outbox.topic, 'prepare-certification'))
    expect(promised.map(({ payload }) => payload)).toEqual([{ batchId }])
  })

  test('that is declined frees its works', async () => {
    const batchId = await batch('D1')
    await appraiser.browser.call('rights.appraise', { batchId, report: 'A copy.', value: null })
    const declined = await centre.browser.call('rights.decline', {
      batchId,
      reason: 'The evidence is missing.',
    })
    expect(declined.code).toBe('ok')
    expect(await batch('D1')).not.toBe(batchId)
  })

  test('does not exist for other issuers', async () => {
    const stranger = await network.enrolled('issuer')
    const batchId = await batch('E1')
    expect((await stranger.browser.ask('rights.batch', { batchId })).code).toBe('not-found')
    const { value } = await stranger.browser.ask('rights.list', { limit: 200 })
    expect(value).toMatchObject({ rows: [], next: null })
  })

  test('is listed in pages that hold every right once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      // As a page of the portal asks.
      const asked = { limit: 200, direction: 'forward', ...(cursor ? { cursor } : {}) }
      const { value } = await issuer.browser.ask('rights.list', asked)
      const page = value as { rows: { id: string }[]; next: string | null }
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor)
    const all = await network.database.db.select().from(schema.rights)
    expect(seen.length).toBe(new Set(seen).size)
    expect(seen.length).toBe(all.length)
  })
})

describe('anyone', () => {
  test('checks a certified right by code or by content, and finds none for what is not certified', async () => {
    const hash = 'cd'.repeat(32)
    const { value } = await take(own([`F1,Bird,Li Na,,,,show,,${hash}`, 'F2,Fish,Li Na,,,,show,,']))
    const { batchId } = value as Imported
    const stranger = network.browser()
    expect((await stranger.ask('rights.verify', { contentHash: hash })).value).toEqual([])
    await network.database.db
      .update(schema.rightBatches)
      .set({ step: 'certified' })
      .where(eq(schema.rightBatches.id, batchId))
    const found = (await stranger.ask('rights.verify', { contentHash: hash })).value as {
      code: string
      issuerId: string
      right: Parameters<typeof rightLeaf>[1]
      index: number
      proof: string[]
    }[]
    const [one] = found
    if (!one) throw new Error('nothing found')
    const rows = await network.database.db
      .select()
      .from(schema.rights)
      .where(eq(schema.rights.batchId, batchId))
    const leaves = rows
      .sort((a, b) => a.position - b.position)
      .map((row) => rightLeaf(issuer.organisationId, rightOf(row)))
    const recorded = certificationValue(leaves)
    const leaf = rightLeaf(one.issuerId, one.right)
    expect(verifyRight(recorded, leaf, one.index, one.proof.map(fromHex))).toBe(true)
    expect(
      verifyRight(
        recorded,
        rightLeaf(one.issuerId, { ...one.right, title: 'Crow' }),
        one.index,
        one.proof.map(fromHex),
      ),
    ).toBe(false)
    expect((await stranger.ask('rights.verify', { code: one.code.toLowerCase() })).value).toHaveLength(1)
  })

  const pictured = (likeness: string) => ({ contentHash: 'ee'.repeat(32), likeness })
  test('finds what a changed copy was made from, the closest first, and nothing for what is unlike', async () => {
    const { value } = await take(own(['G1,Moon,Li Na,,,,show,,', 'G2,Sun,Li Na,,,,show,,']))
    const { batchId } = value as Imported
    const near = `image:${'0f'.repeat(32)}`
    const further = `image:${'0f'.repeat(30)}ffff`
    const works = [
      { accession: 'G1', contentHash: '01'.repeat(32), likeness: further },
      { accession: 'G2', contentHash: '02'.repeat(32), likeness: near },
      { accession: 'no such work', contentHash: '03'.repeat(32), likeness: '' },
    ]
    const set = await issuer.browser.call('rights.fingerprint', { batchId, works })
    expect(set.value).toEqual({ set: 2, unknown: ['no such work'] })
    await network.database.db
      .update(schema.rightBatches)
      .set({ step: 'certified' })
      .where(eq(schema.rightBatches.id, batchId))
    const stranger = network.browser()
    const ask = async (likeness: string) => (await stranger.ask('rights.verify', pictured(likeness))).value
    expect(await ask(near)).toMatchObject([
      { match: 'alike', right: { accession: 'G2' } },
      { match: 'alike', right: { accession: 'G1' } },
    ])
    expect(await ask(`image:${'f0'.repeat(32)}`)).toEqual([])
    expect(await ask(`text:${'0f'.repeat(32)}`)).toEqual([])
    const same = { contentHash: '02'.repeat(32), likeness: near }
    expect((await stranger.ask('rights.verify', same)).value).toMatchObject([{ match: 'same' }])
  })

  test('gets no second right for content that is certified for another issuer', async () => {
    const hash = 'bc'.repeat(32)
    const { value } = await take(own([`H1,Owl,Li Na,,,,show,,${hash}`]))
    const { batchId } = value as Imported
    const rival = await network.enrolled('issuer')
    const theirs = own([`Z1,Owl again,Somebody,,,,show,,${hash}`])
    const early = await send(rival.browser, 'rights.import', { ...fileOf(theirs), setBadAside: false })
    const { batchId: second } = early.value as Imported
    await network.database.db
      .update(schema.rightBatches)
      .set({ step: 'certified' })
      .where(eq(schema.rightBatches.id, batchId))
    await appraiser.browser.call('rights.appraise', { batchId: second, report: 'Seen.', value: null })
    expect((await centre.browser.call('rights.certify', { batchId: second })).code).toBe('content-certified')
    const late = fileOf(own([`Z2,Owl once more,Somebody,,,,show,,${hash}`]))
    const third = await network.enrolled('issuer')
    const seen = (await send(third.browser, 'rights.preview', late)).value
    const cells = ['Z2', 'Owl once more', 'Somebody', '', '', '', 'show', '', hash]
    expect(seen).toMatchObject({ file: { count: 0, bad: [{ line: 2, code: 'content-certified', cells }] } })
  })
})
