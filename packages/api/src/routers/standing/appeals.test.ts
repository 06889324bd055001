import { randomUUID } from 'node:crypto'
import { type ScoreStatement, scoreAt } from '@vc/admission'
import { toHex } from '@vc/crypto'
import { outputsOfKey, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callSteppedUp, type TestBrowser } from '../../testing.ts'
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
const value = async <T>(browser: TestBrowser, path: string, input?: object) =>
  (await browser.ask(path, input)).value as T
const keyOf = ({ debtKeyHash }: People) => toHex(debtKeyHash)

/** A village with a loan of which one lot was due at block 6 and cleared at block 9, three blocks late. */
async function lateVillage() {
  const people = await village(network)
  const txid = await lendTo(network, people, [10_000n, 20_000n], 6)
  const { outputs } = schema
  await network.database.db
    .update(outputs)
    .set({ spentBy: 'ab'.repeat(32), spentHeight: 9 })
    .where(and(eq(outputs.txid, txid), eq(outputs.index, 1)))
  await network.database.db
    .update(outputs)
    .set({ expiryHeight: 100 })
    .where(and(eq(outputs.txid, txid), eq(outputs.index, 2)))
  return { ...people, txid, lot: `${txid}:1` }
}

type Mine = {
  debtKeyHash: string
  file: string
  standing: { score: number; height: number; inputs: { clearedLate: bigint; clearedOnTime: bigint } }
  statements: ScoreStatement[]
  history: { height: number; before: number; after: number; evidence: { what: string; txid: string }[] }[]
}[]
const mine = async (people: People) => {
  const [first] = await value<Mine>(people.holder.browser, 'standing.mine')
  if (!first) throw new Error('the holder has an account')
  return first
}
function appeal(people: People, change: object = {}) {
  const { organisationId: authorityId } = people.authority
  return people.holder.browser.call('standing.appeal', {
    ...{ commandKey: randomUUID(), debtKeyHash: keyOf(people), authorityId, term: 'repayment' },
    ...{ reason: 'The bank held the payment for three blocks', document: '0d'.repeat(32), ...change },
  })
}
async function appealed(people: People, change: object = {}) {
  return ((await appeal(people, change)).value as { appealId: string }).appealId
}
const answer = ({ authority }: People, appealId: string, change: object) =>
  callSteppedUp(authority.browser, authority.key, 'standing.answerAppeal', {
    ...{ appealId, outcome: 'stands', reason: 'We have looked at the statement of the bank', statements: [] },
    ...change,
  })

test('a change of a score cites its transactions; the total is everybody’s, the detail is not', async () => {
  const people = await lateVillage()
  const { standing, history } = await mine(people)
  expect(history.find(({ height }) => height === 9)).toMatchObject({
    evidence: [{ what: 'debt-cleared-late', txid: 'ab'.repeat(32) }],
    after: standing.score,
  })
  const nobody = network.browser()
  const shown = await value<object>(nobody, 'standing.public', { key: keyOf(people) })
  expect(shown).toEqual({ debtKeyHash: keyOf(people), height: 10, score: standing.score })
  expect(await value(nobody, 'standing.public', { key: toHex(people.accountId) })).toEqual(shown)
  expect((await nobody.ask('standing.public', { key: 'ee'.repeat(20) })).code).toBe('not-found')
  const asked = { debtKeyHash: keyOf(people) }
  const [others, regulator] = [await village(network), await network.enrolled('regulator')]
  expect((await people.authority.browser.ask('standing.ofKey', asked)).value).toMatchObject({ standing })
  expect((await regulator.browser.ask('standing.ofKey', asked)).code).toBe('ok')
  expect((await others.authority.browser.ask('standing.ofKey', asked)).code).toBe('not-found')
  expect((await others.holder.browser.ask('standing.ofKey', asked)).code).toBe('not-allowed')
})

test('by consent another authority sees the detail, for so many blocks, and no longer once it is taken back', async () => {
  const [people, others] = [await lateVillage(), await village(network)]
  const asked = { debtKeyHash: keyOf(people) }
  const see = async () => (await others.authority.browser.ask('standing.ofKey', asked)).code
  const consent = {
    commandKey: randomUUID(),
    ...asked,
    authorityId: others.authority.organisationId,
    days: 30,
  }
  expect((await others.holder.browser.call('standing.consent', consent)).code).toBe('not-found')
  for (const _ of [1, 2])
    expect((await people.holder.browser.call('standing.consent', consent)).code).toBe('ok')
  expect(await see()).toBe('ok')
  type Consents = { consents: { consentId: string; isInForce: boolean }[] }
  const { consents } = await value<Consents>(people.holder.browser, 'standing.consents')
  expect(consents).toMatchObject([{ isInForce: true, untilHeight: 10 + 30 * 17_280 }])
  const { consentId } = consents[0] ?? {}
  expect((await others.holder.browser.call('standing.withdrawConsent', { consentId })).code).toBe('not-found')
  expect((await people.holder.browser.call('standing.withdrawConsent', { consentId })).code).toBe('ok')
  expect(await see()).toBe('not-found')
  const wrong = { ...consent, commandKey: randomUUID(), authorityId: people.holder.organisationId }
  expect((await people.holder.browser.call('standing.consent', wrong)).code).toBe('organisation-unknown')
})

