import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { plugIn } from './authenticator.ts'
import { expectAccessible } from './axe.ts'
import { folderFile } from './place.ts'

const BLOCK_MS = 90_000
const script = join(import.meta.dirname, 'settlement-centre.ts')
const onNetwork = (...args: string[]) =>
  execFileSync(process.execPath, [script, readFileSync(folderFile, 'utf8'), ...args], { encoding: 'utf8' })

/** Enrols a person of the centre with a key, and an act key besides. */
async function enrol(browser: Browser, token: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await plugIn(page)
  await page.goto(`/en/enrol/${token}`)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Make my key' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Go to the overview' }).click()
  await expect(page).toHaveURL(/\/en\/overview/)
  await page.goto('/en/account')
  await page.getByRole('button', { name: 'Make an act key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make an act key' }).click()
  await expect(page.getByText('No act key yet')).toBeHidden()
  return page
}

async function bring(page: Page, name: string, text: string) {
  await page.goto('/en/settlement')
  await page.getByRole('button', { name: 'Bring obligations' }).click()
  const buffer = Buffer.from(text)
  await page.getByLabel('File of obligations').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

test('one person brings obligations, another approves by key, the ledger pays, the books agree', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const [first, second] = JSON.parse(onNetwork('people'))
  const a = await enrol(browser, first, 'Li Na')
  const b = await enrol(browser, second, 'Wang Wei')

  await b.goto('/en/settlement')
  await b.getByRole('tab', { name: 'Pool and books' }).click()
  const row = b.getByRole('row', { name: /Wang Wei/ })
  const keyHash = await row.locator('[title]').first().getAttribute('title')
  onNetwork('pay-in', keyHash ?? '', '10000000')
  await expect(async () => {
    await b.reload()
    await b.getByRole('tab', { name: 'Pool and books' }).click()
    await expect(row).toContainText('100,000.00', { timeout: 2_000 })
  }).toPass({ timeout: BLOCK_MS })
  await expectAccessible(b)

  const file = 'debtor,creditor,amount,reference\nA,B,100.00,1\nB,C,60.00,2\nC,A,60.00,3\nA,A,1.00,4\n'
  await bring(a, 'day.csv', file)
  await expect(a.getByText('A can not owe itself')).toBeVisible()
  await expect(a.getByRole('button', { name: 'Bring 3 obligations' })).toBeDisabled()
  await a.getByRole('checkbox', { name: /Set the 1 bad lines aside/ }).check()
  await expectAccessible(a)
  await a.getByRole('button', { name: 'Bring 3 obligations' }).click()
  await expect(a.getByRole('heading', { level: 1, name: 'day.csv' })).toBeVisible()
  await expect(a.getByText('Another person of the centre must approve', { exact: false })).toBeVisible()
  await expect(a.getByText('40.00', { exact: true }).first()).toBeVisible({ timeout: BLOCK_MS })
  const address = a.url()

  await bring(a, 'again.csv', file)
  await a.getByRole('checkbox', { name: /bad lines aside/ }).check()
  await a.getByRole('button', { name: 'Bring 3 obligations' }).click()
  await expect(a.getByText('These obligations are here already', { exact: false })).toBeVisible()

  await b.goto(address)
  await b.getByRole('button', { name: 'Take for approval' }).click()
  const approve = b.getByRole('button', { name: 'Approve and sign with your hardware key' })
  await expect(approve).toBeVisible({ timeout: BLOCK_MS })
  await approve.click()
  await b
    .getByRole('dialog')
    .getByRole('button', { name: /Sign these 2 acts/ })
    .click()
  await expect(b.getByText('Paid, final and booked')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(b)

  await b.goto('/en/settlement')
  await b.getByRole('tab', { name: 'Pool and books' }).click()
  await expect(b.getByText('Both agree')).toBeVisible()
  await b.goto('/zh-CN/settlement')
  await expect(b.getByRole('heading', { level: 1, name: '结算' })).toBeVisible()
})
