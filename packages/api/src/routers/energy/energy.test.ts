import { utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
type Person = Awaited<ReturnType<TestNetwork['enrolled']>>
let centre: Person
let buyer: Person
beforeAll(async () => {
  network = await startTestNetwork()
  centre = await network.enrolled('trading-centre')
  buyer = await network.enrolled('holder')
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

async function range(station: string, last: bigint): Promise<string> {
  const { value } = await take([`${station},2026-01-01,0.1`])
  const { importId } = value as { importId: string }
  const [row] = await network.database.db
    .insert(schema.certificateRanges)
    .values({
      ...{
        importId,
        position: 0,
        station,
        first: 1n,
        last,
        fromPeriod: '2026-01-01',
        toPeriod: '2026-01-01',
      },
      ...{ holderId: centre.organisationId, part: 'issued', createdAt: new Date(0) },
    })
    .returning()
  return must(row, 'an inserted row').id
}
const give = (rangeId: string, count: bigint) =>
  centre.browser.call('certificates.transfer', { rangeId, count, to: buyer.organisationId })
type Listed = { rows: { id: string; station: string; first: bigint; last: bigint }[] }
const listOf = async ({ browser }: Person, station: string) =>
  ((await browser.ask('certificates.list', { limit: 50, text: station })).value as Listed).rows

test('a transfer hands over the first certificates, keeps the rest, and happens once', async () => {
  const id = await range('s2', 10n)
  expect((await give(id, 11n)).code).toBe('too-few-certificates')
  expect((await give(id, 4n)).value).toEqual({ first: 1n, last: 4n })
  expect((await give(id, 4n)).code).toBe('range-moved-on')
  expect(await listOf(buyer, 's2')).toMatchObject([{ first: 1n, last: 4n }])
  expect(await listOf(centre, 's2')).toMatchObject([{ first: 5n, last: 10n }])
})

test('of two transfers of one range at once, one is refused', async () => {
  const id = await range('s3', 5n)
  const codes = (await Promise.all([give(id, 3n), give(id, 4n)])).map(({ code }) => code)
  expect(codes.sort()).toEqual(['ok', 'range-moved-on'])
})

test('rows of certificates are only ever added', async () => {
  const id = await range('s4', 2n)
  const { db } = network.database
  await expect(
    db.update(schema.certificateRanges).set({ last: 99n }).where(eq(schema.certificateRanges.id, id)),
  ).rejects.toThrow()
  await expect(db.delete(schema.meterReadings)).rejects.toThrow()
})

test('anyone reads one certificate by its code, with the hands it went through', async () => {
  const id = await range('s5', 3n)
  await give(id, 1n)
  const stranger = network.browser()
  const ask = async (code: string) => (await stranger.ask('certificates.verify', { code })).value
  expect(await ask('REC-s5-0000000001')).toMatchObject({
    serial: 1n,
    history: [{ part: 'issued' }, { part: 'given' }],
  })
  expect(await ask('REC-s5-0000000002')).toMatchObject({ history: [{ part: 'issued' }] })
  expect(await ask('REC-s5-0000000004')).toBeNull()
  expect(await ask('REC-none')).toBeNull()
})