test('an appeal goes to an authority that gave the debt; once for a term while it waits; nobody else sees or answers it', async () => {
  const [people, others] = [await lateVillage(), await lateVillage()]
  const foreign = { authorityId: others.authority.organisationId }
  expect((await appeal(people, foreign)).code).toBe('authority-not-concerned')
  expect((await appeal(people, { debtKeyHash: keyOf(others) })).code).toBe('not-found')
  const again = { commandKey: randomUUID() }
  const appealId = await appealed(people, again)
  expect(await appealed(people, again)).toBe(appealId)
  expect((await appeal(people)).code).toBe('appeal-open')
  expect((await appeal(people, { term: 'ageing' })).code).toBe('ok')
  const list = (browser: TestBrowser) => value<{ appealId: string }[]>(browser, 'standing.appeals')
  expect((await list(people.authority.browser)).map((one) => one.appealId)).toContain(appealId)
  expect(await list(others.authority.browser)).toEqual([])
  expect((await answer(others, appealId, {})).code).toBe('not-found')
  expect((await others.authority.browser.ask('standing.appealShown', { appealId })).code).toBe('not-found')
  const unsigned = { appealId, outcome: 'stands', reason: 'It is right', statements: [] }
  expect((await people.authority.browser.call('standing.answerAppeal', unsigned)).code).toBe('step-up-needed')
})

test('the score stands, or a reopened appeal corrects it from its block on; both are kept for ever and in the audit log', async () => {
  const people = await lateVillage()
  const before = await mine(people)
  expect(before.standing.inputs).toMatchObject({ clearedLate: 10_000n, clearedOnTime: 0n })
  const first = await appealed(people)
  const said = [{ output: people.lot, says: 'in-time' }]
  const code = async (change: object) => (await answer(people, first, change)).code
  expect(await code({ statements: said })).toBe('statements-unasked')
  expect(await code({ outcome: 'reopened' })).toBe('statements-missing')
  expect(await code({ outcome: 'stands' })).toBe('ok')
  expect(await code({ outcome: 'stands' })).toBe('appeal-answered')
  expect((await mine(people)).standing.score).toBe(before.standing.score)

  const second = await appealed(people)
  const shown = await value<{ statable: object[] }>(people.authority.browser, 'standing.appealShown', {
    appealId: second,
  })
  expect(shown.statable).toContainEqual(expect.objectContaining({ says: 'in-time', output: people.lot }))
  const wrong = [{ output: `${people.txid}:2`, says: 'in-time' }]
  const reopen = (statements: object[]) => answer(people, second, { outcome: 'reopened', statements })
  expect((await reopen(wrong)).code).toBe('statement-changes-nothing')
  expect((await reopen([{ output: `${'ee'.repeat(32)}:0`, says: 'turnover' }])).code).toBe(
    'statement-output-unknown',
  )
  const { value: answered } = await reopen(said)
  const after = await mine(people)
  expect(answered).toEqual({
    scoreBefore: before.standing.score,
    scoreAfter: after.standing.score,
    height: 10,
  })
  expect(after.standing.inputs).toMatchObject({ clearedLate: 0n, clearedOnTime: 10_000n })
  expect(after.standing.score).toBeGreaterThan(before.standing.score)
  expect(after.history[0]).toMatchObject({ height: 10, evidence: [{ what: 'stated', txid: people.txid }] })

  // Whoever has the outputs and the file comes to the same.
  const { db } = network.database
  const outputs = await outputsOfKey(db, keyOf(people))
  const rules = { height: 10, badDebtAge: 60, blocksPerDay: 17_280 }
  const file = JSON.parse(after.file) as {
    statements: (Omit<ScoreStatement, 'height'> & { height: string })[]
  }
  const statements = file.statements.map((one) => ({ ...one, height: Number(one.height) }))
  const whole = await db.select().from(schema.outputs).where(eq(schema.outputs.element, 2))
  const unpaid = whole.reduce(
    (sum, { amount, spentHeight }) => (spentHeight === null ? sum + amount : sum),
    0n,
  )
  expect(scoreAt(outputs, unpaid, rules, statements).score).toBe(after.standing.score)

  await expect(db.update(schema.scoreAnswers).set({ reason: 'Nothing' })).rejects.toThrow()
  await expect(db.update(schema.scoreAppeals).set({ reason: 'Nothing' })).rejects.toThrow()
  const { auditLog } = schema
  const logged = await db.select().from(auditLog).where(eq(auditLog.subject, second))
  expect(logged.map(({ procedure, decision }) => [procedure, decision])).toEqual([
    ['standing.appeal', 'allowed'],
    ['standing.answerAppeal', 'allowed'],
  ])
})

test('of another authority’s lots an authority says nothing, and nobody answers for an own account', async () => {
  const [people, others] = [await lateVillage(), await village(network)]
  const { db } = network.database
  const loan = await lendTo(network, { ...others, debtKeyHash: people.debtKeyHash }, [5_000n], 7)
  const appealId = await appealed(people)
  const said = { outcome: 'reopened', statements: [{ output: `${loan}:1`, says: 'in-time' }] }
  expect((await answer(people, appealId, said)).code).toBe('statement-not-yours')
  const [seed] = await db.select().from(sealedSeeds).where(eq(sealedSeeds.debtKeyHash, people.debtKeyHash))
  if (!seed) throw new Error('the holder has a seed')
  const { personId, organisationId } = people.authority
  await db.insert(sealedSeeds).values({ ...seed, id: randomUUID(), personId, organisationId })
  expect((await answer(people, appealId, { outcome: 'stands' })).code).toBe('own-appeal')
})
