import { randomUUID } from 'node:crypto'
import { grantMark, NO_INTEREST, termsGiven } from '@vc/admission'
import { fromHex, hash160, nobleChecks, schnorrPublicKey, toHex } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { must } from '@vc/kernel'
import {
  CREDIT,
  decodeTransaction,
  encodeAgent,
  judgeTransaction,
  keyHashScript,
  MANAGEMENT,
  type NamedOutput,
  type PlacedOutput,
  POWER_CREDIT,
  sheetHashOf,
  standardDebtScript,
  txidOf,
  viewOf,
} from '@vc/ledger'
import { stateOf } from '@vc/ledger/testing'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBrowser } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'
import {
  anotherDay,
  approveFor,
  begin,
  fill,
  overrule,
  read,
  signAsAuthority,
  signAsDebtor,
  village,
} from './testing-village.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())

beforeEach(() => anotherDay(network))

const terms = (accountId: Uint8Array, change: object = {}) => ({
  ...{ commandKey: randomUUID(), accountId: toHex(accountId), amount: 30_000n, termBlocks: 300, lots: 3 },
  ...{ purpose: 'Seed for forty hectares', guarantee: 'Two members of the co-op answer for it', ...change },
})
const apply = async (browser: TestBrowser, accountId: Uint8Array, change?: object) =>
  ((await browser.call('credit.submit', terms(accountId, change))).value as { applicationId: string })
    .applicationId
const approve = approveFor
const stage = async (browser: TestBrowser) =>
  ((await browser.ask('credit.list', {})).value as { rows: { stage: string }[] }).rows[0]?.stage

test('what authority and debtor signed, in either order, is a transaction that the ledger takes', async () => {
  for (const debtorFirst of [true, false]) {
    const { holder, authority, actKey, debtSecret, debtKeyHash, accountId } = await village(network)
    const applicationId = await apply(holder.browser, accountId)
    const { actId } = (await approve(authority, applicationId)).value as { actId: string }
    const asDebtor = () => signAsDebtor(holder.browser, actId, debtSecret)
    const asAuthority = () => signAsAuthority(authority.browser, actId, actKey)
    expect(await (debtorFirst ? asDebtor() : asAuthority())).toMatchObject({
      ok: true,
      value: { status: 'open' },
    })
    expect(await stage(holder.browser)).toBe(debtorFirst ? 'accepted' : 'approved')
    const last = await (debtorFirst ? asAuthority() : asDebtor())
    expect(last).toMatchObject({ ok: true, value: { status: 'submitted' } })
    expect(await stage(holder.browser)).toBe('submitted')
    const { submissionId } = last.value as { submissionId: string }
    await expectValid(submissionId, actKey.publicKey33, debtKeyHash)
  }
})

async function expectValid(submissionId: string, agent: Uint8Array, debtKeyHash: Uint8Array) {
  const { submissions } = schema
  const [row] = await network.database.db.select().from(submissions).where(eq(submissions.id, submissionId))
  const decoded = decodeTransaction(fromHex(row?.transactions[0] ?? ''), 100_000)
  if (!decoded.ok) throw new Error(decoded.refusal.code)
  const tx = decoded.value
  const outpoint = must(tx.inputs[0], 'reads management credit')
  const output: PlacedOutput = {
    element: CREDIT,
    amount: 1_000_000n,
    script: keyHashScript(hash160(agent)),
    layer: MANAGEMENT,
    kind: 0,
    height: 1,
  }
  const keys = [1, 2, 3].map((n) => schnorrPublicKey(fill(n)))
  const value = encodeAgent({ parent: new Uint8Array(0), ceiling: 1_000_000n, powers: POWER_CREDIT })
  const state = stateOf({
    outputs: [{ outpoint, output }],
    records: [{ table: 'agent', key: agent, value, holder: { txid: fill(8), index: 0 } }],
    rosters: [{ group: 'admission', outpoint: { txid: fill(9), index: 0 }, keys }],
  })
  const { configuration, network: id } = network.deps().env
  const judged = judgeTransaction(tx, viewOf(state, { height: 12 }), {
    ...{ network: id, height: 12, configuration, checks: nobleChecks },
    sheetHashOf: (one, named) =>
      sheetHashOf(one, named as readonly NamedOutput[], { network: id, decimals: 2 }),
  })
  expect(judged).toMatchObject({ ok: true, value: { netDebt: 30_000n } })
  expect(tx.outputs.slice(1, 4).map(({ script }) => toHex(script))).toEqual(
    [110, 210, 310].map((height) => toHex(standardDebtScript(debtKeyHash, height))),
  )
  return tx
}

