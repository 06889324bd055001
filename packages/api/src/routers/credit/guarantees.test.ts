import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import { anotherDay, fill, overrule, village } from './testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

type People = Awaited<ReturnType<typeof village>>
type Offered = { kind: string; reference: string; description: string; cover: bigint }
const barn = (cover: bigint, reference = '0a'.repeat(32)): Offered => ({
  ...{ kind: 'asset', reference, description: 'A barn, appraised in May', cover },
})

/** Small enough for the ceiling that is advised for a debtor without a history. */
const AMOUNT = 2_000n
function submit({ holder, accountId }: People, guarantees: readonly Offered[], amount = AMOUNT) {
  return holder.browser.call('credit.submit', {
    ...{ commandKey: randomUUID(), accountId: toHex(accountId), amount, termBlocks: 300, lots: 1 },
    ...{ purpose: 'Seed', guarantee: 'As listed', guarantees },
  })
}
async function applied(people: People, guarantees: readonly Offered[], amount = AMOUNT): Promise<string> {
  const { value } = await submit(people, guarantees, amount)
  return (value as { applicationId: string }).applicationId
}
const approve = ({ authority }: People, applicationId: string) =>
  authority.browser.call('credit.approve', { applicationId })

let place = 9_000
/** A certified batch of rights of an organisation, with its record. */
async function certified(issuerId: string, value: bigint | null): Promise<string> {
  place += 1
  const { db } = network.database
  const txid = toHex(fill(place % 250)).slice(0, 60) + String(place)
  const at = new Date(network.clock().nowMs())
  const [batch] = await db
    .insert(schema.rightBatches)
    .values({
      ...{ issuerId, fileName: 'landscapes.csv', digest: randomUUID(), format: 'csv', encoding: 'utf-8' },
      ...{ count: 40, setAside: [], step: 'certified', createdAt: at, createdBy: randomUUID(), value, txid },
      updatedAt: at,
    })
    .returning()
  const key = (batch?.id ?? '').replaceAll('-', '')
  const record = { height: 1, index: place, txid, table: 'nfr', key, value: fill(1, 36), newest: true }
  await db.insert(schema.records).values(record)
  return `nfr/${batch?.id}`
}

async function reviewed({ authority }: People, applicationId: string) {
  const { value } = await authority.browser.ask('credit.review', { applicationId })
  return value as {
    cover: bigint
    guarantees: { kind: string; warnings: string[]; elsewhere: number; isThere: boolean }[]
    overrules: { reason: string; by: string; cover: bigint; amount: bigint }[]
    ceilings: { inTheWay: string | null }
  }
}

test('full cover by an asset and a right is approved without another word; the review shows each with its cover', async () => {
  const people = await village(network)
  const right = await certified(people.holder.organisationId, 1_500n)
  const list = [
    barn(500n),
    { kind: 'right', reference: right, description: 'Forty landscapes', cover: 1_500n },
  ]
  const applicationId = await applied(people, list)
  expect(await reviewed(people, applicationId)).toMatchObject({
    cover: 2_000n,
    guarantees: [
      { kind: 'asset', warnings: [], elsewhere: 0 },
      { kind: 'right', warnings: [], elsewhere: 0 },
    ],
    ceilings: { inTheWay: null },
  })
  expect((await approve(people, applicationId)).code).toBe('ok')
})

