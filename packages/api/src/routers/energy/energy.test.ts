import { issuedHolding } from '@vc/certificates'
import { utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { certificateKey, partsOfTransfer } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callSteppedUp, testAuthenticator } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
type Person = Awaited<ReturnType<TestNetwork['enrolled']>>
let centre: Person
let buyer: Person
beforeAll(async () => {
  network = await startTestNetwork()
  centre = await network.enrolled('trading-centre')
  buyer = await network.enrolled('holder')
  const { value } = await callSteppedUp(centre.browser, centre.key, 'actKeys.begin', { label: 'act' })
  const response = testAuthenticator().create(value as { challenge: string; user: { id: string } })
  expect((await centre.browser.call('actKeys.finish', { response })).code).toBe('ok')
}, 120_000)
afterAll(() => network?.stop())

const file = (rows: readonly string[]) => ({
  fileName: 'meters.csv',
  content: Buffer.from(utf8(['station,date,energy_mwh', ...rows].join('\n'))).toString('base64'),
})
const take = async (rows: readonly string[], setBadAside = false, by = centre) =>
  by.browser.importFile('certificates.import', { ...file(rows), setBadAside })

test('a file is taken once, a reading is taken once, and a station belongs to one centre', async () => {
  const rows = ['s1,2026-01-01,1.5', 's1,2026-01-02,0.75']
  const { value } = await take(rows)
  expect(value).toMatchObject({ count: 2, isNew: true })
  expect((await take(rows)).value).toEqual({ ...(value as object), isNew: false })
  expect((await take([...rows, 's1,2026-01-03,2'])).code).toBe('rows-bad')
  expect((await take([...rows, 's1,2026-01-03,2'], true)).value).toMatchObject({ count: 1, setAside: 2 })
  const other = await network.enrolled('trading-centre')
  const { value: seen } = await other.browser.importFile('certificates.preview', file(['s1,2026-02-01,1']))
  expect(seen).toMatchObject({ file: { count: 0, bad: [{ line: 2, code: 'station-of-another' }] } })
  expect(await network.database.db.select().from(schema.meterReadings)).toHaveLength(3)
  const promised = await network.database.db
    .select()
    .from(schema.outbox)
    .where(eq(schema.outbox.topic, 'issue-certificates'))
  expect(promised).toHaveLength(2)
})

test('a file in GBK is read when a person says so, and only then', async () => {
  const name = Buffer.from([0xb7, 0xe7, 0xb5, 0xe7, 0xd2, 0xbb, 0xba, 0xc5])
  const content = Buffer.concat([
    Buffer.from('station,date,energy_mwh\n'),
    name,
    Buffer.from(',2026-01-01,1.5\n'),
  ]).toString('base64')
  const gbk = { fileName: 'gbk.csv', content }
  const asked = await centre.browser.importFile('certificates.preview', gbk)
  expect(asked).toMatchObject({
    code: 'encoding-gb18030',
    value: { data: { facts: { preview: 'station,date,energy_mwh\n风电一号,2026-01-01,1.5' } } },
  })
  expect((await centre.browser.importFile('certificates.import', { ...gbk, setBadAside: true })).code).toBe(
    'encoding-gb18030',
  )
  const told = { ...gbk, encoding: 'gb18030' }
  expect((await centre.browser.importFile('certificates.preview', told)).value).toMatchObject({
    file: { encoding: 'gb18030', sample: [{ station: '风电一号' }] },
  })
  expect(
    (await centre.browser.importFile('certificates.import', { ...told, setBadAside: false })).value,
  ).toMatchObject({ count: 1, isNew: true })
})

test('a day of a metered month, and the month of a metered day, are refused', async () => {
  await take(['o1,2026-03,4', 'o1,2026-05-02,1', 'o1,2026-07-01T10:15,1'])
  const rows = ['o1,2026-03-09,1', 'o1,2026-05,9', 'o1,2026-07-01,1', 'o1,2026-03-10T10:00,1', 'o1,2026-04,1']
  const { value } = await centre.browser.importFile('certificates.preview', file(rows))
  expect(value).toMatchObject({
    file: {
      count: 1,
      bad: [
        { line: 2, code: 'already-metered-around', facts: { known: '2026-03' } },
        { line: 3, code: 'already-metered-around', facts: { known: '2026-05-02' } },
        { line: 4, code: 'already-metered-around', facts: { known: '2026-07-01T10:15' } },
        { line: 5, code: 'already-metered-around', facts: { known: '2026-03' } },
      ],
    },
  })
})

/** A range that was issued and whose record a block has. */
async function range(station: string, last: bigint, by = centre): Promise<string> {
  const { value } = await take([`${station},2026-01-01,0.1`], false, by)
  const { importId } = value as { importId: string }
  const { db } = network.database
  const one = { station, first: 1n, last, fromPeriod: '2026-01-01', toPeriod: '2026-01-01' }
  const holding = issuedHolding(by.organisationId, one)
  const place = { importId, position: 0, holderId: by.organisationId, createdAt: new Date(0) }
  await db.insert(schema.certificateRanges).values({ ...one, ...place, holding })
  const own = eq(schema.meterImports.id, importId)
  await db.update(schema.meterImports).set({ txid: 'aa', height: 1, finality: 'in-block' }).where(own)
  return holding
}
const give = (holding: string, count: bigint, to = buyer.organisationId, by = centre) =>
  by.browser.call('certificates.transfer', { holding, count, to })
type Listed = {
  rows: { holding: string; station: string; first: bigint; last: bigint }[]
  next: string | null
}
const pageOf = async ({ browser }: Person, asked: object) =>
  (await browser.ask('certificates.list', { limit: 50, ...asked })).value as Listed