test('interest is kept at once: its account and the producer get it, the debtor owes the whole', async () => {
  const { holder, authority, actKey, debtSecret, debtKeyHash, accountId } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  const account = toHex(fill(77, 20))
  const asked = (change: object) =>
    approve(authority, applicationId, { interest: { amount: 2_000n, premium: 900n, account, ...change } })
  expect((await asked({ account: 'the usual one' })).code).toBe('payee-unknown')
  expect((await asked({ premium: 1_501n })).code).toBe('premium-too-high')
  expect((await asked({ amount: 29_900n })).code).toBe('interest-too-high')
  const { actId } = (await asked({})).value as { actId: string }
  await signAsDebtor(holder.browser, actId, debtSecret)
  const signed = await signAsAuthority(authority.browser, actId, actKey)
  const { submissionId } = signed.value as { submissionId: string }
  const { outputs, premium } = await expectValid(submissionId, actKey.publicKey33, debtKeyHash)
  expect([premium, outputs[0]?.amount, outputs[4]?.amount]).toEqual([900n, 27_899n, 1_100n])
  expect(toHex(outputs[4]?.script ?? fill(0))).toBe(toHex(keyHashScript(fill(77, 20))))
  const shown = (await holder.browser.ask('credit.show', { applicationId })).value
  expect(shown).toMatchObject({ interest: { amount: 2_000n, premium: 900n } })
})

test('a loan whose debts no block could see paid back is not drafted: the dry repayment refuses it first', async () => {
  const { configuration } = network.deps().env
  network.reset({ configuration: { ...configuration, maxBlockSigops: 2 } })
  const { holder, authority, accountId } = await village(network)
  const acts = async () => network.database.db.$count(schema.acts)
  const before = await acts()
  const applicationId = await apply(holder.browser, accountId)
  const answer = await approve(authority, applicationId)
  expect([answer.ok, answer.code]).toEqual([false, 'not-repayable'])
  expect(answer.value).toMatchObject({ data: { facts: { ledger: 'sigops' } } })
  expect([await acts(), await stage(holder.browser)]).toEqual([before, 'applied'])
  const payable = await apply(holder.browser, accountId, { lots: 2 })
  expect((await approve(authority, payable)).code).toBe('ok')
})

test('who is paid in the debtor’s place does not bear its interest', async () => {
  const { holder, authority, accountId } = await village(network)
  const account = toHex(fill(77, 20))
  const applicationId = await apply(holder.browser, accountId, { payee: { name: 'Seeds Ltd', account } })
  const interest = { amount: 2_000n, premium: 0n, account }
  const answer = await approve(authority, applicationId, { interest })
  expect(answer.code).toBe('interest-with-payee')
})

test('pressing approve twice drafts once', async () => {
  const { holder, authority, accountId } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  await overrule(authority, applicationId)
  const press = () => authority.browser.call('credit.approve', { applicationId })
  const [one, two] = await Promise.all([press(), press()])
  expect(one.ok && two.ok).toBe(true)
  expect(one.value).toEqual(two.value)
})

test('applying twice with one command key is one application', async () => {
  const { holder, accountId } = await village(network)
  const commandKey = randomUUID()
  const one = await apply(holder.browser, accountId, { commandKey })
  expect(await apply(holder.browser, accountId, { commandKey })).toBe(one)
})

test('two applications that fit under the ceiling one by one do not both', async () => {
  const { holder, authority, accountId } = await village(network)
  const ids = [await apply(holder.browser, accountId), await apply(holder.browser, accountId)]
  for (const id of ids) await overrule(authority, id)
  const press = (applicationId: string) => authority.browser.call('credit.approve', { applicationId })
  const answers = await Promise.all(ids.map(press))
  expect(answers.map(({ code }) => code).sort()).toEqual(['ceiling-exceeded', 'ok'])
})

test('two applications of the same terms are two loans: each commits to its own application', async () => {
  const { holder, authority, accountId } = await village(network)
  const small = { amount: 10_000n }
  const ids = [await apply(holder.browser, accountId, small), await apply(holder.browser, accountId, small)]
  const txids = []
  for (const id of ids) {
    const { actId } = (await approve(authority, id)).value as { actId: string }
    txids.push(toHex(txidOf(read(await begin(authority.browser, actId)).tx)))
  }
  expect(new Set(txids).size).toBe(2)
})

