import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

const vc = join(import.meta.dirname, '../apps/cli/bin/vc.mjs')
const BLOCK_MS = 60_000

test('a regulator judges the ledger again in the browser, and the pack verifies offline', async ({
  page,
}, info) => {
  await enrolAs(page, 'regulator')
  await page.goto('/en/audit')
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  const last = page.getByLabel('Up to height')
  await expect(last).toBeVisible({ timeout: BLOCK_MS })
  await page.getByRole('button', { name: 'Start the audit' }).click()
  await expect(page.getByText('Every block holds, and the portal shows what the ledger says')).toBeVisible({
    timeout: BLOCK_MS,
  })
  await expectAccessible(page)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the audit pack' }).click()
  const path = info.outputPath('audit.vcpack.jsonl')
  await (await saving).saveAs(path)
  expect(execFileSync(process.execPath, [vc, 'verify', path], { encoding: 'utf8' })).toContain('VERIFIED')

  const altered = info.outputPath('altered.vcpack.jsonl')
  writeFileSync(altered, readFileSync(path, 'utf8').replace(/"amount":"\d+"/, '"amount":"1"'))
  expect(() => execFileSync(process.execPath, [vc, 'verify', altered])).toThrow()
})

test('every id in the explorer leads to what it names', async ({ page }) => {
  await enrolAs(page, 'regulator')
  await page.goto('/en/explorer/block/0')
  await expect(page.getByRole('heading', { level: 1, name: 'Block 0' })).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(page)
  await page.locator('a[href*="/explorer/transaction/"]').last().click()
  await expect(page.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /three layers/ })).toBeVisible()
  await expect(page.locator('path[data-how="writes"]').first()).toBeAttached()
  await expectAccessible(page)
  await page.locator('a[href*="/explorer/account/"]').first().click()
  await expect(page).toHaveURL(/\/explorer\/account\/[0-9a-f]{40}/)
  await expect(page.getByRole('heading', { level: 2, name: /Outputs/ })).toBeVisible()

  await page.goto('/en/explorer/search?q=0')
  await page.locator('main a[href$="/explorer/block/0"]').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Block 0' })).toBeVisible()
  await page.goto('/zh-CN/explorer')
  await expect(page.getByRole('heading', { level: 1, name: '账本' })).toBeVisible()
})

test('nobody but a regulator audits', async ({ page }) => {
  await enrolAs(page, 'holder')
  await page.goto('/en/audit')
  await expect(page.getByRole('alert')).toBeVisible()
})
