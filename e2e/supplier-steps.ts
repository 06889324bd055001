import { type Browser, expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { newName } from './foundation-steps.ts'

/** A co-op asks for a supplier from outside, somebody of the admission lets it in, and the co-op makes the link for it. */
export async function letSupplierIn(coop: Page, browser: Browser): Promise<void> {
  const name = newName('Pump works')
  await coop.goto('/en/co-op')
  await coop.getByRole('tab', { name: 'Suppliers' }).click()
  await coop.getByRole('button', { name: 'Ask for a supplier' }).click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('Name in English').fill(name)
  await dialog.getByLabel('Name in Chinese').fill(name)
  await dialog.getByRole('button', { name: 'Ask the admission' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Something is missing')
  await dialog.getByLabel('Why').fill('It mends the pumps of all our farms')
  await expectAccessible(coop)
  await dialog.getByRole('button', { name: 'Ask the admission' }).dblclick()
  const row = coop.getByRole('row', { name: new RegExp(name) })
  await expect(row).toContainText('Waits for the admission')
  const keeper = await (await browser.newContext()).newPage()
  await enrolAs(keeper, 'admission', 'Zhou Lin')
  await keeper.goto('/en/organisation')
  await expectAccessible(keeper)
  await keeper.getByRole('button', { name: `Let ${name} in` }).click()
  await expect(keeper.getByRole('button', { name: `Let ${name} in` })).toHaveCount(0)
  await keeper.context().close()
  await row.getByRole('button', { name: 'Make its link' }).click({ timeout: 20_000 })
  await expect(coop.getByRole('dialog')).toContainText('/enrol/')
  await expectAccessible(coop)
}
