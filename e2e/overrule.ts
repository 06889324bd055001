import { expect, type Page } from '@playwright/test'

const REASON = 'They have never been late'

/** On a review: says with the key why credit is given though advice is against it. */
export async function overrule(page: Page, timeout: number): Promise<void> {
  const reason = page.getByLabel('Why it is given all the same')
  await expect(reason).toBeVisible({ timeout })
  await reason.fill(REASON)
  await page.getByRole('button', { name: 'Say so with your key' }).dblclick()
  await expect(page.getByRole('listitem').filter({ hasText: REASON })).toHaveCount(1)
  await expect(reason).toBeHidden()
}
