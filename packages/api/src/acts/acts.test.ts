import {
  actChallenge,
  encodeBase64url,
  fromHex,
  hash160,
  nobleChecks,
  schnorrPublicKey,
  signSchnorr,
  toHex,
} from '@vc/crypto'
import { schema } from '@vc/db'
import { auditLog, sealedSeeds } from '@vc/db/identity'
import { startTestDatabase, type TestDatabase } from '@vc/db/testing'
import { must } from '@vc/kernel'
import {
  acceptanceDigest,
  CIRCULATION,
  CREDIT,
  CREDIT_KIND,
  DEBT,
  DEBT_LAYER,
  decodeTransaction,
  encodeTransaction,
  keyHashScript,
  kOfNScript,
  MANAGEMENT,
  type NamedOutput,
  NO_BUNDLE,
  runScript,
  sheetHashOf,
  standardDebtScript,
  TRANSFER,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiDeps, MemberContext } from '../context.ts'
import { contextFor } from '../http/handle-request.ts'
import { foundOrganisation } from '../people/found-organisation.ts'
import {
  callSteppedUp,
  enrolPerson,
  type Lies,
  type TestAuthenticator,
  type TestBrowser,
  type TestClock,
  testAuthenticator,
  testBrowser,
  testClock,
  testDeps,
} from '../testing.ts'
import { draftAct } from './draft-act.ts'

let database: TestDatabase
let clock: TestClock
let deps: ApiDeps
let count = 0
type Approver = Awaited<ReturnType<typeof approver>>
let approvers: Approver[]

beforeAll(async () => {
  database = await startTestDatabase()
  clock = testClock()
  deps = testDeps(database.db, clock)
  approvers = [await approver(), await approver(), await approver()]
}, 120_000)
afterAll(() => database?.stop())
beforeEach(() => clock.advance(1000))

async function member(role: 'authority' | 'holder') {
  count += 1
  const founding = { name: `Member ${count}`, nameZh: `成员 ${count}`, roles: [role] } as const
  const { token } = await foundOrganisation(database.db, deps, founding)
  const browser = testBrowser(deps)
  return { browser, ...(await enrolPerson(browser, token, `Person ${count}`)) }
}
async function approver() {
  const person = await member('authority')
  const { value } = await callSteppedUp(person.browser, person.key, 'actKeys.begin', { label: 'act' })
  const act = testAuthenticator()
  const response = act.create(value as { challenge: string; user: { id: string } })
  const made = await person.browser.call('actKeys.finish', { response })
  return { ...person, act, actKey: (made.value as { actKey: string }).actKey }
}
async function contextOf(browser: TestBrowser): Promise<MemberContext> {
  const cookie = { read: browser.cookie, write: () => {}, clear: () => {} }
  const context = await contextFor(deps, { requestId: 'test', ip: 'test', origin: undefined, cookie })
  return { ...context, user: must(context.user, 'the browser is signed in') }
}

const debtor = new Uint8Array(32).fill(5)
const debtorKey = schnorrPublicKey(debtor)
const out = (element: 0 | 1 | 2, amount: bigint, script: Uint8Array) => ({ element, amount, script })

/** Credit of 2 of the three approvers; value to the debtor, and a debt of the debtor that signs as well. */
function creditDraft(): { transaction: Transaction; named: NamedOutput[] } {
  const keys = approvers.map(({ actKey }) => fromHex(actKey))
  const hash = hash160(debtorKey)
  const txid = new Uint8Array(32).fill(count)
  const transaction: Transaction = {
    ...{ version: 1, layer: DEBT_LAYER, kind: CREDIT_KIND, bundle: NO_BUNDLE, premium: 0n, lockTime: 0 },
    inputs: [{ txid, index: 0, sequence: 0xffffffff }],
    outputs: [out(VALUE, 500n, keyHashScript(hash)), out(DEBT, 500n, standardDebtScript(hash, 9000))],
    ...{ witnesses: [[]], acceptances: [] },
  }
  return { transaction, named: [{ ...out(CREDIT, 1000n, kOfNScript(2, keys)), layer: MANAGEMENT }] }
}
async function draftCredit() {
  const ctx = await contextOf(must(approvers[0], 'there are three').browser)
  const leg = { ...creditDraft(), sign: { inputs: [0], acceptances: [] } }
  const subject = { kind: 'credit', id: 'c-1' }
  return draftAct(database.db, ctx, { kind: 'credit.approve', subject, legs: [leg] })
}