test('every credit commits to its terms, whoever lists no guarantee; one with no room for the mark is refused', async () => {
  const { holder, authority, accountId, debtKeyHash, actKey } = await village(network)
  const applicationId = await apply(holder.browser, accountId, { amount: 10_000n })
  const interest = { amount: 400n, premium: 100n, account: toHex(fill(77, 20)) }
  const { actId } = (await approve(authority, applicationId, { interest })).value as { actId: string }
  const { tx } = read(await begin(authority.browser, actId))
  const lots = [3_334n, 3_333n, 3_333n]
  const agreed = {
    ...{ purpose: 'Seed for forty hectares', guarantee: 'Two members of the co-op answer for it' },
    ...{ guarantees: [], interest: { amount: 400n, premium: 100n } },
    schedule: lots.map((amount, i) => ({ amount, expiryHeight: 10 + 100 * (i + 1) })),
  }
  const key = fromHex(applicationId.replaceAll('-', ''))
  const marks = (change: object) => toHex(grantMark(key, { ...agreed, ...change }, debtKeyHash))
  const written = tx.outputs.map(({ script }) => toHex(script))
  expect(written).toContain(marks({}))
  for (const other of [{ purpose: 'Seed' }, { guarantee: 'Nobody' }, { interest: NO_INTEREST }])
    expect(written).not.toContain(marks(other))
  expect(termsGiven(tx, false)).toEqual({ interest: agreed.interest, schedule: agreed.schedule })

  // Words that nobody has signed for take no signature, of whomever.
  const { creditApplications } = schema
  const edit = (purpose: string) =>
    network.database.db
      .update(creditApplications)
      .set({ purpose })
      .where(eq(creditApplications.id, applicationId))
  await edit('Seed for fifty hectares')
  expect((await signAsAuthority(authority.browser, actId, actKey)).code).toBe('terms-unmarked')
  await edit(agreed.purpose)
  expect((await signAsAuthority(authority.browser, actId, actKey)).code).toBe('ok')

  const tiny = await apply(holder.browser, accountId, { amount: 101n, lots: 1 })
  expect((await approve(authority, tiny)).code).toBe('reference-missing')
})

test('nobody approves credit for an account whose seed is their own', async () => {
  const { holder, authority, accountId, debtKeyHash } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  await network.database.db.insert(sealedSeeds).values({
    ...{
      personId: authority.personId,
      organisationId: authority.organisationId,
      credentialId: authority.key.id,
    },
    ...{ ciphertext: fill(1, 48), salt: fill(2), accountId, debtKeyHash, createdAt: new Date() },
  })
  expect((await approve(authority, applicationId)).code).toBe('own-application')
})

test('an act key that stands in no agent record approves nothing', async () => {
  const { holder, accountId } = await village(network)
  const stranger = await network.enrolled('authority')
  const applicationId = await apply(holder.browser, accountId)
  expect((await approve(stranger, applicationId)).code).toBe('agent-missing')
})

test('a wrong key signs neither the approval nor the acceptance', async () => {
  const { holder, authority, accountId } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  const { actId } = (await approve(authority, applicationId)).value as { actId: string }
  const other = softwareAuthenticator(fill(250), { rpId: 'localhost', origin: 'http://localhost:3000' })
  expect((await signAsAuthority(authority.browser, actId, other)).code).toBe('signature-refused')
  expect((await signAsDebtor(holder.browser, actId, fill(251))).code).toBe('signature-refused')
  expect(await stage(holder.browser)).toBe('approving')
})

test('a draft that has expired takes no signature and is drafted anew', async () => {
  const { holder, authority, actKey, accountId } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  const first = (await approve(authority, applicationId)).value as { actId: string }
  await network.database.db
    .update(schema.acts)
    .set({ expiresAt: new Date(network.clock().nowMs() - 1) })
    .where(eq(schema.acts.id, first.actId))
  expect((await signAsAuthority(authority.browser, first.actId, actKey)).code).toBe('act-expired')
  const second = (await approve(authority, applicationId)).value as { actId: string }
  expect(second.actId).not.toBe(first.actId)
})

test('a withdrawn application can not be approved, and its draft is gone', async () => {
  const { holder, authority, actKey, accountId } = await village(network)
  const applicationId = await apply(holder.browser, accountId)
  const { actId } = (await approve(authority, applicationId)).value as { actId: string }
  expect((await holder.browser.call('credit.withdraw', { applicationId })).ok).toBe(true)
  expect((await signAsAuthority(authority.browser, actId, actKey)).code).toBe('act-closed')
  expect((await approve(authority, applicationId)).code).toBe('application-step')
})

