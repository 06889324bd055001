import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { callApi } from './call-api.ts'
import { BLOCK_MS } from './collective-steps.ts'
import { holderWith } from './holder-with.ts'
import { signSale } from './sign-sale.ts'

const row = (page: Page) =>
  page.getByRole('table', { name: 'Items' }).getByRole('row', { name: /Blade of dawn/ })
const sign = (page: Page) => page.getByRole('button', { name: 'Sign this act with your key' })
const items = async (page: Page) => {
  await page.goto('/en/studio')
  await page.getByRole('tab', { name: 'Players' }).click()
}

/** The studio issues an item of a new title to a player. */
async function issue(studio: Page, player: string): Promise<void> {
  const code = `DAWN-${Date.now()}`
  await callApi(studio, 'studio.addTitle', { commandKey: randomUUID(), code, name: 'Cloud sea' })
  await items(studio)
  await expect(async () => {
    const dialog = studio.getByRole('dialog')
    if (!(await dialog.isVisible())) await studio.getByRole('button', { name: 'Issue an item' }).click()
    await dialog.getByLabel('Title').selectOption({ label: 'Cloud sea' })
    await dialog.getByLabel('Name').fill('Blade of dawn')
    await dialog.getByLabel('Account of the player').fill(player)
    await dialog.getByRole('button', { name: 'Read and sign' }).click()
    await expect(studio.getByRole('button', { name: /^Sign th/ })).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: BLOCK_MS })
  await expectAccessible(studio)
  await studio.getByRole('button', { name: /^Sign th/ }).dblclick()
  await expect(row(studio)).toContainText(/Waits|On its way|Held/)
}

/** Who holds the item asks a price for it. */
async function offer(holder: Page): Promise<void> {
  await items(holder)
  await expect(row(holder)).toContainText('You', { timeout: BLOCK_MS })
  await row(holder).getByRole('button', { name: 'Offer it' }).click()
  const dialog = holder.getByRole('dialog')
  await dialog.getByLabel('Price').fill('15.00')
  await expectAccessible(holder)
  await dialog.getByRole('button', { name: 'Put it on offer' }).dblclick()
  await expect(row(holder)).toContainText('On offer')
}

test('@long a studio issues an item, its player sells it, and both sign one bundle of item and value', async ({
  page: studio,
  browser,
}) => {
  test.setTimeout(180_000)
  const [seller, buyer] = await Promise.all([1, 2].map(async () => (await browser.newContext()).newPage()))
  if (!seller || !buyer) throw new Error('two players')
  const [, player] = await Promise.all([
    holderWith(studio, 'Lin Yue', 5_000),
    holderWith(seller, 'Zhang Min', 0),
    holderWith(buyer, 'Wang Wei', 5_000),
  ])
  await issue(studio, player)
  await offer(seller)

  await items(buyer)
  await row(buyer).getByRole('button', { name: 'Buy' }).click()
  await expect(sign(buyer).or(buyer.getByRole('button', { name: /^Sign these/ }))).toBeVisible()
  await expectAccessible(buyer)
  await buyer.getByRole('button', { name: /^Sign th/ }).dblclick()
  await expect(row(buyer)).toContainText('Waits for signatures')

  await signSale(seller)
  await expect(row(buyer)).toContainText(/You.*1.*Held/, { timeout: BLOCK_MS })
  await expectAccessible(buyer)
  await Promise.all([seller.context().close(), buyer.context().close()])
})