type Begun = {
  transactions: string[]
  named: { element: 0 | 1 | 2; amount: string; script: string; layer: 0 | 1 | 2 }[][]
  required: { key: string; sighash: string; mine: boolean }[]
  network: string
  decimals: number
}
/** What a browser does: reads the bytes, computes the sheet, asks the authenticator. */
async function answer(
  browser: TestBrowser,
  actId: string,
  act: TestAuthenticator,
  actKey: string,
  lies: Lies = {},
) {
  const begun = (await browser.ask('acts.begin', { actId })).value as Begun
  const tx = decodeTransaction(fromHex(begun.transactions[0] ?? ''), 100_000)
  if (!tx.ok) throw new Error('draft unreadable')
  const named = (begun.named[0] ?? []).map((o) => ({
    ...o,
    amount: BigInt(o.amount),
    script: fromHex(o.script),
  }))
  const sheet = sheetHashOf(tx.value, named, { network: fromHex(begun.network), decimals: begun.decimals })
  const sighash = fromHex(begun.required[0]?.sighash ?? '')
  const challenge = encodeBase64url(actChallenge(sighash, sheet))
  const { authenticatorData, clientDataJSON, signature } = act.get({ challenge }, lies).response
  const by = { authenticatorData, clientDataJSON, signature, sheetHash: encodeBase64url(sheet) }
  return { transaction: 0, part: 'input', index: 0, key: actKey, by }
}
async function sign(person: Approver, actId: string, lies: Lies = {}) {
  const one = await answer(person.browser, actId, person.act, person.actKey, lies)
  return person.browser.call('acts.finish', { actId, signatures: [one] })
}
const three = () => approvers as [Approver, Approver, Approver]

