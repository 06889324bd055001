import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import zh from '../apps/portal/src/messages/zh/refusals.json' with { type: 'json' }
import { plugIn, plugInForeign } from './authenticator.ts'
import { expectAccessible } from './axe.ts'
import { enrolAs, enrolBy, inviteAs } from './enrol-as.ts'
import { invitationFile } from './place.ts'

test.describe.configure({ timeout: 240_000 })

const sidOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === '__Host-sid')
const alert = (page: Page) => page.getByRole('main').getByRole('alert')

async function signOut(page: Page) {
  await page.getByRole('button', { name: /^Organisation and role/ }).click()
  const answer = page.waitForResponse(/auth\.logout/)
  await page.getByRole('menuitem', { name: 'Sign out' }).dblclick()
  expect(await (await answer).headerValue('clear-site-data')).toBe('"storage"')
  await page.waitForURL(/\/en\/sign-in$/)
}
async function signIn(page: Page) {
  await page.getByRole('button', { name: 'Sign in with your key' }).dblclick()
}

test('an invited person enrols, signs out and signs in again, whatever is pressed twice', async ({
  page,
}) => {
  const link = readFileSync(invitationFile, 'utf8')
  await plugIn(page)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Ada Founder')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make my key' }).dblclick()
  await expect(page.getByRole('button', { name: 'Make a second key' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Later' }).click()
  await expect(page.getByRole('button', { name: 'Go to the overview' })).toBeDisabled()
  await page.getByRole('checkbox').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go to the overview' }).dblclick()
  await expect(page).toHaveURL(/\/en\/overview/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page)

  await signOut(page)
  await expectAccessible(page)
  await signIn(page)
  await expect(page).toHaveURL(/\/en\/overview/)
  await page.goto('/en/account')
  await expect(page.getByText('You have one key only.', { exact: false })).toBeVisible()
  await expectAccessible(page)
})

test('a session is the cookie alone: new at each sign-in, dead after sign-out, not kept by any cache', async ({
  page,
  browser,
}) => {
  await enrolAs(page, 'holder')
  const first = await sidOf(page.context())
  expect(first).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: '/', expires: -1 })
  expect(await page.evaluate(() => document.cookie)).not.toContain('sid')
  const shown = await page.goto('/en/overview')
  expect(await shown?.headerValue('cache-control')).toContain('no-store')

  await signOut(page)
  const copy = await browser.newContext()
  await copy.addCookies(first ? [first] : [])
  const thief = await copy.newPage()
  await thief.goto('/en/overview')
  await expect(thief).toHaveURL(/\/en\/sign-in/)
  await page.goBack()
  await expect(page).toHaveURL(/\/en\/sign-in/)

  await signIn(page)
  await expect(page).toHaveURL(/\/en\/overview/)
  expect((await sidOf(page.context()))?.value).not.toBe(first?.value)
})

test('an invitation that was used or has run out lets nobody in, and says so in both languages', async ({
  page,
  browser,
}) => {
  const used = await inviteAs('holder', `Used ${randomUUID().slice(0, 8)}`)
  await enrolBy(await (await browser.newContext()).newPage(), used, 'Li Na')
  const late = await inviteAs('holder', `Late ${randomUUID().slice(0, 8)}`, -1)
  for (const token of [used, late]) {
    await page.goto(`/en/enrol/${token}`)
    await expect(alert(page)).toContainText(en['invitation-unknown'].title)
    await expect(alert(page)).toContainText(en['invitation-unknown'].next)
    await page.goto(`/zh-CN/enrol/${token}`)
    await expect(alert(page)).toContainText(zh['invitation-unknown'].title)
  }
  await expectAccessible(page)
})

test('a key that the portal has never seen opens nothing, and says so in both languages', async ({
  page,
}) => {
  await plugInForeign(page)
  await page.goto('/zh-CN/sign-in')
  await page.getByRole('button', { name: '用密钥登录' }).dblclick()
  await expect(alert(page)).toContainText(zh['sign-in-refused'].title)
  await page.goto('/en/sign-in')
  await signIn(page)
  await expect(alert(page)).toContainText(en['sign-in-refused'].title)
  await expectAccessible(page)
  await page.goto('/en/overview')
  await expect(page).toHaveURL(/\/en\/sign-in/)
})

