import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { messageKeysIn } from './message-keys.ts'

const themes = ['light', 'dark'] as const

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
    await settled(page, colorScheme)
    const { violations } = await new AxeBuilder({ page })
      // What passes is not written out: it takes long. Before the tags, which are kept in the same options.
      .options({ resultTypes: ['violations'] })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    const found = violations.map(
      ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((n) => n.target).join(' | ')}`,
    )
    expect(found).toEqual([])
  }
}

/** WCAG 1.4.10: what is 320 pixels wide is read without scrolling sideways; tables scroll in themselves. */
async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(wide, 'the page is as wide as its screen').toBeLessThanOrEqual(320)
  if (before) await page.setViewportSize(before)
}

/** Waits until the page has put the theme on: colours on their way from one to the other are neither's. */
async function settled(page: Page, theme: string): Promise<void> {
  await page.waitForFunction((name) => document.documentElement.classList.contains(name), theme)
  await page.evaluate(async () => {
    const transitions = () => document.getAnimations().filter((one) => one instanceof CSSTransition)
    const longest = () => new Promise((resolve) => setTimeout(resolve, 1_000))
    for (let look = 0; look < 3; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      await Promise.race([Promise.allSettled(transitions().map(({ finished }) => finished)), longest()])
    }
  })
}