describe('an act of two of three approvers', () => {
  test('is submitted with the second signature, as bytes that a node takes', async () => {
    const [one, , three_] = three()
    const actId = await draftCredit()
    expect((await sign(one, actId)).value).toEqual({ status: 'open', submissionId: null })
    const { value } = await sign(three_, actId)
    const { submissionId } = value as { submissionId: string }
    const { submissions, outbox } = schema
    const [row] = await database.db.select().from(submissions).where(eq(submissions.id, submissionId))
    const [promise] = await database.db
      .select()
      .from(outbox)
      .where(eq(outbox.key, `submit-${submissionId}`))
    expect(promise).toMatchObject({ topic: 'submit', payload: { submissionId } })
    const tx = decodeTransaction(fromHex(row?.transactions[0] ?? ''), 100_000)
    if (!tx.ok) throw new Error('submission unreadable')
    const { named } = creditDraft()
    const { network, configuration, decimals } = deps.env
    const sheetHash = sheetHashOf(tx.value, named, { network, decimals })
    const context = { tx: tx.value, index: 0, named, network, configuration, checks: nobleChecks, sheetHash }
    expect(runScript(context)).toMatchObject({ ok: true, signers: [{}, {}] })
    expect((await sign(three()[1], actId)).code).toBe('act-closed')
  })

  test('counts a person once, and only with the own key', async () => {
    const [one, two] = three()
    const actId = await draftCredit()
    await sign(one, actId)
    expect((await sign(one, actId)).code).toBe('already-signed')
    const foreign = await answer(two.browser, actId, one.act, one.actKey)
    expect((await two.browser.call('acts.finish', { actId, signatures: [foreign] })).code).toBe('not-found')
    const forged = await answer(two.browser, actId, one.act, two.actKey)
    expect((await two.browser.call('acts.finish', { actId, signatures: [forged] })).code).toBe(
      'signature-refused',
    )
  })

  const lies: readonly [string, Lies][] = [
    ['of another origin', { origin: 'http://localhost:3001' }],
    ['from a frame of another site', { crossOrigin: true }],
    ['without user verification', { flags: 0x01 }],
    ['of another relying party', { rpId: 'evil.example' }],
    ['over another challenge, as a sign-in would be', { challenge: 'A'.repeat(43) }],
    ['with a broken signature', { breakSignature: true }],
  ]
  test.each(lies)('refuses an assertion %s', async (_, lie) => {
    const actId = await draftCredit()
    expect((await sign(three()[0], actId, lie)).code).toBe('signature-refused')
  })

  test('refuses a sheet that is not the one of these bytes', async () => {
    const [one] = three()
    const actId = await draftCredit()
    const given = await answer(one.browser, actId, one.act, one.actKey)
    const other = { ...given, by: { ...given.by, sheetHash: encodeBase64url(new Uint8Array(32)) } }
    expect((await one.browser.call('acts.finish', { actId, signatures: [other] })).code).toBe(
      'signature-refused',
    )
  })

  test('waits for its approvers, does not exist for others, and expires', async () => {
    const [one, two] = three()
    const stranger = await member('authority')
    const actId = await draftCredit()
    const waits = async () => {
      const listed = (await two.browser.ask('acts.waiting')).value as { actId: string }[]
      return listed.some((act) => act.actId === actId)
    }
    expect(await waits()).toBe(true)
    expect((await stranger.browser.ask('acts.begin', { actId })).code).toBe('not-found')
    expect((await two.browser.call('acts.withdraw', { actId })).code).toBe('not-found')
    await sign(two, actId)
    expect(await waits()).toBe(false)
    await database.db
      .update(schema.acts)
      .set({ expiresAt: new Date(clock.nowMs()) })
      .where(eq(schema.acts.id, actId))
    expect((await sign(one, actId)).code).toBe('act-expired')
  })

  type Shown = {
    actId: string
    isMine: boolean
    need: number
    given: number
    status: string
    signers: { signed: { name: string } | null; hasDeclined: boolean }[]
    declines: { reason: string }[]
  }
  const shownTo = async ({ browser }: Approver, actId: string) =>
    ((await browser.ask('acts.list')).value as Shown[]).find((act) => act.actId === actId)
  const decline = ({ browser }: Approver, actId: string, reason = 'Too much') =>
    browser.call('acts.decline', { actId, reason })

  test('shows who has signed, who is missing and who declined; enough others can still sign', async () => {
    const [one, two, three_] = three()
    const actId = await draftCredit()
    expect(await shownTo(one, actId)).toMatchObject({ need: 2, given: 0, isMine: true, status: 'open' })
    expect(await shownTo(await approver(), actId)).toBeUndefined()
    await sign(one, actId)
    expect((await decline(one, actId)).code).toBe('already-signed')
    expect((await decline(two, actId, '')).code).toBe('input-malformed')
    expect((await decline(two, actId)).value).toEqual({ status: 'open' })
    expect((await decline(two, actId, 'Again')).value).toEqual({ status: 'open' })
    const shown = await shownTo(two, actId)
    expect(shown).toMatchObject({ given: 1, isMine: false, declines: [{ reason: 'Too much' }] })
    expect(shown?.signers.map(({ signed, hasDeclined }) => [signed !== null, hasDeclined])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ])
    expect((await sign(two, actId)).code).toBe('already-declined')
    expect((await sign(three_, actId)).value).toMatchObject({ status: 'submitted' })
    expect((await decline(two, actId)).value).toEqual({ status: 'submitted' })
  })

  test('is taken back once too few are left to sign it', async () => {
    const [one, two, three_] = three()
    const actId = await draftCredit()
    const answers = await Promise.all([decline(one, actId), decline(two, actId)])
    expect(answers.map(({ value }) => (value as { status: string }).status).sort()).toEqual([
      'open',
      'withdrawn',
    ])
    expect((await sign(three_, actId)).code).toBe('act-closed')
    expect((await decline(three_, actId)).code).toBe('act-closed')
    const stranger = await member('authority')
    expect((await stranger.browser.call('acts.decline', { actId, reason: 'x' })).code).toBe('not-found')
  })

  test('leaves the hash of its sheet in the audit log, or nothing at all', async () => {
    const actId = await draftCredit()
    await sign(three()[0], actId)
    const rows = await database.db.select().from(auditLog).where(eq(auditLog.subject, actId))
    expect(rows).toHaveLength(1)
    expect(rows[0]?.sheetHash).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe("a holder's act", () => {
  test('is signed in the browser with the key of a script and an acceptance', async () => {
    const person = await member('holder')
    const ctx = await contextOf(person.browser)
    const hash = hash160(debtorKey)
    await database.db.insert(sealedSeeds).values({
      ...{
        personId: ctx.user.personId,
        organisationId: ctx.user.organisationId,
        credentialId: person.key.id,
      },
      ...{
        ciphertext: hash,
        salt: hash,
        accountId: hash,
        debtKeyHash: hash,
        createdAt: new Date(clock.nowMs()),
      },
    })
    const transaction: Transaction = {
      ...{ version: 1, layer: CIRCULATION, kind: TRANSFER, bundle: NO_BUNDLE, premium: 0n, lockTime: 0 },
      inputs: [{ txid: new Uint8Array(32).fill(3), index: 1, sequence: 0xffffffff }],
      outputs: [out(DEBT, 5n, standardDebtScript(hash, 9000))],
      ...{ witnesses: [[]], acceptances: [] },
    }
    const named: NamedOutput[] = [{ ...out(VALUE, 5n, keyHashScript(hash)), layer: CIRCULATION }]
    const leg = { transaction, named, sign: { inputs: [0], acceptances: [0] } }
    const actId = await draftAct(database.db, ctx, {
      kind: 'pay',
      subject: { kind: 'pay', id: '1' },
      legs: [leg],
    })
    const begun = (await person.browser.ask('acts.begin', { actId })).value as Begun
    expect(begun.required.map(({ mine }) => mine)).toEqual([true, true])
    const digests = begun.required.map(({ sighash }) => fromHex(sighash))
    expect(digests[1]).toEqual(acceptanceDigest(transaction, named, deps.env.network, 0))
    const signatures = digests.map((digest, i) => ({
      ...{ transaction: 0, part: i === 0 ? 'input' : 'acceptance', index: 0, key: toHex(hash) },
      by: { schnorr: toHex(signSchnorr(digest, debtor)), publicKey: toHex(debtorKey) },
    }))
    const { value } = await person.browser.call('acts.finish', { actId, signatures })
    const { submissionId } = value as { submissionId: string }
    const { submissions } = schema
    const [row] = await database.db.select().from(submissions).where(eq(submissions.id, submissionId))
    const tx = decodeTransaction(fromHex(row?.transactions[0] ?? ''), 100_000)
    if (!tx.ok) throw new Error('submission unreadable')
    const { network, configuration } = deps.env
    expect(runScript({ tx: tx.value, index: 0, named, network, configuration, checks: nobleChecks }).ok).toBe(
      true,
    )
    expect(tx.value.acceptances).toMatchObject([{ output: 0, key: debtorKey }])
    expect(encodeTransaction(tx.value).length).toBeGreaterThan(encodeTransaction(transaction).length)
  })
})
