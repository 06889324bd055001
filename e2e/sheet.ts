import { expect, type Page } from '@playwright/test'

/**
 * Waits until the sheet, known by its six words, is signed and gone. Its button says something else as soon as it is
 * pressed: a page that is left when that button is hidden may be left before the signature is made.
 */
export const expectSigned = (page: Page) =>
  expect(page.getByRole('dialog').filter({ has: page.locator('article ol li') })).toHaveCount(0)

/**
 * Reads and signs by the dialog that is open, again until the sheet is there: what it spends may not be in a block yet. What was
 * pressed may also only take its time; its button is gone then.
 */
export async function signWhenReady(page: Page): Promise<void> {
  const read = page.getByRole('dialog').getByRole('button', { name: 'Read and sign' })
  const sign = page.getByRole('button', { name: 'Sign this act with your key' })
  await expect(async () => {
    if (await sign.isHidden()) await read.click({ timeout: 3_000 })
    await expect(sign).toBeVisible({ timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
  await sign.dblclick()
  await expectSigned(page)
}
