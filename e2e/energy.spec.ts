import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

const BLOCK_MS = 90_000

test('metering data become certificates once, go to another organisation, and are proved by anyone', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000)
  const buyer = await (await browser.newContext()).newPage()
  await enrolAs(buyer, 'holder')
  await enrolAs(page, 'trading-centre')
  const station = `wind-${Date.now()}`
  const rows = ['station,date,energy_mwh', `${station},2026-01-01,2.75`, `${station},2026-01-02,1.5`]
  const file = { name: `${station}.csv`, mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
  await page.goto('/en/energy')
  await page.getByLabel('A file from this computer').setInputFiles(file)
  await page.getByRole('button', { name: 'Bring in 2 rows' }).click()
  const row = page.getByRole('row', { name: new RegExp(`${station}.csv`) })
  await expect(row).toContainText('In a block', { timeout: BLOCK_MS })
  await expectAccessible(page)
  await page.getByLabel('A file from this computer').setInputFiles(file)
  await expect(page.getByText('This file is here already: 2 rows. Nothing was changed.')).toBeVisible()

  await page
    .getByRole('table', { name: 'Certificates' })
    .getByRole('row', { name: new RegExp(`REC-${station}`) })
    .press('Enter')
  await page.getByLabel('How many').fill('3')
  await page.getByLabel('To', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByRole('link', { name: `REC-${station}-0000000004` })).toBeVisible()

  const anyone = await (await browser.newContext()).newPage()
  await anyone.goto(`/en/verify?code=REC-${station}-0000000002`)
  await anyone.getByRole('button', { name: 'Check' }).click()
  await expect(anyone.getByText('Genuine')).toBeVisible()
  await expect(anyone.getByText(/Handed to/)).toBeVisible()
  await expectAccessible(anyone)
})
