import { expect, type Page, test } from '@playwright/test'

/** Holds back the page's own scripts, as a slow line does. Gives what lets them come. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/_next/static/**/*.js', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

test.describe('on a slow line nothing a person does is lost before the scripts of the page have come', () => {
  test('a menu that was pressed opens', async ({ page }) => {
    const letCome = await holdScripts(page)
    await page.goto('/en/verify', { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Light' }).click()
    await expect(page.getByRole('menu')).toHaveCount(0)
    letCome()
    await expect(page.getByRole('menuitem', { name: 'Night desk' })).toBeVisible()
  })

  test('what was typed stays, and the page knows it', async ({ page }) => {
    const letCome = await holdScripts(page)
    await page.goto('/en/verify', { waitUntil: 'commit' })
    await page.getByRole('textbox').fill('no-such-code')
    letCome()
    const check = page.getByRole('button', { name: 'Check', exact: true })
    await expect(check).toBeEnabled()
    await expect(page.getByRole('textbox')).toHaveValue('no-such-code')
  })

  test('a file that was chosen is looked at', async ({ page }) => {
    const letCome = await holdScripts(page)
    await page.goto('/en/verify', { waitUntil: 'commit' })
    const copy = { name: 'copy.txt', mimeType: 'text/plain', buffer: Buffer.from('nobody certified this') }
    await page.locator('input[type=file]').setInputFiles(copy)
    letCome()
    await expect(page.getByText('No right registered')).toBeVisible()
  })
})
