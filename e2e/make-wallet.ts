import { expect, type Page } from '@playwright/test'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'

/**
 * Makes the holder's wallet on the account screen: reads its 24 words off the screen, gives three of them back, once
 * wrongly, and seals; `look` is at what the screen shows on the way. Gives the words.
 */
export async function makeWallet(page: Page, look = expectAccessible): Promise<readonly string[]> {
  await page.goto('/en/account')
  await page.getByRole('button', { name: 'Make a wallet' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(24)
  await look(page)
  const words = (await dialog.getByRole('listitem').allTextContents()).map((line) => line.replace(/^\d+/, ''))
  await dialog.getByRole('button', { name: 'I have written them down' }).click()
  const fill = async (wrong: string) => {
    for (const at of [3, 11, 19]) await dialog.getByLabel(`Word ${at}`).fill((words[at - 1] ?? '') + wrong)
    await dialog.getByRole('button', { name: 'Seal with my key' }).dblclick()
  }
  await fill('x')
  await expect(dialog.getByRole('alert')).toContainText(en['words-wrong'].title)
  await look(page)
  await fill('')
  await expect(dialog).toBeHidden({ timeout: 60_000 })
  await expect(page.getByText('Sealed to')).toHaveCount(1)
  return words
}
