import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { pushEvaluationsAt, schema } from '@vc/db'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { lendTo } from '../credit/testing-loan.ts'
import { anotherDay, village } from '../credit/testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

type People = Awaited<ReturnType<typeof village>>
type Facets = { facet: string; good: number; adverse: number; repaired: number; records: object[] }[]
type Outside = { registration: string | null; facets: Facets }
const keyOf = ({ debtKeyHash }: People) => toHex(debtKeyHash)
let serial = 100_000
const newNumber = () => {
  serial += 1
  return `9111000${serial}X`
}

const head = 'registration,facet,source,standing,date,reference,statement'
const file = (lines: readonly string[]) => ({
  fileName: 'records.csv',
  content: Buffer.from([head, ...lines].join('\n')).toString('base64'),
})
const linesOf = (number: string) => [
  `${number},administrative,tax,good,2026-01-31,T-${number},Paid in time`,
  `${number},judicial,court,adverse,2026-02-10,C-${number},A judgement was not kept`,
]
const bring = (browser: TestBrowser, lines: readonly string[], setBadAside = false) =>
  browser.importFile('standing.import', { ...file(lines), setBadAside })
const identify = (browser: TestBrowser, keyHash: string, registration: string) =>
  browser.call('standing.identify', { commandKey: randomUUID(), keyHash, registration })
const outsideOf = async (people: People) =>
  ((await people.holder.browser.ask('standing.mine')).value as { outside: Outside }[])[0]?.outside

test('outside data is merged by the legal person’s number into six facets, for its party, its authority, and nobody else', async () => {
  const people = await village(network)
  await lendTo(network, people, [10_000n], 9_000)
  const regulator = await network.enrolled('regulator')
  const number = newNumber()
  expect(await outsideOf(people)).toMatchObject({ registration: null })
  expect(await bring(regulator.browser, linesOf(number))).toMatchObject({ value: { count: 2, isNew: true } })
  expect(await bring(regulator.browser, linesOf(number))).toMatchObject({ value: { count: 2, isNew: false } })
  expect((await outsideOf(people))?.facets.every(({ records }) => records.length === 0)).toBe(true)
  expect((await identify(people.authority.browser, keyOf(people), number.toLowerCase())).code).toBe('ok')

  const outside = await outsideOf(people)
  expect(outside?.registration).toBe(number)
  expect(outside?.facets.map(({ facet }) => facet)).toEqual([
    ...['judicial', 'administrative', 'financial', 'occupational', 'daily', 'civic'],
  ])
  expect(outside?.facets[0]).toMatchObject({
    adverse: 1,
    records: [{ source: 'court', reference: `C-${number}` }],
  })
  const watched = { debtKeyHash: keyOf(people) }
  expect((await people.authority.browser.ask('standing.ofKey', watched)).value).toMatchObject({ outside })
  const stranger = await village(network)
  expect((await stranger.authority.browser.ask('standing.ofKey', watched)).code).toBe('not-found')
  const { value: total } = await network.browser().ask('standing.public', { key: keyOf(people) })
  expect(Object.keys(total as object).sort()).toEqual(['debtKeyHash', 'height', 'score'])

  // What was adverse is repaired by a newer word on the same document.
  await bring(regulator.browser, [`${number},judicial,court,repaired,2026-03-01,C-${number},Kept meanwhile`])
  expect((await outsideOf(people))?.facets[0]).toMatchObject({ adverse: 0, repaired: 1 })
})

test('what is joined is a legal person: the newest organisation named counts, the number of a person is nobody’s to read here', async () => {
  const people = await village(network)
  await lendTo(network, people, [10_000n], 9_000)
  const { db } = network.database
  const number = newNumber()
  const { organisationId, personId } = people.authority
  const by = { keyHash: keyOf(people), organisationId, personId, name: 'Farm', grounds: 'The contract' }
  const name = (kind: 'organisation' | 'person', at: number) =>
    db
      .insert(schema.debtorEntities)
      .values({ ...by, kind, registration: number, commandKey: randomUUID(), createdAt: new Date(at) })
  await name('organisation', 1_000)
  expect(await outsideOf(people)).toMatchObject({ registration: number })
  await name('person', 2_000)
  expect(await outsideOf(people)).toMatchObject({ registration: null })
  const other = newNumber()
  expect((await identify(people.authority.browser, keyOf(people), other)).code).toBe('ok')
  expect(await outsideOf(people)).toMatchObject({ registration: other })
})

test('a file is taken whole or not at all, unless bad lines are set aside; who looks sees each with its reason', async () => {
  const regulator = await network.enrolled('regulator')
  const number = newNumber()
  const lines = [...linesOf(number), `${number},moral,court,adverse,2026-02-10,X,Y`]
  const seen = await regulator.browser.importFile('standing.preview', file(lines))
  expect(seen.value).toMatchObject({
    file: { count: 2, bad: [{ line: 4, code: 'facet-unknown', column: 'facet' }] },
  })
  expect((await bring(regulator.browser, lines)).code).toBe('rows-bad')
  const said = async () =>
    ((await regulator.browser.ask('standing.records')).value as { registration: string }[]).filter(
      ({ registration }) => registration === number,
    )
  expect(await said()).toEqual([])
  expect(await bring(regulator.browser, lines, true)).toMatchObject({ value: { count: 2, setAside: 1 } })
  expect(await said()).toHaveLength(2)
  expect((await bring(regulator.browser, [`${number},moral,court,adverse,2026-02-10,X,Y`], true)).code).toBe(
    'no-good-rows',
  )
})

test('only who has to do with a key says whose it is; evaluations carry the facets as they were at the cut', async () => {
  const [people, stranger] = [await village(network), await village(network)]
  await lendTo(network, people, [10_000n], 9_000_000)
  const number = newNumber()
  expect((await identify(stranger.authority.browser, keyOf(people), number)).code).toBe('not-own-debtor')
  const admission = await network.enrolled('admission')
  expect((await identify(admission.browser, 'ee'.repeat(20), number)).code).toBe('not-found')
  expect((await identify(admission.browser, keyOf(people), number)).code).toBe('ok')
  const regulator = await network.enrolled('regulator')
  await bring(regulator.browser, linesOf(number))
  const { organisationId: authorityId } = stranger.authority
  const consent = { commandKey: randomUUID(), debtKeyHash: keyOf(people), authorityId, days: 14 }
  expect((await people.holder.browser.call('standing.consent', consent)).code).toBe('ok')
  const { db } = network.database
  await db.transaction((tx) => pushEvaluationsAt(tx, 20, new Date()))
  const { value } = await stranger.authority.browser.ask('standing.evaluations')
  expect(value).toMatchObject({ rows: [{ facets: { judicial: [0, 1, 0], administrative: [1, 0, 0] } }] })
  await expect(db.update(schema.publicRecords).set({ standing: 'good' })).rejects.toThrow()
  await expect(db.delete(schema.legalPersons)).rejects.toThrow()
})
