import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { holderWith, walletWith } from './holder-with.ts'
import { newPage, signByHardware, signByWallet } from './loan-steps.ts'

const BLOCK_MS = 60_000

/** An order of 400.00 for one supplier whose buyers pay 600.00 on delivery; gives its path. */
async function publish(coop: Page, supplier: string): Promise<string> {
  await coop.goto('/en/co-op')
  await coop.getByRole('button', { name: 'Publish an order' }).click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('What is ordered').fill('Rice for the school kitchens, 20 t')
  await dialog.getByLabel('Buyer').fill('School kitchens of Green Valley')
  await dialog.getByLabel('Supplier', { exact: true }).fill('丰年种业')
  await dialog.getByLabel('Agreed amount').fill('400.00')
  await dialog.getByLabel('What is delivered').fill('Seed rice, 2 t')
  await dialog.getByLabel('Delivered by').first().fill('2027-09-30')
  await dialog.getByLabel('Account of the supplier').fill(supplier)
  await dialog.getByLabel('Contract number').fill('C-1')
  await dialog.getByLabel('Who pays the suppliers').selectOption('credit')
  await dialog.getByLabel('Price that the buyers pay').fill('600.00')
  await dialog.getByRole('button', { name: 'Prepare the terms' }).dblclick()
  await expect(coop.getByRole('heading', { level: 1, name: /^Rice/ })).toBeVisible()
  return new URL(coop.url()).pathname
}

const signTerms = async (page: Page) => {
  await page.getByRole('button', { name: 'Read and sign the terms' }).click({ timeout: BLOCK_MS })
  await signByHardware(page)
}

/** Buys the whole order, once the treasury's coins have come. */
async function buy(buyer: Page): Promise<void> {
  await buyer.getByRole('button', { name: 'Buy', exact: true }).click({ timeout: BLOCK_MS })
  const dialog = buyer.getByRole('dialog')
  const sign = buyer.getByRole('button', { name: 'Sign these 2 acts with your key' })
  await dialog.getByLabel('Price').fill('600.00')
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Read and sign' }).click()
    await expect(sign).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: BLOCK_MS })
  await expectAccessible(buyer)
  await sign.click()
  await expect(sign).toBeHidden()
}

async function approve(authority: Page, debtor: string): Promise<void> {
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
  await expect(authority.getByRole('region', { name: 'The order behind it' })).toContainText('600.00')
  await expectAccessible(authority)
  const go = authority.getByRole('button', { name: `Approve 401.00 for ${debtor}` })
  await expect(go).toBeEnabled({ timeout: BLOCK_MS })
  await go.click()
  await signByHardware(authority)
}

test('an order’s supplier is paid by credit on it, which the delivery that its buyer confirms closes', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(300_000)
  const [supplier, buyer, authority] = [
    await newPage(browser),
    await newPage(browser),
    await newPage(browser),
  ]
  const [account, , , debtor] = await Promise.all([
    holderWith(supplier, 'Zhang Min', 0).then(async (made) => {
      await makeActKey(supplier)
      return made
    }),
    holderWith(buyer, 'Wang Wei', 70_000),
    enrolAs(authority, 'authority', 'Zhao Min').then(() => makeActKey(authority)),
    enrolAs(coop, 'holder', 'Li Na').then(async (name) => {
      await makeActKey(coop)
      await walletWith(coop, 0)
      return name
    }),
  ])
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
  await dialog.getByRole('button', { name: 'Ask for 401.00' }).click()
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