test('a second key is made on another authenticator, signs in alone, and the first can then be revoked', async ({
  page,
}) => {
  const { key: first } = await enrolBy(
    page,
    await inviteAs('holder', `Two keys ${randomUUID().slice(0, 8)}`),
    'Li Na',
  )
  await page.goto('/en/account')
  await expect(page.getByRole('button', { name: 'Revoke First key' })).toBeDisabled()
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Add a key' }).click()
  await dialog.getByLabel('Name of this key').fill('Blue')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Add a key' }).dblclick()
  await expect(dialog.getByRole('alert')).toContainText(en['key-known'].title)

  const before = await sidOf(page.context())
  await page.route(/auth\.keys\.beginAdd/, async (route) => {
    await first.putAway()
    await plugIn(page)
    await route.continue()
  })
  await dialog.getByRole('button', { name: 'Add a key' }).dblclick()
  await expect(page.getByRole('button', { name: 'Revoke Blue' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Revoke / })).toHaveCount(2)
  expect((await sidOf(page.context()))?.value).not.toBe(before?.value)

  await signOut(page)
  await signIn(page)
  await expect(page).toHaveURL(/\/en\/overview/)
  await page.goto('/en/account')
  await page.getByRole('button', { name: 'Revoke First key' }).dblclick()
  await expect(page.getByText('You have one key only.', { exact: false })).toBeVisible()
  await expect(page.getByText('Blue', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Issue new codes' }).dblclick()
  await expect(dialog.getByRole('listitem')).toHaveCount(10)
  await expectAccessible(page)
})

test("an administrator invites a person and revokes the person's key: the session ends, a recovery code opens again", async ({
  page,
  browser,
}) => {
  await enrolAs(page, 'holder')
  await page.goto('/en/organisation')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await expectAccessible(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Invite as/ }).dblclick()
  const link = await dialog.getByText(/\/enrol\//).textContent()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close' }).click()
  const open = page.getByRole('region', { name: 'Open invitations' })
  await expect(open.getByRole('listitem')).toHaveCount(1)

  const member = await (await browser.newContext()).newPage()
  const { recoveryCodes } = await enrolBy(member, link?.split('/').at(-1) ?? '', 'Zhang San')
  expect(recoveryCodes).toHaveLength(10)
  await page.reload()
  await expect(open).toHaveCount(0)
  await page.getByRole('row', { name: /Zhang San/ }).press('Enter')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Revoke First key' }).dblclick()
  await expect(dialog.getByText(/revoked/)).toBeVisible()

  await member.goto('/en/account')
  await expect(member).toHaveURL(/\/en\/sign-in/)
  await signIn(member)
  await expect(alert(member)).toContainText(en['sign-in-refused'].title)

  const [code = ''] = recoveryCodes
  await member.goto('/en/recover')
  await member.getByLabel('Recovery code').fill('AAAAA-AAAAA-AAAAA-AAAAA')
  await member.getByRole('button', { name: 'Make a new key' }).dblclick()
  await expect(alert(member)).toContainText(en['recovery-refused'].title)
  await expectAccessible(member)
  await member.getByLabel('Recovery code').fill(code.toLowerCase())
  await member.getByRole('button', { name: 'Make a new key' }).dblclick()
  await expect(member).toHaveURL(/\/en\/account/)
  await signOut(member)
  await signIn(member)
  await expect(member).toHaveURL(/\/en\/overview/)

  await signOut(member)
  await member.goto('/zh-CN/recover')
  await member.getByLabel('恢复码').fill(code)
  await member.getByRole('button', { name: '新建密钥' }).dblclick()
  await expect(alert(member)).toContainText(zh['recovery-refused'].title)
})

test('the door speaks Chinese', async ({ page }) => {
  await page.goto('/zh-CN/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/)
  await expect(page.getByRole('button', { name: /登录/ })).toBeVisible()
  await expectAccessible(page)
})

test('an address that leads nowhere is said so, in both languages, with a way in', async ({ page }) => {
  const answer = await page.goto('/en/nowhere')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/zh-CN/nowhere')
  await expect(page.getByRole('heading', { level: 1, name: '没有此页面' })).toBeVisible()
  await page.getByRole('link', { name: '前往总览' }).click()
  await expect(page).toHaveURL(/\/zh-CN\/sign-in\?next=/)
})
