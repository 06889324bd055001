import { type Browser, expect, type Page } from '@playwright/test'
import { overrule } from './overrule.ts'
import { expectSigned } from './sheet.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 60_000

/** A page of a browser of its own. */
export const newPage = async (browser: Browser) => (await browser.newContext()).newPage()
/** What signs the sheet that lies open. */
export const signButton = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Sign this act with your key' })

/** Signs the sheet that is open with the account's key. */
export async function signByWallet(page: Page): Promise<void> {
  await signButton(page).click()
  await expectSigned(page)
}
/** Signs the sheet that is open at the verifier page. */
export async function signByHardware(page: Page): Promise<void> {
  await expect(signButton(page)).toBeVisible()
  await signAtVerifier(page, signButton(page))
  await expectSigned(page)
}

/** A loan of 500.00 in five lots: applied for, approved by hardware key in spite of what warns, accepted by the account's. */
export async function borrow(
  holder: Page,
  authority: Page,
  debtor: string,
  warning: string | RegExp = 'The debt is not covered in full',
): Promise<void> {
  await holder.goto('/en/credit')
  await holder.getByRole('button', { name: 'Apply for credit' }).click()
  const dialog = holder.getByRole('dialog')
  await expect(dialog.getByLabel('Amount')).toBeVisible({ timeout: BLOCK_MS })
  await dialog.getByLabel('Amount').fill('500.00')
  await dialog.getByLabel('Lots').fill('5')
  await dialog.getByLabel('Purpose').fill('Seed for forty hectares')
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('Two members answer for it')
  await dialog.getByRole('button', { name: 'Send the application' }).click()
  await expect(dialog).toBeHidden()
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
  await expect(authority.getByText(warning)).toBeVisible({ timeout: BLOCK_MS })
  const approve = authority.getByRole('button', { name: `Approve 500.00 for ${debtor}` })
  await overrule(authority, BLOCK_MS)
  await expect(approve).toBeEnabled({ timeout: BLOCK_MS })
  await approve.click()
  await signByHardware(authority)
  await holder.getByRole('row', { name: /Seed for forty hectares/ }).press('Enter')
  await holder.getByRole('button', { name: 'Accept the debt with your account key' }).click()
  await signByWallet(holder)
  await expect(holder.getByText('Signed. It is on its way to the ledger.')).toBeVisible()
}
