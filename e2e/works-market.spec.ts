import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { makeActKey } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import { newPage } from './loan-steps.ts'
import { pledge, signRecord } from './pledge-steps.ts'
import { signSale } from './sign-sale.ts'
import { BLOCK_MS, buy, collect, linkOf, register, sell } from './works-steps.ts'

/** A creator with a registered work, and two who come to it; each with value of the treasury. */
async function peopleOf(creator: Page, browser: Browser) {
  const [fan, friend] = [await newPage(browser), await newPage(browser)]
  await Promise.all([
    holderWith(creator, 'Mei Lan', 5_000).then(() => makeActKey(creator)),
    holderWith(fan, 'Wang Wei', 60_000),
    holderWith(friend, 'Li Ping', 60_000),
  ])
  await register(creator)
  return { fan, friend, path: new URL(creator.url()).pathname }
}

/** Who holds a licence asks a price for it. */
async function offerOn(holder: Page): Promise<void> {
  await holder.goto('/en/works')
  await holder.getByRole('tab', { name: 'My book' }).click()
  const held = holder.getByRole('table', { name: 'Licences that you hold' })
  const row = held.getByRole('row', { name: /River at Dawn/ })
  await row.getByRole('button', { name: 'Offer it' }).click({ timeout: BLOCK_MS })
  const dialog = holder.getByRole('dialog')
  await dialog.getByLabel('Price').fill('90.00')
  await expectAccessible(holder)
  await dialog.getByRole('button', { name: 'Put it on offer' }).dblclick()
  await expect(row).toContainText('Take back')
}

test('a licence is sold on, of which its creator has a part, and a crowdfunding pays its creator whole', {
  tag: '@long',
}, async ({ page: creator, browser }) => {
  test.setTimeout(600_000)
  const { fan, friend, path } = await peopleOf(creator, browser)
  await test.step('a licence is sold on', async () => {
    await sell(creator)
    await fan.goto(path)
    await buy(friend, await linkOf(fan))
    await offerOn(friend)
    await fan.goto(path)
    await expect(fan.getByText('Sold on by their holders')).toBeVisible({ timeout: BLOCK_MS })
    await fan.getByRole('listitem').filter({ hasText: '90.00' }).getByRole('button', { name: 'Buy' }).click()
    await expect(fan.getByRole('button', { name: /^Sign th/ })).toBeVisible()
    await expectAccessible(fan)
    await fan.getByRole('button', { name: /^Sign th/ }).dblclick()
    await expect(fan.getByRole('button', { name: /^Sign th/ })).toBeHidden()
    await signSale(friend)
    await creator.goto('/en/works')
    await creator.getByRole('tab', { name: 'My book' }).click()
    const book = creator.getByRole('table', { name: 'What your works brought in' })
    // A tenth of 90.00.
    await expect(book.getByRole('row', { name: /Resale.*9\.00/ })).toBeVisible({ timeout: BLOCK_MS })
    await fan.goto('/en/works')
    await fan.getByRole('tab', { name: 'My book' }).click()
    const held = fan.getByRole('table', { name: 'Licences that you hold' })
    await expect(held.getByRole('row', { name: /River at Dawn/ })).toBeVisible({ timeout: BLOCK_MS })
    await expectAccessible(fan)
  })
  await test.step('a crowdfunding pays its creator', async () => {
    await creator.goto(path)
    await collect(creator)
    const order = new URL(creator.url()).pathname
    await signRecord(creator, creator.getByRole('button', { name: 'Read and sign the terms' }))
    await fan.goto(order)
    await expect(fan.getByText('Open for pledges').first()).toBeVisible({ timeout: BLOCK_MS })
    await pledge(fan, '200.00')
    await expect(fan.getByRole('table', { name: 'Pledges' })).toContainText('Stands', { timeout: BLOCK_MS })
    await friend.goto(order)
    await pledge(friend, '110.00')
    await expect(creator.getByText('Contracts paid').first()).toBeVisible({ timeout: BLOCK_MS })
    await expectAccessible(creator)
    await creator.goto(path)
    await expect(creator.getByRole('region', { name: 'Crowdfunding' })).toContainText('310.00')
    await expectAccessible(creator)
  })
})
