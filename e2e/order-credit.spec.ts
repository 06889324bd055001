import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { askFor, expectPersonDecides, OTHER_PURPOSE, PURPOSE, setModel, takeBack } from './model-steps.ts'
import { boughtOrder, peopleOfOrder } from './order-steps.ts'

const BLOCK_MS = 60_000

const people = async (coop: Page, browser: Browser) => ({
  coop,
  ...(await peopleOfOrder(coop, browser, 0)),
})

async function approve(authority: Page, debtor: string): Promise<void> {
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
  await expect(authority.getByRole('region', { name: 'The order behind it' })).toContainText('600.00')
  await expectAccessible(authority)
  const go = authority.getByRole('button', { name: `Approve 401.01 for ${debtor}` })
  await expect(go).toBeEnabled({ timeout: BLOCK_MS })
  await go.click()
  await signByHardware(authority)
}

test('an order’s supplier is paid by credit on it, which its delivery closes; the next order a model approves by itself', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(600_000)
  const all = await people(coop, browser)
  const { buyer, authority, account, debtor } = all
  const path = await boughtOrder(all)
  await coop.goto(path)
  const ask = coop.getByRole('button', { name: 'Ask for credit on this order' })
  await expect(ask).toBeEnabled({ timeout: BLOCK_MS })
  await ask.click()
  const dialog = coop.getByRole('dialog')
  await expect(dialog.getByLabel('Term in days')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(coop)
  await dialog.getByRole('button', { name: 'Ask for 401.01' }).click()
  await expect(dialog).toBeHidden()
  await approve(authority, debtor)

  await coop.goto('/en/credit')
  await coop.getByRole('row', { name: /Rice for the school kitchens/ }).press('Enter')
  await coop.getByRole('button', { name: 'Accept the debt with your account key' }).click()
  await signByWallet(coop)
  await coop.goto(path)
  const credit = coop.getByRole('region', { name: 'Credit on this order' })
  await expect(credit).toContainText('Owed until', { timeout: BLOCK_MS })
  await coop.getByRole('button', { name: 'Say delivered' }).click()
  await coop.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  await signByWallet(coop)
  await expect(coop.getByText('Waits for the buyer')).toBeVisible()
  await expectAccessible(coop)
  await buyer.goto(path.replace('/en/', '/zh-CN/'))
  await expect(buyer.getByRole('button', { name: '确认收货' })).toBeVisible()
  await expectAccessible(buyer)
  await buyer.goto(path)
  await buyer.getByRole('button', { name: 'Confirm delivery' }).click()
  await signByWallet(buyer)
  await expect(credit).toContainText('Closed', { timeout: BLOCK_MS })
  await expect(coop.getByText('Delivered and paid').first()).toBeVisible()
  await expectAccessible(coop)

  await setModel(authority, account)
  const next = await boughtOrder(all)
  await askFor(coop, next, OTHER_PURPOSE)
  await expectPersonDecides(authority, coop, OTHER_PURPOSE)
  await askFor(coop, next, undefined)
  // Nobody of the authority does anything: the co-op's own key is the only one.
  await coop.goto('/en/credit')
  const approved = coop.getByRole('row', { name: new RegExp(PURPOSE) })
  await approved.press('Enter')
  await expect(coop.getByRole('dialog')).toContainText('Seed orders', { timeout: BLOCK_MS })
  await coop.getByRole('button', { name: 'Accept the debt with your account key' }).click()
  await signByWallet(coop)
  await coop.goto(next)
  await expect(credit).toContainText('Owed until', { timeout: BLOCK_MS })
  await takeBack(authority)
})
