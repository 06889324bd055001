import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type axe from 'axe-core'
import { messageKeysIn } from './message-keys.ts'

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

const themes = ['light', 'dark'] as const
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * No violation of WCAG 2.2 A and AA on the page as it stands, in both themes, nor of its reflow on the narrowest screen,
 * and no sentence left out.
 */
export async function expectAccessible(page: Page): Promise<void> {
  expect(messageKeysIn((await page.locator('body').allInnerTexts()).join(' '))).toEqual([])
  await expectReflow(page)
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // What the bar on top happens to cover half is no small target.
    await page.evaluate(() => window.scrollTo(0, 0))
    // No colour is on its way from one to the other: who wants less motion has no transitions (theme.css).
    await page.waitForFunction((name) => document.documentElement.classList.contains(name), colorScheme)
    expect((await violationsOf(page)).map((found) => `${colorScheme} ${found}`)).toEqual([])
  }
}

/** What axe finds wrong on the page; it is brought into a document once. */
async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(async (runOnly) => {
    // What passes is not written out: it takes long.
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`)
  }, tags)
}

/** WCAG 1.4.10: what is 320 pixels wide is read without scrolling sideways; tables scroll in themselves. */
async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(wide, 'the page is as wide as its screen').toBeLessThanOrEqual(320)
  if (before) await page.setViewportSize(before)
}
