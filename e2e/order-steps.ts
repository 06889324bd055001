import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { holderWith, walletWith } from './holder-with.ts'
import { newPage, signByHardware } from './loan-steps.ts'
import { expectSigned } from './sheet.ts'

const BLOCK_MS = 60_000

/** Who takes part in an order: the co-op, into whose wallet so many units are paid, its supplier, a buyer and an authority. */
export async function peopleOfOrder(coop: Page, browser: Browser, units: number) {
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
    holderWith(buyer, 'Wang Wei', 140_000),
    enrolAs(authority, 'authority', 'Zhao Min').then(() => makeActKey(authority)),
    enrolAs(coop, 'holder', 'Li Na').then(async (name) => {
      await makeActKey(coop)
      await walletWith(coop, units)
      return name
    }),
  ])
  return { supplier, buyer, authority, account, debtor }
}

/** An order of 400.00 for one supplier whose buyers pay 600.00 on delivery; gives its path. */
const publish = (coop: Page, supplier: string) =>
  publishWith(coop, supplier, async (dialog) => {
    await dialog.getByLabel('Who pays the suppliers').selectOption('credit')
    await dialog.getByLabel('Price that the buyers pay').fill('600.00')
  })

/** The same order for pledges, which are waited for during so many blocks. */
export const publishForPledges = (coop: Page, supplier: string, blocks: number) =>
  publishWith(coop, supplier, async (dialog) => {
    await dialog.getByLabel('Who pays the suppliers').selectOption('pledges')
    const told = await dialog.getByText(/^The chain is at block/).textContent()
    const height = Number(told?.match(/block ([\d,]+)/)?.[1]?.replaceAll(',', ''))
    await dialog.getByLabel('Pledges until block').fill(String(height + blocks))
  })

async function publishWith(
  coop: Page,
  supplier: string,
  sayWhoPays: (dialog: Locator) => Promise<void>,
): Promise<string> {
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
  await sayWhoPays(dialog)
  await dialog.getByRole('button', { name: 'Prepare the terms' }).dblclick()
  await expect(coop.getByRole('heading', { level: 1, name: /^Rice/ })).toBeVisible()
  return new URL(coop.url()).pathname
}

/** Signs the terms of an order with a hardware key, once they are drafted. */
export const signTerms = async (page: Page) => {
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
  await expectSigned(buyer)
}

type Parties = {
  readonly coop: Page
  readonly supplier: Page
  readonly buyer: Page
  readonly account: string
}
/** An order of the co-op that its supplier and it have signed, and that a buyer has bought; gives its path. */
export async function boughtOrder({ coop, supplier, buyer, account }: Parties): Promise<string> {
  const path = await publish(coop, account)
  await supplier.goto(path)
  await supplier.getByRole('button', { name: 'Agree to our contracts' }).click()
  await Promise.all([signTerms(supplier), signTerms(coop)])
  await buyer.goto(path)
  await buy(buyer)
  return path
}
