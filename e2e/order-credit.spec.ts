import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { buy, peopleOfOrder, publish, signTerms } from './order-steps.ts'

const BLOCK_MS = 60_000

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

test('an order’s supplier is paid by credit on it, which the delivery that its buyer confirms closes', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(300_000)
  const { supplier, buyer, authority, account, debtor } = await peopleOfOrder(coop, browser, 0)
  const path = await publish(coop, account)
  await supplier.goto(path)
  await supplier.getByRole('button', { name: 'Agree to our contracts' }).click()
  await Promise.all([signTerms(supplier), signTerms(coop)])

  await buyer.goto(path)
  await buy(buyer)
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
})
