import { sha256, toHex, utf8 } from '@vc/crypto'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountOf } from '../apps/portal/src/features/wallet/open-wallet.ts'
import { callSteppedUp } from '../packages/api/src/testing.ts'
import {
  type NetworkUnderTest,
  type Person,
  person,
  startNetworkUnderTest,
  until,
} from './network-under-test.ts'
import { hasShared, readShared } from './shared-data.ts'

const LOANS = 'loans-lendingclub/loans-2018.csv'
const OUTCOMES = 'loans-lendingclub/loans-good-bad.csv'

let network: NetworkUnderTest
let authority: Person
beforeAll(async () => {
  network = await startNetworkUnderTest()
  authority = await person(network, 'Rural Credit Authority', 'authority')
}, 120_000)
afterAll(() => network?.stop(), 60_000)

/** A co-op whose account stands on the ledger. */
async function coOp(name: string) {
  const by = await person(network, name, 'holder')
  const entropy = sha256(utf8(`the seed of ${name}`))
  const { accountId, xpub, debtKeyHash } = accountOf(entropy)
  const sealed = { ciphertext: '00'.repeat(60), salt: toHex(sha256(entropy)) }
  const seed = { credentialId: by.key.id, ...sealed, accountId, xpub, debtKeyHash }
  await callSteppedUp(by.browser, by.key, 'seeds.store', seed)
  type Terms = { accounts: { isActive: boolean }[]; blocksPerDay: number }
  const terms = async () => (await by.browser.ask('credit.terms')).value as Terms
  await until(network, async () => (await terms()).accounts[0]?.isActive)
  return { ...by, accountId, blocksPerDay: (await terms()).blocksPerDay }
}
type CoOp = Awaited<ReturnType<typeof coOp>>

type Given = { lots?: number; purpose?: string; guarantee?: string }
const bring = async (by: CoOp, fileName: string, bytes: Uint8Array, said: Given = {}, setBadAside = false) =>
  by.browser.importFile('credit.import', {
    ...{ fileName, content: Buffer.from(bytes).toString('base64'), setBadAside },
    given: { accountId: by.accountId, lots: 1, termUnit: 'months', purpose: '', guarantee: '', ...said },
  })
type Brought = { importId: string; count: number; setAside: number; isNew: boolean }
const taken = (by: CoOp, count: number) =>
  until(network, async () => {
    const imports = (await by.browser.ask('credit.imports')).value as { count: number; done: number }[]
    return imports.length === count && imports.every(({ count: all, done }) => done === all)
  })
type Listed = {
  rows: {
    id: string
    reference: string
    line: number
    amount: bigint
    termBlocks: number
    guarantee: string
  }[]
  total: number
  sum: bigint
}
const list = async ({ browser }: Pick<Person, 'browser'>, filter: object) =>
  (await browser.ask('credit.list', filter)).value as Listed

const cents = (text = '') => {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))
}
const rowsOf = (bytes: Uint8Array) =>
  Papa.parse<Record<string, string>>(new TextDecoder().decode(bytes), { header: true, skipEmptyLines: true })
    .data
const sumOf = (rows: readonly Record<string, string>[], column: string) =>
  rows.reduce((sum, row) => sum + cents(row[column]), 0n)

test('a line is applied for once; declined, it may be applied for again from a corrected file', async () => {
  const by = await coOp('Green Valley Co-op')
  const file = (...rows: string[]) =>
    utf8(['reference,amount,term_days,purpose,guarantee', ...rows].join('\n'))
  await bring(by, 'one.csv', file('a,500,90,Seed,Two members', 'b,700,90,Seed,Two members'))
  await taken(by, 1)
  const { rows, total, sum } = await list(authority, { reference: 'a' })
  expect({ total, sum }).toEqual({ total: 1, sum: 50_000n })
  const decline = { applicationId: rows[0]?.id, reason: 'The guarantee does not reach' }
  expect((await authority.browser.call('credit.decline', decline)).code).toBe('ok')
  const again = file('a,400,90,Seed,Three members', 'b,700,90,Seed,Three members')
  expect((await bring(by, 'two.csv', again)).code).toBe('rows-bad')
  expect((await bring(by, 'two.csv', again, {}, true)).value).toMatchObject({ count: 1, setAside: 1 })
  await taken(by, 2)
  const stages = await list(authority, { stage: 'applied', who: 'green valley' })
  expect(stages.rows.map(({ reference, amount }) => [reference, amount])).toEqual([
    ['a', 40_000n],
    ['b', 70_000n],
  ])
}, 120_000)

