import { utf8 } from '@vc/crypto'
import { must } from '@vc/kernel'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCertificate, type FoundCertificate } from '../apps/portal/src/features/verify/check-proof.ts'
import { rebuildProjections, tableDigest } from '../apps/worker/src/rebuild.ts'
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

const SOLAR = 'generation-china-solar/daily-mwh.csv'
const UNITS = 10n ** 18n

let network: NetworkUnderTest
beforeAll(async () => {
  network = await startNetworkUnderTest()
}, 120_000)
afterAll(() => network?.stop(), 60_000)

type Import = { issued: bigint | null; finality: string | null; fileName: string; height: number | null }
type Range = { holding: string; station: string; first: bigint; last: bigint }
const fileOf = (fileName: string, bytes: Uint8Array) => ({
  fileName,
  content: Buffer.from(bytes).toString('base64'),
})
const bringIn = ({ browser }: Person, fileName: string, bytes: Uint8Array) =>
  browser.importFile('certificates.import', { ...fileOf(fileName, bytes), setBadAside: false })
const importsOf = async ({ browser }: Person) => (await browser.ask('certificates.imports')).value as Import[]
const rangesOf = async ({ browser }: Person) =>
  ((await browser.ask('certificates.list', { limit: 1000 })).value as { rows: Range[] }).rows
const stationsOf = async ({ browser }: Person) =>
  (await browser.ask('certificates.stations')).value as {
    station: string
    carry: bigint
    nextSerial: bigint
  }[]
const verify = async (code: string) =>
  (await testBrowser(network.deps).ask('certificates.verify', { code })).value as FoundCertificate | null
const found = async (code: string) => must((await verify(code)) ?? undefined, code)
type Transfer = { stage: string; actId: string | null }
const transfersOf = async ({ browser }: Person) =>
  (await browser.ask('certificates.transfers')).value as Transfer[]
/** Until each of so many imports is on the ledger. */
const recorded = (by: Person, count: number) =>
  until(network, async () => {
    const rows = await importsOf(by)
    return rows.length === count && rows.every(({ finality }) => finality !== null) && rows
  })

test('metering data become certificates once, the ledger has their root, and each is proved from its code', async () => {
  const trader = await person(network, 'Exchange', 'trading-centre')
  const buyer = await person(network, 'Buyer', 'holder')
  const rows = ['wind-1,2026-01-01,2.75', 'wind-1,2026-01-02,1.5', 'sun-1,2026-01-01,0.4']
  const file = utf8(['station,date,energy_mwh', ...rows].join('\n'))
  await bringIn(trader, 'meters.csv', file)
  await bringIn(trader, 'meters.csv', file)
  expect(await recorded(trader, 1)).toMatchObject([{ issued: 4n }])
  expect(await stationsOf(trader)).toMatchObject([
    { station: 'sun-1', carry: 400_000_000_000_000_000n, nextSerial: 1n },
    { station: 'wind-1', carry: 250_000_000_000_000_000n, nextSerial: 5n },
  ])
  expect(checkCertificate(await found('REC-wind-1-0000000003'))).toEqual({ ok: true, value: true })
  const act = await addActKey(trader)
  await handOver(trader, act, 3n, buyer)
  const third = await found('REC-wind-1-0000000003')
  expect(third.transfers.map(({ holder }) => holder.name)).toEqual(['Buyer'])
  expect(checkCertificate(third)).toEqual({ ok: true, value: true })
  const fourth = await found('REC-wind-1-0000000004')
  expect(fourth.transfers.map(({ part, holder }) => [part, holder.name])).toEqual([['kept', 'Exchange']])
  expect(checkCertificate(fourth)).toEqual({ ok: true, value: true })
  expect(checkCertificate({ ...third, serial: 9n })).toMatchObject({ refusal: { code: 'proof-wrong' } })
  const hidden = { ...third, transfers: [], centre: { ...third.centre, id: buyer.organisationId } }
  expect(checkCertificate(hidden)).toMatchObject({ refusal: { code: 'proof-wrong' } })
  const other = third.transfers.map((one) => ({
    ...one,
    holder: { ...one.holder, id: trader.organisationId },
  }))
  expect(checkCertificate({ ...third, transfers: other })).toMatchObject({
    refusal: { code: 'transfer-wrong' },
  })
  expect(await verify('REC-wind-1-0000000005')).toBeNull()
  const grown = await tableDigest(network.deps.db)
  await rebuildProjections(network.deps.db, network.node.client)
  expect((await tableDigest(network.deps.db)).certificate_parts).toBe(grown.certificate_parts)
}, 180_000)

