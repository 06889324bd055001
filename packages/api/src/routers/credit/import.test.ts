import type { NodeClient } from '@vc/client'
import { nextWindows, OPEN_POLICY } from '@vc/consensus'
import { fromHex, toHex, utf8 } from '@vc/crypto'
import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { ACCOUNT_ACTIVE, encodeAccount } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
type Person = Awaited<ReturnType<TestNetwork['enrolled']>>
let serial = 0
const fill = (n: number, length = 32) => new Uint8Array(length).fill(n)
beforeAll(async () => {
  network = await startTestNetwork()
  const parameters = { slotSeconds: 10, badDebtAge: 60, decimals: 2 }
  const heights = { height: 10, headHeight: 10, justifiedHeight: 9, finalHeight: 8 }
  const place = { id: 1, network: toHex(fill(7)), hash: toHex(fill(1)) }
  await network.database.db.insert(schema.projectionCursor).values({ ...place, ...heights, parameters })
}, 120_000)
afterAll(() => network?.stop())

/** A holder with an account that stands on the ledger. */
async function debtor() {
  serial += 1
  const holder = await network.enrolled('holder')
  const accountId = toHex(fill(serial, 20))
  await seal(holder, accountId)
  const account = {
    debtKeyHash: fill(serial + 100, 20),
    commitment: fill(3),
    status: ACCOUNT_ACTIVE,
    agent: fill(4, 33),
  }
  const place = { height: 1, index: serial, txid: toHex(fill(serial)), newest: true }
  const value = encodeAccount(account)
  await network.database.db
    .insert(schema.records)
    .values({ ...place, table: 'account', key: accountId, value })
  return { ...holder, accountId }
}

async function seal({ personId, organisationId, key }: Person, accountId: string): Promise<void> {
  await network.database.db.insert(sealedSeeds).values({
    ...{ personId, organisationId, credentialId: key.id, ciphertext: fill(1, 48), salt: fill(2) },
    ...{ accountId: fromHex(accountId), debtKeyHash: fill(serial + 100, 20), createdAt: new Date(0) },
  })
}

const HEAD = 'reference,amount,term_days,purpose,guarantee'
const good = (reference: string) => `${reference},500,180,Seed,Two members`
const given = (accountId: string, change: object = {}) => ({
  ...{ accountId, lots: 2, termUnit: 'months', purpose: '', guarantee: '', ...change },
})
type Debtor = Awaited<ReturnType<typeof debtor>>
const sent = (lines: readonly string[]) => ({
  fileName: 'loans.csv',
  content: Buffer.from(utf8(lines.join('\n'))).toString('base64'),
})
const preview = async (by: Debtor, lines: readonly string[], change?: object) =>
  by.browser.importFile('credit.preview', { ...sent(lines), given: given(by.accountId, change) })
const take = async (by: Debtor, lines: readonly string[], setBadAside = false, change?: object) =>
  by.browser.importFile('credit.import', { ...sent(lines), setBadAside, given: given(by.accountId, change) })

test('a preview shows how every column is read, the first lines, the sum and the bad lines with their cells', async () => {
  const by = await debtor()
  const { value } = await preview(by, [HEAD, good('a'), 'b,1e3,180,Seed,Two members', good('c')])
  expect(value).toMatchObject({
    imported: null,
    file: {
      ...{ count: 2, sum: 100_000n, missing: [], namesTermUnit: true, encoding: 'utf-8' },
      bad: [
        {
          line: 3,
          code: 'amount-exponent',
          column: 'amount',
          cells: ['b', '1e3', '180', 'Seed', 'Two members'],
        },
      ],
      sample: [{ line: 2, reference: 'a', amount: 50_000n, termBlocks: 180 * 8640, lots: 2 }, { line: 4 }],
    },
  })
  expect(await network.database.db.select().from(schema.creditImports)).toEqual([])
})

test('a file is taken whole or not at all, without its bad lines only by an explicit yes, and once', async () => {
  const by = await debtor()
  const lines = [HEAD, good('a'), 'b,-5,180,Seed,Two members', good('c')]
  expect((await take(by, lines)).code).toBe('rows-bad')
  const taken = await take(by, lines, true)
  expect(taken.value).toMatchObject({ count: 2, setAside: 1, isNew: true })
  const [one, two] = await Promise.all([take(by, lines, true), take(by, lines)])
  expect(one.value).toEqual({ ...(taken.value as object), isNew: false })
  expect(two.value).toEqual(one.value)
  expect((await preview(by, lines)).value).toMatchObject({ imported: { count: 2 }, file: null })
  const { importId } = taken.value as { importId: string }
  const { creditImportParts: parts, outbox } = schema
  const { db } = network.database
  const waiting = await db.select().from(parts).where(eq(parts.importId, importId))
  expect(waiting.flatMap(({ rows }) => rows)).toMatchObject([{ reference: 'a' }, { reference: 'c', line: 4 }])
  const promised = await db.select().from(outbox).where(eq(outbox.topic, 'take-applications'))
  expect(promised.map(({ payload }) => payload)).toEqual([{ importId, part: 0 }])
  expect((await by.browser.ask('credit.imports')).value).toMatchObject([
    { count: 2, done: 0, bad: [{ line: 3 }] },
  ])
  expect((await by.browser.ask('jobs.list')).value).toMatchObject([
    { kind: 'applications', state: 'running', total: 2 },
  ])
  expect((await take(by, [HEAD, good('d')])).code).toBe('import-under-way')
})