const listOf = async (person: Person, text: string) => (await pageOf(person, { text })).rows

/** What the projection writes of a transfer that a block has. */
async function moveOnLedger(holding: string, given: bigint, of: Listed['rows'][number], height: number) {
  const [row] = await network.database.db
    .select()
    .from(schema.certificateRanges)
    .where(eq(schema.certificateRanges.station, of.station))
  const bare = (id: string) => id.replaceAll('-', '')
  const { importId, holderId } = must(row, 'an issued range')
  const range = { station: of.station, first: of.first, last: of.last }
  const transfer = { ...range, given, from: bare(holderId), to: bare(buyer.organisationId) }
  const place = { height, index: 1, txid: `${height}`, signer: 'cc' }
  const parts = partsOfTransfer(certificateKey(bare(importId), holding), transfer)
  await network.database.db
    .insert(schema.certificateParts)
    .values(parts.map((part) => ({ ...part, ...place })))
}

test('a transfer is drafted for a key, and moves nothing before a block has it', async () => {
  const holding = await range('s2', 10n)
  expect((await give(holding, 11n)).code).toBe('too-few-certificates')
  expect((await give(holding, 4n, centre.organisationId)).code).toBe('transfer-to-oneself')
  expect((await give(holding, 4n, '00000000-0000-4000-8000-000000000000')).code).toBe('organisation-unknown')
  const regulator = await network.enrolled('regulator')
  expect((await give(holding, 4n, regulator.organisationId)).code).toBe('organisation-unknown')
  expect((await give(holding, 4n, centre.organisationId, buyer)).code).toBe('not-found')
  const keyless = await network.enrolled('trading-centre')
  const theirs = await range('s2-keyless', 3n, keyless)
  expect((await give(theirs, 1n, buyer.organisationId, keyless)).code).toBe('transfer-key-missing')
  const made = await give(holding, 4n)
  expect(made.value).toMatchObject({ isNew: true })
  expect((await give(holding, 4n)).value).toEqual({ ...(made.value as object), isNew: false })
  expect((await give(holding, 5n)).code).toBe('transfer-waits')
  expect(await listOf(buyer, 's2')).toEqual([])
  expect(await listOf(centre, 's2')).toMatchObject([{ first: 1n, last: 10n }])
  const { value } = await centre.browser.ask('certificates.transfers')
  expect(value).toMatchObject([{ stage: 'preparing', count: 4n, txid: null, actId: null }])
  expect((await buyer.browser.ask('certificates.transfers')).value).toEqual([])
})

test('a transfer whose issue no block has is refused', async () => {
  const holding = await range('s2-early', 2n)
  await network.database.db
    .update(schema.meterImports)
    .set({ finality: null })
    .where(eq(schema.meterImports.fileName, 'meters.csv'))
  expect((await give(holding, 1n)).code).toBe('issue-not-recorded')
})

test('of two transfers of one holding at once, one is refused; taken back, it is free again', async () => {
  const holding = await range('s3', 5n)
  const answers = await Promise.all([give(holding, 3n), give(holding, 4n)])
  expect(answers.map(({ code }) => code).sort()).toEqual(['ok', 'transfer-waits'])
  const { transferId } = must(
    answers.find(({ ok }) => ok),
    'one is taken',
  ).value as { transferId: string }
  const back = (by: Person) => by.browser.call('certificates.takeBack', { transferId })
  expect((await back(buyer)).code).toBe('not-found')
  expect((await back(centre)).code).toBe('ok')
  expect((await back(centre)).code).toBe('ok')
  expect((await give(holding, 5n)).value).toMatchObject({ isNew: true })
})

test('what the ledger moved is listed by its holder, page after page, each serial once; it does not move again', async () => {
  const holding = await range('s6', 10n)
  const [whole] = await listOf(centre, 's6')
  await moveOnLedger(holding, 4n, must(whole, 'one range'), 7)
  expect(await listOf(buyer, 's6')).toMatchObject([{ first: 1n, last: 4n }])
  expect(await listOf(centre, 's6')).toMatchObject([{ first: 5n, last: 10n }])
  expect((await give(holding, 4n)).code).toBe('range-moved-on')
  const regulator = await network.enrolled('regulator')
  const first = await pageOf(regulator, { text: 's6', limit: 1 })
  const second = await pageOf(regulator, { text: 's6', limit: 1, cursor: first.next })
  expect([...first.rows, ...second.rows]).toMatchObject([{ first: 1n }, { first: 5n }])
  expect(second.next).toBeNull()
})

test('rows of issued certificates are only ever added', async () => {
  const holding = await range('s4', 2n)
  const { db } = network.database
  await expect(
    db
      .update(schema.certificateRanges)
      .set({ last: 99n })
      .where(eq(schema.certificateRanges.holding, holding)),
  ).rejects.toThrow()
  await expect(db.delete(schema.meterReadings)).rejects.toThrow()
})

test('anyone reads one certificate by its code, with the transfers it went through', async () => {
  const holding = await range('s5', 3n)
  const [whole] = await listOf(centre, 's5')
  await moveOnLedger(holding, 1n, must(whole, 'one range'), 9)
  const stranger = network.browser()
  const ask = async (code: string) => (await stranger.ask('certificates.verify', { code })).value
  expect(await ask('REC-s5-0000000001')).toMatchObject({
    serial: 1n,
    centre: { id: centre.organisationId },
    transfers: [{ part: 'given', holder: { id: buyer.organisationId }, signer: 'cc', record: null }],
  })
  expect(await ask('REC-s5-0000000002')).toMatchObject({
    transfers: [{ part: 'kept', holder: { id: centre.organisationId } }],
  })
  expect(await ask('REC-s5-0000000004')).toBeNull()
  expect(await ask('REC-none')).toBeNull()
})
