import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'

/** Who offered something reads in the inbox what a buyer has signed, and signs it too. */
export async function signSale(seller: Page): Promise<void> {
  await seller.goto('/en/approvals')
  const waiting = seller.getByRole('region', { name: 'Waits for you' })
  await waiting.getByRole('row').nth(1).press('Enter')
  await seller.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  await expect(seller.getByRole('button', { name: /^Sign th/ })).toBeVisible()
  await expectAccessible(seller)
  await seller.getByRole('button', { name: /^Sign th/ }).dblclick()
}
