import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Role } from '@vc/api'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

const BLOCK_MS = 90_000

async function newPerson(browser: Browser, role: Role): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await enrolAs(page, role)
  return page
}
async function bring(page: Page, name: string, buffer: Buffer) {
  await page.goto('/en/rights')
  await page.getByLabel('A file from this computer').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

test('works are brought in, appraised, certified by key, and proved in the browser by anyone', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const picture = Buffer.from(`a picture ${Date.now()}`)
  const issuer = await newPerson(browser, 'issuer')
  const mark = Date.now()
  const rows = ['accession,title,creator', `${mark}-1,Boat,Li Na`, `${mark}-2,,Li Na`, `${mark}-3,Hill,Li Na`]
  const file = Buffer.from(rows.join('\n'))
  await bring(issuer, `${mark}.csv`, file)
  await expect(issuer.getByText('Column title is empty. Give the title.')).toBeVisible()
  await expect(issuer.getByRole('button', { name: 'Bring in 2 rows' })).toBeDisabled()
  await issuer.getByRole('checkbox', { name: /aside/ }).check()
  await expectAccessible(issuer)
  await issuer.getByRole('button', { name: 'Bring in 2 rows' }).click()
  await issuer.getByRole('row', { name: new RegExp(`${mark}.csv`) }).click()
  await expect(issuer.getByRole('heading', { level: 1, name: `${mark}.csv` })).toBeVisible()
  const address = issuer.url()
  const boat = issuer.getByRole('row', { name: /Boat/ })
  const image = { name: 'boat.png', mimeType: 'image/png', buffer: picture }
  await boat.locator('input[type=file]').setInputFiles(image)
  await expect(boat.locator('[title]').first()).toBeVisible()

  await bring(issuer, `${mark}.csv`, file)
  await expect(issuer.getByText('This file is here already: 2 rows. Nothing was changed.')).toBeVisible()

  const appraiser = await newPerson(browser, 'appraiser')
  await appraiser.goto(address)
  await appraiser.getByLabel('Report').fill('Seen and as described.')
  await appraiser.getByRole('button', { name: 'Send the report' }).click()
  await expect(appraiser.getByText('Waits for a certification centre').first()).toBeVisible()

  const centre = await newPerson(browser, 'certification-centre')
  await centre.goto('/en/account')
  await centre.getByRole('button', { name: 'Make an act key' }).click()
  await centre.getByRole('dialog').getByRole('button', { name: 'Make an act key' }).click()
  await expect(centre.getByText('No act key yet')).toBeHidden()
  await centre.goto(address)
  await centre.getByRole('button', { name: 'Prepare the record' }).click()
  const sign = centre.getByRole('button', { name: 'Read and sign' })
  await expect(sign).toBeVisible({ timeout: BLOCK_MS })
  await sign.click()
  await centre.getByRole('dialog').getByRole('button', { name: 'Sign this act with your key' }).click()
  await expect(centre.getByText('Certified').first()).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(centre)

  const anyone = await (await browser.newContext()).newPage()
  await anyone.goto('/en/verify')
  const copy = anyone.locator('input[type=file]')
  await copy.setInputFiles(image)
  await expect(anyone.getByText('Genuine')).toBeVisible()
  await expectAccessible(anyone)
  await copy.setInputFiles({ ...image, buffer: Buffer.from('another picture') })
  await expect(anyone.getByText('No right registered')).toBeVisible()
  await anyone.goto('/zh-CN/verify')
  await expect(anyone.getByRole('heading', { level: 1, name: '是真的吗？' })).toBeVisible()
})