test('the debtor repays whole lots with its own value, and only its own lots', async () => {
  const { holder, debtSecret, debtKeyHash } = await village(network)
  const keyHash = toHex(debtKeyHash)
  const txid = toHex(debtSecret)
  const at = { txid, layer: 2, kind: 1, keyHash, createdHeight: 5 }
  await network.database.db.insert(schema.outputs).values([
    {
      ...at,
      index: 0,
      element: 0,
      amount: 20_000n,
      script: keyHashScript(debtKeyHash),
      standard: 'key-hash',
    },
    ...[1, 2].map((index) => ({
      ...{ ...at, index, element: 2, amount: 15_000n, script: standardDebtScript(debtKeyHash, 5 + index) },
      ...{ standard: 'standard-debt', expiryHeight: 5 + index },
    })),
  ])
  const lots = (names: string[]) => ({ commandKey: randomUUID(), lots: names })
  const { browser } = holder
  expect((await browser.call('credit.repay', lots([`${txid}:1`, `${txid}:2`]))).code).toBe('value-short')
  const drafted = (await browser.call('credit.repay', lots([`${txid}:1`]))).value as { actId: string }
  // Whether an output is free is asked of the database's clock, which is ahead of the test's.
  const later = new Date(Date.now() + 3_600_000)
  await network.database.db
    .update(schema.acts)
    .set({ expiresAt: later })
    .where(eq(schema.acts.id, drafted.actId))
  expect((await browser.call('credit.repay', lots([`${txid}:1`]))).code).toBe('debt-under-way')
  expect(await signAsDebtor(browser, drafted.actId, debtSecret)).toMatchObject({
    value: { status: 'submitted' },
  })
  const other = await village(network)
  expect((await other.holder.browser.call('credit.repay', lots([`${txid}:2`]))).code).toBe('debt-not-found')
})

test('the ageing list sums every lot, and lists the thousand due first', async () => {
  const { holder, debtKeyHash } = await village(network)
  const lots = Array.from({ length: 1500 }, (_, i) => ({
    ...{
      txid: toHex(debtKeyHash).padEnd(64, '0'),
      index: i + 10,
      layer: 2,
      kind: 1,
      element: 2,
      amount: BigInt(i + 1),
    },
    ...{ script: standardDebtScript(debtKeyHash, 3000 - i), standard: 'standard-debt' },
    ...{ keyHash: toHex(debtKeyHash), expiryHeight: 3000 - 2 * i, createdHeight: 5 },
  }))
  await network.database.db.insert(schema.outputs).values(lots)
  const { value } = await holder.browser.ask('credit.ageing')
  const { debts, total, sums } = value as {
    debts: { amount: bigint; expiryHeight: number }[]
    total: number
    sums: Record<string, bigint>
  }
  expect([debts.length, total]).toEqual([1000, 1500])
  expect(Object.values(sums).reduce((sum, one) => sum + one, 0n)).toBe((1500n * 1501n) / 2n)
  // Due at 2, 4 … up to the next block, 11: overdue, by less than the age of bad debt.
  expect(sums).toMatchObject({ overdue: 1500n + 1499n + 1498n + 1497n + 1496n, bad: 0n })
  expect(debts[0]).toMatchObject({ amount: 1500n, expiryHeight: 2 })
  await network.database.db.delete(schema.outputs).where(eq(schema.outputs.keyHash, toHex(debtKeyHash)))
})

test('a supplier is paid directly by credit: the value goes to it, the debt to the applicant, in one transaction', async () => {
  const { holder, authority, actKey, debtSecret, debtKeyHash, accountId } = await village(network)
  const supplier = hash160(new Uint8Array(33).fill(9))
  const strange = terms(accountId, { payee: { name: 'Seeds', account: 'nobody' } })
  expect((await holder.browser.call('credit.submit', strange)).code).toBe('payee-unknown')
  const payee = { name: '丰年种业', account: toHex(supplier) }
  const applicationId = await apply(holder.browser, accountId, { payee })
  const { actId } = (await approve(authority, applicationId)).value as { actId: string }
  await signAsDebtor(holder.browser, actId, debtSecret)
  expect(await signAsAuthority(authority.browser, actId, actKey)).toMatchObject({ ok: true })
  const [row] = await network.database.db
    .select()
    .from(schema.submissions)
    .where(eq(schema.submissions.subjectId, applicationId))
  const read = decodeTransaction(fromHex(must(row?.transactions[0], 'the credit is on its way')), 100_000)
  const outputs = read.ok ? read.value.outputs : []
  expect(outputs[0]).toMatchObject({ amount: 29_899n, script: keyHashScript(supplier) })
  expect(outputs.slice(1, 4).map(({ amount, script }) => [amount, script.subarray(3, 23)])).toEqual(
    [10_000n, 10_000n, 10_000n].map((amount) => [amount, debtKeyHash]),
  )
})
