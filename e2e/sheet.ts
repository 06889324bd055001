import { expect, type Page } from '@playwright/test'

/**
 * Waits until the sheet, known by its six words, is signed and gone. Its button says something else as soon as it is
 * pressed: a page that is left when that button is hidden may be left before the signature is made.
 */
export const expectSigned = (page: Page) =>
  expect(page.getByRole('dialog').filter({ has: page.locator('article ol li') })).toHaveCount(0)
