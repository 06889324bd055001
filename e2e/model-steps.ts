import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { signByHardware } from './loan-steps.ts'

const BLOCK_MS = 60_000
const run = randomUUID().slice(0, 8)
/** The one purpose that the model of these steps pays for, one that it does not, and its name. Authorities see the applications of all. */
export const PURPOSE = `Seed ${run}`
export const OTHER_PURPOSE = `Fodder ${run}`
const TITLE = 'Seed orders'

/** The authority's one model in the list. */
const model = (page: Page) =>
  page.getByRole('list', { name: 'Automatic approval' }).getByRole('listitem').filter({ hasText: TITLE })

const openModels = async (authority: Page) => {
  await authority.goto('/en/credit')
  await authority.getByRole('tab', { name: 'Automatic approval' }).click()
}

/** The authority sets a model for two orders of 401.01 that pay this supplier, at any hour of any day, and signs it once. */
export async function setModel(authority: Page, supplier: string): Promise<void> {
  await openModels(authority)
  await authority.getByRole('button', { name: 'Set a model' }).click()
  const dialog = authority.getByRole('dialog')
  const terms = {
    'Name of the model': TITLE,
    'In all': '802.02',
    'For one order, at most': '401.01',
    'One debtor owes after it, at most': '900',
    'Score, at least': '0',
    'Due within, days': '999',
    Purposes: PURPOSE,
    Suppliers: `丰年种业 ${supplier}`,
    'From hour (UTC)': '0',
    'To hour (UTC)': '24',
  }
  for (const [label, value] of Object.entries(terms)) await dialog.getByLabel(label).fill(value)
  await dialog.getByLabel('On Saturdays and Sundays, too').check()
  await expectAccessible(authority)
  await dialog.getByRole('button', { name: 'Draft the act' }).dblclick()
  await expect(dialog).toBeHidden()
  await model(authority).getByRole('button', { name: 'Read and sign' }).click({ timeout: BLOCK_MS })
  await expect(authority.getByRole('dialog')).toContainText('802.02')
  await signByHardware(authority)
  await expect(model(authority)).toContainText('In force', { timeout: BLOCK_MS })
}

/** The co-op asks for credit on the order that lies open, for a purpose that it writes or that the model offers. */
export async function askFor(coop: Page, path: string, purpose: string | undefined): Promise<void> {
  await coop.goto(path)
  await coop.getByRole('button', { name: 'Ask for credit on this order' }).click({ timeout: BLOCK_MS })
  const dialog = coop.getByRole('dialog')
  const offered = dialog.getByRole('button', { name: PURPOSE })
  await expect(offered).toBeVisible({ timeout: BLOCK_MS })
  if (purpose === undefined) await offered.click()
  else await dialog.getByLabel('Purpose').fill(purpose)
  await expectAccessible(coop)
  await dialog.getByRole('button', { name: 'Ask for 401.01' }).click()
  await expect(dialog).toBeHidden()
}

/** What no model approves comes to people, who read which term it misses; then the co-op takes it back. */
export async function expectPersonDecides(authority: Page, coop: Page, purpose: string): Promise<void> {
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(purpose) }).press('Enter')
  const why = authority.getByRole('list', { name: 'Why your models did not approve it' })
  await expect(why).toContainText('Its purpose is none of the model', { timeout: BLOCK_MS })
  await expect(why.getByRole('listitem').filter({ hasText: TITLE }).getByRole('listitem')).toHaveCount(1)
  await expectAccessible(authority)
  await coop.goto('/en/credit')
  await coop.getByRole('row', { name: new RegExp(purpose) }).press('Enter')
  await coop.getByRole('button', { name: 'Withdraw the application' }).click()
  await expect(coop.getByRole('dialog')).toContainText('The applicant has taken it back.')
}

/** What the authority's key takes back of the model's credit, which no order has taken. */
export async function takeBack(authority: Page): Promise<void> {
  await openModels(authority)
  await expect(model(authority)).toContainText('401.01', { timeout: BLOCK_MS })
  await expect(model(authority).getByRole('list', { name: 'Approved by it' })).toContainText('401.01')
  await expectAccessible(authority)
  await model(authority).getByRole('button', { name: 'Take back with your own key' }).click()
  await expect(authority.getByRole('dialog')).toContainText('Take back the credit of a model')
  await expectAccessible(authority)
  await signByHardware(authority)
  await expect(model(authority)).toContainText('Ended', { timeout: BLOCK_MS })
  await expect(model(authority).getByRole('button', { name: 'Take back with your own key' })).toBeHidden()
}
