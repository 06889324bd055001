import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { askOperator } from './ask-operator.ts'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

// reliability.md 6.2: idle 15 minutes for those who decide, 8 hours in any case.
const IDLE = 15
const MOST = 8 * 60
const PLACE = /\/en\/explorer\/search\?q=1$/

test.describe.configure({ timeout: 240_000 })

const age = (name: string, what: 'idle' | 'open', minutes: number) =>
  askOperator('ageSession', { name, what, minutes })

async function somebody(page: Page): Promise<string> {
  const name = `Wang Wei ${randomUUID().slice(0, 8)}`
  await enrolAs(page, 'authority', name)
  return name
}

/** The door says what happened and leads back to where one was. */
async function comeBack(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/en\/sign-in\?ended=1/)
  await expect(page.getByText('Your session has ended')).toBeVisible()
  await expect(page.getByText('you come back to the page you were on', { exact: false })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign in with your key' }).dblclick()
  await expect(page).toHaveURL(PLACE)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

test('who comes back after a while without use signs in again, and is where he was', async ({ page }) => {
  const name = await somebody(page)
  // No page asks anything meanwhile, or it would count as use.
  await page.goto('about:blank')
  await age(name, 'idle', IDLE - 1)
  await page.goto('/en/explorer/search?q=1')
  await expect(page).toHaveURL(PLACE)
  await page.goto('about:blank')
  await age(name, 'idle', IDLE)
  await page.goto('/en/explorer/search?q=1')
  await comeBack(page)
})

test('eight hours after sign-in an open page leads to the door by itself, however busy it was', async ({
  page,
}) => {
  const name = await somebody(page)
  await page.goto('/en/explorer/search?q=1')
  await age(name, 'open', MOST - 5)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page).toHaveURL(PLACE)
  await age(name, 'open', MOST)
  await comeBack(page)
  // The new session is young: it holds.
  await page.reload()
  await expect(page).toHaveURL(PLACE)
})

test('the door says it in Chinese, and nothing of it to who never was inside', async ({ page }) => {
  await page.goto('/zh-CN/sign-in?ended=1&next=%2Fzh-CN%2Fexplorer')
  await expect(page.getByText('会话已结束')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/en/explorer/search?q=1')
  await expect(page).toHaveURL(/\/en\/sign-in\?next=%2Fen%2Fexplorer%2Fsearch%3Fq%3D1$/)
  await expect(page.getByText('Your session has ended')).toBeHidden()
})
