import { expect, type Locator, type Page } from '@playwright/test'
import { expectSigned } from './sheet.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 60_000

/** Pledges so much, once the treasury's coins have come. */
export async function pledge(page: Page, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Pledge', exact: true }).click({ timeout: BLOCK_MS })
  const dialog = page.getByRole('dialog')
  const sign = page.getByRole('button', { name: 'Sign these 3 acts with your key' })
  await dialog.getByLabel('Amount').fill(amount)
  await expect(async () => {
    await dialog.getByRole('button', { name: 'Read and sign' }).click()
    await expect(sign).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: BLOCK_MS })
  await expect(dialog).toContainText('Holds only if others add at least')
  await sign.dblclick()
  await expectSigned(page)
}

/** Opens the sheet of a record, once a block has its commitment, and signs it at the verifier page. */
export async function signRecord(page: Page, button: Locator): Promise<void> {
  await button.click({ timeout: BLOCK_MS })
  await expect(page.getByRole('dialog').locator('article ol li')).toHaveCount(6)
  await signAtVerifier(page, page.getByRole('button', { name: 'Sign this act with your key' }))
}