test('lines are for the organisation’s own active accounts only', async () => {
  const by = await debtor()
  const other = await debtor()
  const inactive = toHex(fill(200, 20))
  await seal(by, inactive)
  const lines = [by.accountId, other.accountId, inactive].map((account, i) => `${good(`r${i}`)},${account}`)
  const { value } = await preview(by, [`${HEAD},account`, ...lines, `${good('r9')},xyz`], { accountId: '' })
  expect(value).toMatchObject({
    file: {
      count: 1,
      bad: [
        { line: 3, code: 'account-not-own', column: 'account' },
        { line: 4, code: 'account-not-own' },
        { line: 5, code: 'account-format' },
      ],
    },
  })
})

test('what neither file nor applicant says stands in the way of an import', async () => {
  const by = await debtor()
  const lines = ['row,funded_amnt,term', '1,16100,term_36']
  expect((await preview(by, lines)).value).toMatchObject({
    file: { missing: ['purpose', 'guarantee'], count: 1 },
  })
  expect((await take(by, lines)).code).toBe('applications-incomplete')
  const said = { purpose: 'Working capital', guarantee: 'The members, jointly' }
  expect((await take(by, lines, false, said)).value).toMatchObject({ count: 1, isNew: true })
})

test.each([
  ['no head that is known', 'a,b\n1,2', 'applications-columns'],
  ['no lines', HEAD, 'no-rows'],
  ['a column twice', 'amount,amount\n1,2', 'header-repeated'],
  ['nothing at all', '', 'file-empty'],
  [
    'an encoding that is not known',
    Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x0a, 0xff, 0xff]),
    'encoding-unknown',
  ],
])('a file with %s is refused', async (_, content, code) => {
  const by = await debtor()
  const file = { fileName: 'loans.csv', content: Buffer.from(content).toString('base64') }
  const answer = await by.browser.importFile('credit.preview', { ...file, given: given(by.accountId) })
  expect(answer.code).toBe(code)
})

test('a file in GBK shows its first lines, and is read so when a person says that they are right', async () => {
  const by = await debtor()
  const purpose = [0xd6, 0xd6, 0xd7, 0xd3]
  const head = Buffer.from(`${HEAD}\na,500,180,`)
  const content = Buffer.concat([head, Buffer.from(purpose), Buffer.from(',x')]).toString('base64')
  const file = { fileName: 'loans.csv', content, given: given(by.accountId) }
  expect((await by.browser.importFile('credit.preview', file)).code).toBe('encoding-gb18030')
  const read = await by.browser.importFile('credit.preview', { ...file, encoding: 'gb18030' })
  expect(read.value).toMatchObject({ file: { encoding: 'gb18030', sample: [{ purpose: '种子' }] } })
})

/** Has the portal's node let in so much credit a day, nothing of it used yet, in days of four blocks. */
function speedOf(speed: bigint | null): void {
  const past = { head: 10, day: 4, openAt: () => 0n }
  const ground = { circulating: 0n, unused: 0n, entered: 0n, meanAge: 0 }
  const creditWindows: NodeClient['creditWindows'] = async (amounts) =>
    nextWindows({ ...OPEN_POLICY, speed }, ground, past, amounts).map((height) => {
      const next = height === undefined ? null : { height, time: height }
      return { fits: height === 11, most: speed, bound: speed === null ? null : 'speed', next }
    })
  const { client } = network.deps()
  Object.assign(network.deps(), { client: { ...client, creditWindows } })
}

test('a file that finds no capacity is refused whole with every such line named, or its lines wait for their windows', async () => {
  const by = await debtor()
  speedOf(120_000n)
  const lines = [HEAD, good('a'), good('b'), good('c'), 'd,5000,180,Seed,Two members', good('e'), good('f')]
  // Two lines of 500.00 fill a day of 1,200.00; the day after next has room for two more, and never one for 5,000.00.
  const bad = [
    { line: 4, code: 'no-capacity', facts: { height: 16, at: 16_000 } },
    { line: 5, code: 'no-capacity-ever' },
    { line: 6, code: 'no-capacity', facts: { height: 16, at: 16_000 } },
    { line: 7, code: 'no-capacity', facts: { height: 21, at: 21_000 } },
  ]
  expect((await preview(by, lines)).value).toMatchObject({ file: { count: 2, bad } })
  expect((await take(by, lines)).code).toBe('rows-bad')
  expect(await network.database.db.select().from(schema.creditImports)).not.toContainEqual(
    expect.objectContaining({ organisationId: by.organisationId }),
  )
  const waiting = { ...sent(lines), setBadAside: false, given: given(by.accountId), queues: true }
  expect((await by.browser.importFile('credit.import', waiting)).value).toMatchObject({
    count: 6,
    setAside: 0,
  })
  speedOf(null)
})
