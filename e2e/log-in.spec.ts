import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { plugIn } from './authenticator.ts'
import { expectAccessible } from './axe.ts'
import { invitationFile } from './place.ts'

test('an invited person enrols, signs out and signs in again; the invitation works once', async ({
  page,
}) => {
  const link = readFileSync(invitationFile, 'utf8')
  await plugIn(page)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Ada Founder')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make my key' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('checkbox').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go to the overview' }).click()
  await expect(page).toHaveURL(/\/en\/overview/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page)

  await page.context().clearCookies()
  await page.goto('/en/overview')
  await expect(page).toHaveURL(/sign-in/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Sign in with your key' }).click()
  await expect(page).toHaveURL(/\/en\/overview/)

  await page.context().clearCookies()
  await page.goto(link)
  await expect(page.getByRole('alert')).toBeVisible()
})

test('the door speaks Chinese', async ({ page }) => {
  await page.goto('/zh-CN/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/)
  await expect(page.getByRole('button', { name: /登录/ })).toBeVisible()
  await expectAccessible(page)
})
