import { randomUUID } from 'node:crypto'
import { toHex } from '@vc/crypto'
import {
  CIRCULATION,
  keyHashScript,
  type NamedOutput,
  NO_BUNDLE,
  TRANSFER,
  type Transaction,
  VALUE,
} from '@vc/ledger'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { MemberContext } from '../context.ts'
import { lendTo } from '../routers/credit/testing-loan.ts'
import { anotherDay, approveFor, fill, village } from '../routers/credit/testing-village.ts'
import type { TestBrowser } from '../testing.ts'
import { startTestNetwork, type TestNetwork } from '../testing-network.ts'
import { draftAct } from './draft-act.ts'
import { isOutsideHours } from './warnings.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await startTestNetwork()
}, 60_000)
afterAll(() => network.stop())
beforeEach(() => anotherDay(network))

type People = Awaited<ReturnType<typeof village>>
/** The act of a credit that the authority gives the village's holder. */
async function grant({ holder, authority, accountId }: People, amount: bigint): Promise<string> {
  const asked = {
    ...{ commandKey: randomUUID(), accountId: toHex(accountId), amount, termBlocks: 300, lots: 1 },
    ...{ purpose: 'Seed for forty hectares', guarantee: 'Two members of the co-op answer for it' },
  }
  const { value } = await holder.browser.call('credit.submit', asked)
  const { applicationId } = value as { applicationId: string }
  return ((await approveFor(authority, applicationId)).value as { actId: string }).actId
}

/** The act by which the holder pays these key hashes, from its account. */
function pay({ holder, debtKeyHash }: People, to: readonly Uint8Array[]): Promise<string> {
  const named: NamedOutput = {
    ...{ element: VALUE, amount: 1_000n, script: keyHashScript(debtKeyHash), layer: CIRCULATION },
  }
  const transaction: Transaction = {
    ...{ version: 1, layer: CIRCULATION, kind: TRANSFER, bundle: NO_BUNDLE, premium: 0n, lockTime: 0 },
    inputs: [{ txid: fill(99), index: 0, sequence: 0xffffffff }],
    outputs: to.map((hash) => ({ element: VALUE, amount: 400n, script: keyHashScript(hash) })),
    ...{ witnesses: [[]], acceptances: [] },
  }
  const { clock, env } = network.deps()
  const user = { organisationId: holder.organisationId } as MemberContext['user']
  const legs = [{ transaction, named: [named], sign: { inputs: [0], acceptances: [] } }]
  const draft = { kind: 'account.pay', subject: { kind: 'pay', id: '1' }, legs }
  return draftAct(network.database.db, { clock, env, user }, draft)
}

const warnings = async (browser: TestBrowser, actId: string) =>
  ((await browser.ask('acts.begin', { actId })).value as { warnings: string[][] }).warnings

test('a payee whom the organisation has never paid is told; one it has paid, and its own change, are not', async () => {
  const people = await village(network)
  const actId = await grant(people, 1_000n)
  const shown = () => warnings(people.authority.browser, actId)
  expect((await shown())[0]).toContain('first-payee')
  await lendTo(network, await village(network), [700n])
  expect((await shown())[0]).toContain('first-payee')
  await lendTo(network, people, [500n])
  expect((await shown())[0]).not.toContain('first-payee')
})

test('so is the payee of a payment, beside the change', async () => {
  const people = await village(network)
  const shown = async (to: readonly Uint8Array[]) =>
    (await warnings(people.holder.browser, await pay(people, to)))[0]
  expect(await shown([fill(88, 20), people.debtKeyHash])).toContain('first-payee')
  expect(await shown([people.debtKeyHash])).not.toContain('first-payee')
})

test('more than 80% of a ceiling is told of agent and debtor, exactly 80% of neither', async () => {
  const shown = async (amount: bigint, lent: readonly bigint[] = []) => {
    const people = await village(network)
    if (lent.length > 0) await lendTo(network, people, lent)
    const actId = await grant(people, amount)
    const read = async (browser: TestBrowser) =>
      (await warnings(browser, actId))[0]?.filter((warning) => warning.endsWith('-ceiling'))
    // What else the authority has approved is no matter of the debtor's.
    expect(await read(people.holder.browser)).not.toContain('agent-ceiling')
    return read(people.authority.browser)
  }
  expect(await shown(1_000n)).toEqual([])
  expect(await shown(40_000n)).toEqual(['debtor-ceiling'])
  expect(await shown(40_001n)).toEqual(['agent-ceiling', 'debtor-ceiling'])
  expect(await shown(20_001n, [20_000n])).toEqual(['agent-ceiling', 'debtor-ceiling'])
})

const HOUR_MS = 3_600_000
/** The next Wednesday, at this hour (UTC). */
async function wednesday(hour: number): Promise<void> {
  await anotherDay(network)
  const clock = network.clock()
  while (new Date(clock.nowMs()).getUTCDay() !== 3) clock.advance(24 * HOUR_MS)
  clock.advance(hour * HOUR_MS)
}

test.each([
  [7, true],
  [10, false],
  [18, true],
])(
  'an act that was drafted on a Wednesday at %i o’clock is outside working hours: %s',
  async (hour, told) => {
    await wednesday(hour)
    const people = await village(network)
    const [first] = await warnings(people.holder.browser, await pay(people, [people.debtKeyHash]))
    expect(first).toEqual(told ? ['outside-hours'] : [])
  },
)

test('working hours begin and end to the minute, and no weekend has any', () => {
  const moments = ['08T07:59', '08T08:00', '09T17:59', '09T18:00', '10T12:00', '11T12:00', '12T12:00']
  const outside = moments.map((moment) => isOutsideHours(new Date(`2026-01-${moment}Z`)))
  expect(outside).toEqual([true, false, false, true, true, true, false])
})