/** The first certificates of the person's only range go to another organisation, by a signed act on the ledger. */
async function handOver(from: Person, act: Awaited<ReturnType<typeof addActKey>>, count: bigint, to: Person) {
  const { holding } = must((await rangesOf(from))[0], 'one range')
  const asked = { holding, count, to: to.organisationId }
  expect((await from.browser.call('certificates.transfer', asked)).code).toBe('ok')
  const stageOf = async () => must((await transfersOf(from))[0], 'one transfer')
  const actId = await until(network, async () => (await stageOf()).actId ?? undefined)
  expect(await rangesOf(to)).toEqual([])
  expect((await sign(from, act, actId)).code).toBe('ok')
  await until(network, async () => ['in-block', 'final'].includes((await stageOf()).stage))
  expect(await rangesOf(to)).toMatchObject([{ first: 1n, last: count }])
}

/** Energy of a decimal text in 10^-18 MWh, by columns of digits: nothing of the product takes part. */
function unitsOf(text: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const units = BigInt(whole) * UNITS + BigInt(fraction.padEnd(18, '0'))
  return sign === '-' ? -units : units
}

test.skipIf(!hasShared(SOLAR))(
  'a year of three Chinese solar stations, brought in by two files, gives one certificate for each whole MWh',
  async () => {
    const trader = await person(network, 'Solar exchange', 'trading-centre')
    const text = new TextDecoder().decode(readShared(SOLAR))
    const [head = '', ...lines] = text.trim().split('\n')
    const isFirstHalf = (line: string) => (line.split(',')[1] ?? '') < '2019-05-14'
    const halves = [lines.filter(isFirstHalf), lines.filter((line) => !isFirstHalf(line))]
    for (const [i, half] of halves.entries()) {
      const file = utf8([head, ...half].join('\n'))
      expect((await bringIn(trader, `half-${i}.csv`, file)).value).toMatchObject({
        count: half.length,
        setAside: 0,
      })
      await recorded(trader, i + 1)
    }
    // The whole file is another file, but no reading in it is new.
    expect((await bringIn(trader, 'whole.csv', readShared(SOLAR))).code).toBe('rows-bad')

    const sums = new Map<string, bigint>()
    for (const [station = '', , energy = ''] of Papa.parse<string[]>(lines.join('\n')).data)
      sums.set(station, (sums.get(station) ?? 0n) + unitsOf(energy))
    expect([...sums.keys()].sort()).toEqual(['site-1', 'site-2', 'site-3'])
    const stations = await stationsOf(trader)
    const ranges = await rangesOf(trader)
    for (const [station, sum] of sums) {
      const whole = sum / UNITS
      expect(stations).toContainEqual(
        expect.objectContaining({ station, carry: sum - whole * UNITS, nextSerial: whole + 1n }),
      )
      const own = ranges
        .filter((range) => range.station === station)
        .sort((a, b) => Number(a.first - b.first))
      const serials = own.flatMap(({ first, last }) => [first, last])
      expect(own).toHaveLength(2)
      expect(serials).toEqual([1n, serials[1], (serials[1] ?? 0n) + 1n, whole])
      const code = `REC-${station}-${whole.toString().padStart(10, '0')}`
      expect(checkCertificate(must((await verify(code)) ?? undefined, code))).toMatchObject({ ok: true })
      expect(await verify(`REC-${station}-${(whole + 1n).toString().padStart(10, '0')}`)).toBeNull()
    }
    const issued = (await importsOf(trader)).reduce((all, one) => all + (one.issued ?? 0n), 0n)
    expect(issued).toBe([...sums.values()].reduce((all, sum) => all + sum / UNITS, 0n))
  },
  240_000,
)

const foreign = [
  ['generation-china-solar/site-1-50mw-2019-06-15min.csv', 'meters-columns'],
  ['generation-de-daily/opsd-germany-daily-2006-2015.csv', 'meters-columns'],
  ['generation-gb/annual-output-by-unit.csv', 'meters-columns'],
  ['generation-gb/halfhourly-by-fuel-2023-02.csv', 'meters-columns'],
  ['generation-us-pv/serf_east_15min_ac_power.csv', 'meters-columns'],
  ['green-certificates-uk/regos-2022-2023.csv', 'meters-columns'],
  ['renewable-plants-china/plants.csv', 'meters-columns'],
  ['renewable-plants-uk/repd-q2-2021.csv', 'encoding-unknown'],
  ['carbon-electricity-au/NGER_2014-2015.csv', 'meters-columns'],
  ['carbon-electricity-au/NGER_2016-2017.csv', 'encoding-gb18030'],
] as const
test.each(foreign.filter(([path]) => hasShared(path)))(
  'a file that is no settlement data gives no certificate: %s is refused as %s',
  async (path, code) => {
    const trader = await person(network, `Exchange of ${path}`, 'trading-centre')
    expect((await bringIn(trader, 'foreign.csv', readShared(path))).code).toBe(code)
    expect(await importsOf(trader)).toEqual([])
  },
)
