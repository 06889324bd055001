import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { openClient } from '@vc/client'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { folderFile, nodes, nodeUrl } from './place.ts'
import { bringPublicRecords } from './standing-steps.ts'

const BLOCK_MS = 60_000
/** A node that hears of too few voters says so in this time (reliability.md R-15). */
const SAID_MS = 10_000
const HEALED_MS = 60_000

async function operator(page: Page) {
  await enrolAs(page, 'node-operator')
  await page.goto('/en/network')
  await expect(page.getByRole('heading', { level: 1, name: 'Your node' })).toBeVisible()
}
/** The equation holds, every transaction has its mode, and a simulated demand is followed under the policy in force. */
async function readCirculation(page: Page): Promise<void> {
  await page.goto('/en/overview')
  await page.getByRole('link', { name: 'How value circulates' }).click()
  await expect(page.getByText('the three are the same to the unit', { exact: false })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Transactions by mode and kind' })).toBeVisible()
  await page.getByLabel('Lag').fill('0')
  await page.getByRole('button', { name: 'Run the simulation' }).click()
  await expect(page.getByRole('link', { name: 'Write whole days from 1 to 60.' })).toBeVisible()
  await page.getByLabel('Lag').fill('10')
  await page.getByRole('button', { name: 'Run the simulation' }).click()
  await expect(page.getByText('Circulation follows the step to 75 % on day 70')).toBeVisible()
  await expectAccessible(page)
}
const figure = (page: Page, name: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .first()

/** What the policies of all nodes let in: charts, the same as tables, and each producer's part. */
async function seesTheEffect(page: Page) {
  await page.getByLabel('Stretches of time').selectOption('By epoch, last 36')
  const released = page.getByRole('figure').filter({ hasText: 'New credit that blocks let in' })
  await expect(released.getByRole('img')).toBeVisible()
  await released.getByRole('button', { name: 'Show as table' }).click()
  const heads = released.getByRole('columnheader')
  await expect(heads).toHaveCount(nodes + 2)
  await expect(heads.nth(1)).toHaveText('Let in')
  for (const chart of ['Circulating value at the end', 'Unused credit and debt at the end'])
    await expect(page.getByRole('figure').filter({ hasText: chart }).getByRole('img')).toBeVisible()
  const producers = page.getByRole('table', { name: 'Producers and what they let in' })
  await expect(producers.getByRole('row')).toHaveCount(nodes + 1)
  await expect(producers.getByText('your node')).toHaveCount(1)
}

test('who runs a node sees where it stands, who votes, and whom it reaches, in both languages', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await operator(page)
  await expect(figure(page, 'Voters in reach')).toHaveText(`${nodes} of ${nodes}`, { timeout: BLOCK_MS })
  await expect
    .poll(async () => Number((await figure(page, 'Final').textContent())?.replaceAll(',', '')), {
      timeout: BLOCK_MS,
    })
    .toBeGreaterThan(0)
  const { final } = await openClient(nodeUrl).status()
  const shown = Number((await figure(page, 'Final').textContent())?.replaceAll(',', ''))
  expect(Math.abs(shown - final.height)).toBeLessThan(20)
  await expect(page.getByRole('table', { name: 'Voters' }).getByRole('row')).toHaveCount(nodes + 1)
  await seesTheEffect(page)
  await expectAccessible(page)
  await page.goto('/zh-CN/network')
  await expect(page.getByRole('heading', { level: 1, name: '本节点' })).toBeVisible()
  await expectAccessible(page)
})

test('who runs a node bounds its credit, having seen the bounds over past blocks, and can stop it at once', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await operator(page)
  await page.getByRole('link', { name: 'Credit policy' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Credit policy of your node' })).toBeVisible()
  const force = page.getByRole('button', { name: 'Put in force' })
  await page.getByLabel('Stop', { exact: false }).fill('1e9')
  await page.getByRole('button', { name: 'Replay over past blocks' }).click()
  await expect(page.getByRole('link', { name: 'An amount above zero', exact: false })).toBeVisible()
  await expect(force).toBeDisabled()
  // Wide bounds: the other walks give credit on this network too. Others than a walk before may have put in force.
  await page.getByLabel('Speed', { exact: false }).fill(String(9_000_000_000_000 + (Date.now() % 1_000_000)))
  await page.getByLabel('Stop', { exact: false }).fill('90000000000000')
  await page.getByRole('button', { name: 'Replay over past blocks' }).click()
  await expect(page.getByRole('heading', { name: /^Over the last/ })).toBeVisible()
  await expectAccessible(page)
  await force.click()
  await expect(page.getByText('What is left of the day')).toBeVisible()
  await expect(page.getByText('These bounds are in force.')).toBeVisible()

  await page.getByRole('button', { name: 'Stop credit' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop credit' }).click()
  await expect(page.getByText('The emergency switch is on')).toBeVisible()
  await page.getByRole('button', { name: 'Let credit in again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Let credit in again' }).click()
  await expect(page.getByText('What is left of the day')).toBeVisible()
  await readCirculation(page)
  await page.goto('/zh-CN/network/policy')
  await expect(page.getByRole('heading', { level: 1, name: '本节点的信用策略' })).toBeVisible()
  await expectAccessible(page)
})

test('a regulator halts new credit for a reason that everybody reads, and lifts it again', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  await enrolAs(page, 'regulator')
  await page.goto('/en/audit')
  await page.getByRole('tab', { name: 'Halt' }).click()
  await expect(page.getByText('Nothing is halted.')).toBeVisible()
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Halt new credit' }).click()
  await dialog.getByRole('button', { name: 'Halt new credit' }).click()
  await expect(dialog.getByText('Say why: those who are stopped read it.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Reason').fill('The reserve is being counted')
  await dialog.getByRole('button', { name: 'Halt new credit' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('New credit is halted until block')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Ask for a day from now' })).toBeVisible()
  await expectAccessible(page)
  const client = openClient(nodeUrl)
  const { head } = await client.status()

  const debtor = await (await browser.newContext()).newPage()
  await enrolAs(debtor, 'holder')
  await debtor.goto('/zh-CN/credit')
  await expect(debtor.getByText('新增信用已暂停')).toBeVisible()
  await expect(debtor.getByText('The reserve is being counted')).toBeVisible()
  await expectAccessible(debtor)
  await debtor.close()

  // One notice a block.
  await client.waitForHeight(head.height + 1, BLOCK_MS)
  await page.getByRole('button', { name: 'Lift the halt' }).click()
  await dialog.getByRole('button', { name: 'Lift the halt' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Nothing is halted.')).toBeVisible()
  await bringPublicRecords(page)
})

test('the bar says that nothing becomes final ten seconds after too few voters are left, and stops saying so', async ({
  page,
}) => {
  const isAlone = nodes < 4
  if (isAlone) console.warn('SKIPPED: one node alone has no voters to lose; E2E_NODES=4 founds four')
  test.skip(isAlone, 'E2E_NODES=4 founds four nodes')
  test.setTimeout(300_000)
  await operator(page)
  await expect(figure(page, 'Voters in reach')).toHaveText('4 of 4', { timeout: BLOCK_MS })
  const folder = readFileSync(folderFile, 'utf8').trim()
  const { services } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'))
  const away = [services['node-3'], services['node-4']]
  const bar = page.getByRole('banner').getByText('No finality')
  await expect(bar).toHaveCount(0)
  for (const pid of away) process.kill(pid, 'SIGSTOP')
  try {
    await expect(bar).toBeVisible({ timeout: SAID_MS })
    await expect(page.getByText('Too few voters are in reach', { exact: false })).toBeVisible()
    await expectAccessible(page)
  } finally {
    for (const pid of away) process.kill(pid, 'SIGCONT')
  }
  await expect(bar).toHaveCount(0, { timeout: HEALED_MS })
  const { final } = await openClient(nodeUrl).status()
  await expect
    .poll(async () => (await openClient(nodeUrl).status()).final.height, { timeout: HEALED_MS })
    .toBeGreaterThan(final.height)
})
