import { expect, type Locator, type Page } from '@playwright/test'
import { must } from '@vc/kernel'
import { plugSameInto } from './authenticator.ts'
import { verifierOrigin } from './place.ts'

/** What is done on the verifier page before its button is pressed. */
export type Look = (verifier: Page) => Promise<void>
const nothing: Look = async () => {}

/**
 * Presses what opens the verifier page, plugs the person's key in there, compares the six words of every sheet with
 * those of the portal, looks, and signs; the page closes itself.
 */
export async function signAtVerifier(page: Page, button: Locator, look: Look = nothing): Promise<void> {
  const told = await page.getByRole('dialog').locator('article ol li').allTextContents()
  const verifier = await openVerifier(page, button)
  await expect(verifier.locator('article ol li')).toHaveText(told)
  expect(told.length % 6).toBe(0)
  expect(told.length).toBeGreaterThan(0)
  await look(verifier)
  await pressLast(verifier, /^The words agree/)
}

/**
 * Opens what the QR code of the sheet holds, as another device does that knows nothing of the portal: the same six words
 * stand there, and nothing can be signed. The dialog of the sheet lies open.
 */
export async function readElsewhere(page: Page, look: Look = nothing): Promise<void> {
  const dialog = page.getByRole('dialog')
  const told = await dialog.locator('article').first().locator('ol li').allTextContents()
  await dialog.getByText('Check on another device').first().click()
  await expect(dialog.getByRole('img', { name: 'QR code of this act for the verifier page' })).toBeVisible()
  const link = dialog.getByRole('link', { name: 'Open it on the verifier page to read' })
  const address = must(await link.getAttribute('href'), 'the link has its address')
  const telephone = await must(page.context().browser(), 'a browser runs').newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  const verifier = await telephone.newPage()
  await verifier.goto(address)
  await expect(verifier.locator('article ol li')).toHaveText(told)
  await expect(verifier.getByRole('button', { name: /sign/ })).toHaveCount(0)
  await look(verifier)
  await telephone.close()
}

/** Makes an act key on the verifier page that a press opens. */
export async function makeAtVerifier(page: Page, button: Locator): Promise<void> {
  const verifier = await openVerifier(page, button)
  await pressLast(verifier, 'Make the key')
}

/** Opens the verifier page by a press and plugs the key of the page in there. */
export async function openVerifier(page: Page, button: Locator): Promise<Page> {
  const [verifier] = await Promise.all([page.waitForEvent('popup'), button.dblclick()])
  await plugSameInto(page, verifier)
  await expect(verifier).toHaveURL(`${verifierOrigin}/`)
  return verifier
}

/** The press after which the page answers and closes itself, sometimes before its click is told to be over. */
export async function pressLast(verifier: Page, name: string | RegExp): Promise<void> {
  const button = verifier.getByRole('button', { name })
  await Promise.all([verifier.waitForEvent('close'), button.click().catch(() => undefined)])
}