test('a right that is struck off, sold, another’s or pledged stands behind nothing: at application, and again at approval', async () => {
  const [people, others] = [await village(network), await village(network)]
  const { db } = network.database
  const offer = (reference: string, cover = 2_000n) => [
    { kind: 'right', reference, description: 'Forty landscapes', cover },
  ]
  const mine = await certified(people.holder.organisationId, 2_000n)
  const theirs = await certified(others.holder.organisationId, 2_000n)
  const code = async (list: Offered[]) => (await submit(people, list)).code
  expect(await code(offer(theirs))).toBe('guarantee-foreign')
  expect(await code(offer(`nfr/${randomUUID()}`))).toBe('guarantee-gone')
  expect(await code(offer(mine, 2_001n))).toBe('guarantee-over-worth')
  expect(await code([...offer(mine, 1n), ...offer(mine, 2n)])).toBe('guarantee-twice')
  const applicationId = await applied(people, offer(mine))
  expect(await code(offer(mine))).toBe('guarantee-pledged')
  const key = mine.slice(4).replaceAll('-', '')
  const strike = (newest: boolean) =>
    db.update(schema.records).set({ newest }).where(eq(schema.records.key, key))
  await strike(false)
  expect((await approve(people, applicationId)).code).toBe('guarantee-gone')
  await strike(true)
  expect((await approve(people, applicationId)).code).toBe('ok')
  await people.holder.browser.call('credit.withdraw', { applicationId })
  expect(await code(offer(mine))).toBe('ok')
})

test('less than full cover is refused until the authority says why with its key; what it said stays, and holds for no more', async () => {
  const people = await village(network)
  const applicationId = await applied(people, [barn(1_999n)])
  expect((await approve(people, applicationId)).code).toBe('guarantee-short')
  const unsigned = { applicationId, reason: 'They have never been late' }
  expect((await people.authority.browser.call('credit.overrule', unsigned)).code).toBe('step-up-needed')
  expect((await overrule(people.authority, applicationId)).code).toBe('ok')
  expect((await overrule(people.authority, applicationId)).code).toBe('nothing-to-overrule')
  expect((await reviewed(people, applicationId)).overrules).toMatchObject([
    { reason: 'The co-op has never been late', by: 'Li Na', cover: 1_999n, amount: 2_000n },
  ])
  const regulator = await network.enrolled('regulator')
  for (const [{ browser }, count] of [
    [regulator, 1],
    [people.holder, 0],
  ] as const) {
    const { value } = await browser.ask('credit.show', { applicationId })
    expect((value as { overrules: unknown[] }).overrules).toHaveLength(count)
  }
  const { db } = network.database
  await expect(db.update(schema.creditOverrules).set({ reason: 'Nothing' })).rejects.toThrow()
  const other = await village(network)
  expect((await other.authority.browser.call('credit.approve', { applicationId })).code).toBe(
    'guarantee-short',
  )
  expect((await approve(people, applicationId)).code).toBe('ok')
})

test('credit above the ceiling that is advised for its debtor asks for the same', async () => {
  const people = await village(network)
  const applicationId = await applied(people, [barn(10_000n)], 10_000n)
  expect((await reviewed(people, applicationId)).ceilings).toMatchObject({
    inTheWay: 'advised-ceiling-exceeded',
  })
  expect((await approve(people, applicationId)).code).toBe('advised-ceiling-exceeded')
  await overrule(people.authority, applicationId)
  expect((await approve(people, applicationId)).code).toBe('ok')
})

test('one document that tells two values is shown to the authority, whoever brought it first', async () => {
  const [people, others] = [await village(network), await village(network)]
  const document = '0b'.repeat(32)
  await applied(others, [barn(900n, document)])
  const applicationId = await applied(people, [barn(2_000n, document)])
  expect((await reviewed(people, applicationId)).guarantees).toMatchObject([
    { warnings: ['appraised-otherwise', 'document-elsewhere'], elsewhere: 1 },
  ])
})

test('what a holder can offer is what its own organisation has and nothing else stands on', async () => {
  const [people, others] = [await village(network), await village(network)]
  const mine = await certified(people.holder.organisationId, 700n)
  await certified(others.holder.organisationId, 700n)
  const offered = async (browser: TestBrowser) => (await browser.ask('credit.pledgeable')).value
  expect(await offered(people.holder.browser)).toMatchObject([
    { kind: 'right', reference: mine, worth: 700n },
  ])
  await applied(people, [{ kind: 'right', reference: mine, description: 'All of them', cover: 1n }])
  expect(await offered(people.holder.browser)).toEqual([])
})
