import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { must } from '@vc/kernel'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'
import { folderFile } from './place.ts'

const BLOCK_MS = 60_000
const script = join(import.meta.dirname, 'settlement-centre.ts')

/** What the page's own road to the API answers; no screen shows a key hash whole. */
const ask = <T>(page: Page, path: string): Promise<T> =>
  page.evaluate(async (name) => (await (await fetch(`/api/trpc/${name}`)).json()).result.data.json, path)

/** A holder with a wallet, into which the treasury of this development network pays so many units. */
async function holderWith(page: Page, units: number): Promise<void> {
  await enrolAs(page, 'holder', 'Zhang Min')
  await makeWallet(page, async () => {})
  const [seed] = await ask<{ debtKeyHash: string }[]>(page, 'seeds.read')
  execFileSync(process.execPath, [
    script,
    readFileSync(folderFile, 'utf8'),
    'pay-in',
    must(seed, 'a wallet has a seed').debtKeyHash,
    String(units),
  ])
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()
const sign = (page: Page): Locator => page.getByRole('button', { name: /^Sign (?:this act|these 2 acts)/ })

/** Presses until the coins have come and the sheet opens, then signs it. */
async function readAndSign(page: Page, button: Locator): Promise<void> {
  await expect(async () => {
    await button.click()
    await expect(sign(page)).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: BLOCK_MS })
  await sign(page).dblclick()
  await expect(sign(page)).toBeHidden()
}

test('a producer says what it keeps; a holder entrusts value to it, ends the stake and offers what stays locked', async ({
  page: operator,
  browser,
}) => {
  test.setTimeout(180_000)
  const page = await (await browser.newContext()).newPage()
  await Promise.all([enrolAs(operator, 'node-operator'), holderWith(page, 60_000)])
  await operator.goto('/en/staking')
  await tab(operator, 'Your producer')
  await operator.getByLabel('Your part of the rewards').fill('12.5')
  await operator.getByRole('button', { name: 'Publish with my key' }).click()
  await expect(operator.getByText('Published; it holds from the next block on')).toBeVisible()
  await expectAccessible(operator)

  await page.goto('/en/staking')
  await page.getByRole('button', { name: 'See the producers' }).click()
  await expect(page.getByRole('row', { name: /12\.50%/ })).toBeVisible()
  await page.getByRole('button', { name: 'Entrust', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('keeps 12.50% of the rewards')
  await dialog.getByLabel('Amount').fill('300.00')
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['warning-unread'].title)
  await dialog.getByRole('checkbox').check()
  await expectAccessible(page)
  await readAndSign(page, dialog.getByRole('button', { name: 'Read and sign' }))

  await tab(page, 'Your stake')
  const stake = page.getByRole('table', { name: 'Your stakes' }).getByRole('row', { name: /300\.00/ })
  await expect(stake).toContainText('Counts from about block', { timeout: BLOCK_MS })
  await expectAccessible(page)
  const { stakes } = await ask<{ stakes: { txid: string }[] }>(page, 'staking.standing')
  await page.goto(`/en/explorer/transaction/${must(stakes[0], 'a stake').txid}`)
  await expect(page.getByText('Registers locked value as stake of a producer')).toBeVisible()

  await page.goto('/en/staking')
  await readAndSign(page, page.getByRole('button', { name: 'End this stake' }))
  const locked = page.getByRole('definition').getByText('299.00', { exact: true })
  await expect(locked).toBeVisible({ timeout: BLOCK_MS })

  await tab(page, 'Offer board')
  await page.getByRole('button', { name: 'Post an offer' }).click()
  await dialog.getByLabel('Clears at most').fill('100.00')
  await dialog.getByLabel('Paid of what is cleared').fill('100')
  await dialog.getByRole('button', { name: 'Post the offer' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['exchange-rate'].title)
  await dialog.getByLabel('Paid of what is cleared').fill('90')
  await dialog.getByRole('button', { name: 'Post the offer' }).dblclick()
  const offer = page
    .getByRole('table', { name: 'Offer board' })
    .getByRole('row', { name: /You.*100\.00.*90\.00/ })
  await expect(offer).toContainText('Open')
  await page.goto('/zh-CN/staking')
  await tab(page, '兑换挂单')
  await expect(page.getByText('锁定价值，清偿他人的债务')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.getByRole('row', { name: /已撤回/ })).toBeVisible()
  await page.context().close()
})
