import { schema } from '@vc/db'
import { defaultConfiguration } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callSteppedUp } from '../../testing.ts'
import { startTestNetwork, type TestNetwork } from '../../testing-network.ts'

let network: TestNetwork
const { sampleRuns, outbox, organisations } = schema
beforeAll(async () => {
  network = await startTestNetwork()
}, 120_000)
afterAll(() => network?.stop())
beforeEach(async () => {
  network.reset()
  await network.database.db.delete(sampleRuns)
  await network.database.db.delete(outbox)
})
const promised = () => network.database.db.select().from(outbox).where(eq(outbox.topic, 'sample'))

test('an administrator of the operator asks for the sample; asked twice it is one run and one promise', async () => {
  const { browser } = await network.enrolled('node-operator')
  expect(await browser.call('sample.start', {})).toMatchObject({ value: { state: 'running' } })
  expect(await browser.call('sample.start', {})).toMatchObject({ value: { state: 'running' } })
  expect(await network.database.db.select().from(sampleRuns)).toHaveLength(1)
  expect(await promised()).toHaveLength(1)
  expect((await browser.ask('jobs.list')).value).toMatchObject([{ kind: 'sample', state: 'running' }])
})

test('a network of hardware keys has no sample', async () => {
  network.reset({ configuration: { ...defaultConfiguration, hardwareKeysOnly: true } })
  const { browser } = await network.enrolled('node-operator')
  expect((await browser.call('sample.start', {})).code).toBe('not-development')
  expect((await browser.ask('sample.read')).value).toMatchObject({ isDevelopment: false, sample: null })
  expect(await promised()).toEqual([])
})

test('the sample is taken away by a fresh assertion only', async () => {
  const { browser, key } = await network.enrolled('node-operator')
  await browser.call('sample.start', {})
  expect((await browser.call('sample.remove', {})).code).toBe('step-up-needed')
  expect(await callSteppedUp(browser, key, 'sample.remove', {})).toMatchObject({
    value: { state: 'removing' },
  })
  expect(await promised()).toHaveLength(2)
})

test('a reader is invited into organisations of the sample, never into real ones', async () => {
  const { browser, key } = await network.enrolled('node-operator')
  const { organisationId } = await network.found('authority')
  const asked = { organisationId }
  expect((await callSteppedUp(browser, key, 'sample.invite', asked)).code).toBe('not-found')
  await network.database.db
    .update(organisations)
    .set({ sampleRun: 1 })
    .where(eq(organisations.id, organisationId))
  const { value } = await callSteppedUp(browser, key, 'sample.invite', asked)
  const read = await browser.call('auth.invitation.read', { token: (value as { token: string }).token })
  expect(read).toMatchObject({ value: { role: 'authority' } })
})

test('the tour is empty at first, and stays away for who has put it away', async () => {
  const { browser } = await network.enrolled('node-operator')
  expect((await browser.ask('overview.tour')).value).toMatchObject({ isEmpty: true, isAway: false })
  await browser.call('overview.note', { name: 'tour-away', holds: true })
  await browser.call('overview.note', { name: 'tour-away', holds: true })
  expect((await browser.ask('overview.tour')).value).toMatchObject({ isAway: true })
  const other = await network.enrolled('regulator')
  expect((await other.browser.ask('overview.tour')).value).toMatchObject({ isAway: false })
  await browser.call('overview.note', { name: 'tour-away', holds: false })
  expect((await browser.ask('overview.tour')).value).toMatchObject({ isAway: false })
})