test.skipIf(!hasShared(LOANS))(
  'the loans of LendingClub become applications, one a line, none lost, none twice, their sum that of the file',
  async () => {
    const by = await coOp('Prairie Loans Co-op')
    const bytes = readShared(LOANS)
    const rows = rowsOf(bytes)
    expect(rows).toHaveLength(3922)
    const brought = (await bring(by, 'loans-2018.csv', bytes, { lots: 12 })).value as Brought
    expect(brought).toMatchObject({ count: 3922, setAside: 0, isNew: true })
    await taken(by, 1)
    expect((await bring(by, 'loans-2018.csv', bytes, { lots: 12 })).value).toEqual({
      ...brought,
      isNew: false,
    })
    const { importId } = brought
    const all = await list(authority, { importId, pageSize: 1 })
    expect([all.total, all.sum]).toEqual([3922, sumOf(rows, 'loan_amount')])
    const houses = rows.filter((row) => row.loan_purpose === 'house')
    const found = await list(authority, { importId, purpose: 'house', pageSize: 1000 })
    expect([found.total, found.sum]).toEqual([houses.length, sumOf(houses, 'loan_amount')])
    await expectEveryLine(by, importId, rows)
  },
  180_000,
)

/** Reads all pages as the authority does: each line of the file stands there once, as it was written. */
async function expectEveryLine(by: CoOp, importId: string, rows: readonly Record<string, string>[]) {
  const pages = [0, 1, 2, 3].map((page) => list(authority, { importId, page, pageSize: 1000 }))
  const seen = (await Promise.all(pages)).flatMap((page) => page.rows)
  const facts = ['homeownership', 'verified_income', 'verification_income_joint']
  const wanted = rows.map((row, i) => ({
    ...{ line: i + 2, reference: `loans-2018 ${row.row}`, amount: cents(row.loan_amount) },
    termBlocks: ((Number(row.term) * 365) / 12) * by.blocksPerDay,
    guarantee: facts.flatMap((name) => (row[name] ? [`${name}: ${row[name]}`] : [])).join('; '),
  }))
  const shown = seen.map(({ line, reference, amount, termBlocks, guarantee }) => ({
    ...{ line, reference, amount, termBlocks, guarantee },
  }))
  expect(shown).toEqual(wanted)
}

test.skipIf(!hasShared(OUTCOMES))(
  'a file that names no purpose is taken with the one its applicant says, and a page of thousands comes quickly',
  async () => {
    const by = await coOp('River Loans Co-op')
    const bytes = readShared(OUTCOMES)
    const rows = rowsOf(bytes)
    expect((await bring(by, 'loans-good-bad.csv', bytes)).code).toBe('applications-incomplete')
    const said = { purpose: 'Working capital of members' }
    const brought = (await bring(by, 'loans-good-bad.csv', bytes, said)).value as Brought
    expect(brought).toMatchObject({ count: 4909, setAside: 0 })
    await taken(by, 1)
    const { importId } = brought
    const all = await list(authority, { importId, purpose: 'working capital' })
    expect([all.total, all.sum]).toEqual([4909, sumOf(rows, 'funded_amnt')])
    const from = performance.now()
    for (const order of ['asked', 'amount', 'stage', 'purpose'])
      await list(authority, { order, page: 100, stage: 'applied' })
    console.info(`a page of ${all.total}+ applications: ${((performance.now() - from) / 4).toFixed(0)} ms`)
    expect(performance.now() - from).toBeLessThan(4 * 1500)
  },
  180_000,
)
