import { expect, type Page } from '@playwright/test'
import { must } from '@vc/kernel'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { expectSigned } from './sheet.ts'

export const BLOCK_MS = 60_000
/** The file of a draft. */
export const fileOf = (text: string) => ({
  name: 'score.ly',
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
})
export const SCORE = "\\relative c' { c4 d e f | g2 g }"

/** Signs the papers that lie open with the account's own key. */
export async function signAll(page: Page, acts: number): Promise<void> {
  const sign = page.getByRole('button', { name: `Sign these ${acts} acts with your key` })
  const one = page.getByRole('button', { name: 'Sign this act with your key' })
  await (acts === 1 ? one : sign).dblclick()
  await expectSigned(page)
}

/** Presses what drafts, again until the wallet's coins are there. */
export async function press(page: Page, name: string): Promise<void> {
  const paper = page.getByRole('button', { name: /^Sign th/ })
  await expect(async () => {
    const button = page.getByRole('dialog').getByRole('button', { name })
    if (await button.isVisible()) await button.click({ timeout: 3_000 })
    await expect(paper).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: BLOCK_MS })
}

/** Registers a work with its first draft; nothing is taken that lacks the file. */
export async function register(page: Page): Promise<void> {
  await page.goto('/en/works')
  await page.getByRole('button', { name: 'Register a work' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['work-incomplete'].title)
  await dialog.getByLabel('Title').fill('River at Dawn')
  await dialog.getByLabel('The draft’s file').setInputFiles(fileOf(SCORE))
  await dialog.getByLabel('What this draft is').fill('Score, first version')
  await dialog.getByLabel('Points for a review').fill('5')
  await expectAccessible(page)
  await press(page, 'Read and sign')
  await signAll(page, 2)
  await expect(page.getByRole('heading', { level: 1, name: 'River at Dawn' })).toBeVisible()
  await expect(page.getByText('The draft is proved')).toBeVisible({ timeout: BLOCK_MS })
}

/** The link that who is on a work's page shares. */
export async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click()
  const link = await page.getByRole('dialog').getByText(/^http/).textContent()
  await page.getByRole('button', { name: 'Close' }).last().click()
  return must(link ?? undefined, 'a work has a public page')
}

/** Begins to collect for the work by the house's form, which knows the work and its creator. */
export async function collect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start a crowdfunding' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Agreed amount').fill('300.00')
  await dialog.getByLabel('Delivered by').fill('2027-09-30')
  await dialog.getByRole('button', { name: 'Prepare the terms' }).dblclick()
  await expect(page).toHaveURL(/\/co-op\/orders\//)
  await expect(page.getByRole('heading', { level: 1, name: /River at Dawn/ })).toBeVisible()
}

/** Two licences at 80.00, of which whoever brings the buyer gets 8.00. */
export async function sell(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sell licences' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('How many').fill('2')
  await dialog.getByLabel('Price').fill('80.00')
  await dialog.getByLabel('Of this for whoever brings the buyer').fill('8.00')
  await dialog.getByLabel('Your part of a resale, in percent').fill('10')
  await press(page, 'Read and sign')
  await expect(page.getByRole('dialog')).toContainText('Whoever pays the price may have licence 2')
  await signAll(page, 3)
  await expect(page.getByText('2 left of 2')).toBeVisible({ timeout: BLOCK_MS })
}

/** Comes by a friend's link, buys a licence, and asks the public page about its code. */
export async function buy(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('link', { name: /^Tip the creator/ }).click()
  await expect(page.getByText('2 left of 2')).toBeVisible({ timeout: BLOCK_MS })
  await page.getByRole('button', { name: 'Buy a licence' }).click()
  await signAll(page, 2)
  await expect(page.getByText(/^Bought. Its code is LIC-[0-9a-f]{24}$/)).toBeVisible()
  await expect(page.getByText('1 left of 2')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(page)
}
