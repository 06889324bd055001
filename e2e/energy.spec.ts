import { readFileSync } from 'node:fs'
import { expect as expectSoon, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 90_000
const expect = expectSoon.configure({ timeout: 60_000 })
const csv = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(['station,date,energy_mwh', ...rows].join('\n')),
})
/** Looks at the one act that waits in the inbox, and says no to it with a reason. */
async function declineFirst(page: Page) {
  await page.goto('/en/approvals')
  await expectAccessible(page)
  const waiting = page.getByRole('table', { name: 'Waits for you' })
  await waiting.getByRole('row', { name: /Deliver certificates/ }).press('Enter')
  const drawer = page.getByRole('dialog')
  await expect(drawer).toContainText('0 of 1')
  await expect(drawer).toContainText('One signature is missing, and yours is asked for.')
  const result = drawer.getByRole('region', { name: 'What it would make of the ledger now' })
  await expect(result).toContainText(/As the ledger stands after block \d+ it would take this act/)
  await expect(result.getByRole('row', { name: /Value less debt/ })).toBeVisible()
  const decline = drawer.getByRole('button', { name: 'Decline' })
  await expect(decline).toBeDisabled()
  await drawer.getByLabel('Reason to decline').fill('Not this buyer')
  await expectAccessible(page)
  await decline.dblclick()
  await expect(drawer.getByText('Not this buyer')).toBeVisible()
  await expect(drawer).toContainText('Taken back')
  await page.goto('/zh-CN/approvals')
  await expect(page.getByRole('table', { name: '已办结或已失效' })).toContainText('已撤回')
  await expectAccessible(page)
}

const chooseFile = (page: Page, file: ReturnType<typeof csv>) =>
  page.getByLabel('A file from this computer').setInputFiles(file)

test('metering data become certificates once, go to another organisation by a signed act, and are proved by anyone', async ({
  page,
  browser,
}) => {
  test.setTimeout(600_000)
  const buyer = await (await browser.newContext()).newPage()
  await enrolAs(buyer, 'holder')
  const buyerName = await buyer.getByRole('button', { name: /holder [0-9a-f]{8}/ }).textContent()
  await enrolAs(page, 'trading-centre')
  const station = `wind-${Date.now()}`
  const file = csv(`${station}.csv`, [`${station},2026-01-01,2.75`, `${station},2026-01-02,1.5`])
  await page.goto('/en/energy')
  await chooseFile(page, file)
  await page.getByRole('button', { name: 'Bring in 2 rows' }).dblclick()
  const row = page.getByRole('row', { name: new RegExp(`${station}.csv`) })
  await expect(row).toContainText(/In a block|Final/, { timeout: BLOCK_MS })
  await expect(row).toHaveCount(1)
  await expect(
    page.getByRole('table', { name: 'Stations' }).getByRole('row', { name: new RegExp(station) }),
  ).toContainText('0.25')
  await expectAccessible(page)
  await chooseFile(page, file)
  await expect(page.getByText('This file is here already: 2 rows. Nothing was changed.')).toBeVisible()
  await row.press('Enter')
  const drawer = page.getByRole('dialog')
  await expect(drawer.locator('a[href*="/explorer/block/"]')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  const certificates = page.getByRole('table', { name: 'Certificates' })
  const buyersName = /holder [0-9a-f]{8}/.exec(buyerName ?? '')?.[0] ?? ''
  const draft = async (count: string) => {
    await certificates.getByRole('row', { name: new RegExp(`REC-${station}`) }).press('Enter')
    await page.getByLabel('How many').fill(count)
    await page.getByLabel('To', { exact: true }).selectOption({ label: buyersName })
    await page.getByRole('dialog').getByRole('button', { name: 'Draft the transfer' }).dblclick()
  }
  await certificates.getByRole('row', { name: new RegExp(`REC-${station}`) }).press('Enter')
  const give = page.getByRole('dialog').getByRole('button', { name: 'Draft the transfer' })
  await give.click()
  await expect(page.getByText('At least one certificate')).toBeVisible()
  await page.getByLabel('How many').fill('5')
  await give.click()
  await expect(page.getByText('No organisation is chosen')).toBeVisible()
  await page.getByLabel('To', { exact: true }).selectOption({ label: buyersName })
  await give.click()
  await expect(page.getByText('There are not that many')).toBeVisible()
  await expect(page.getByText('The range has 4, you asked for 5.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('How many').fill('3')
  await give.click()
  await expect(page.getByText('You have no act key to sign a transfer with')).toBeVisible()
  await makeActKey(page)
  await page.goto('/en/energy')
  await draft('3')
  await expect(page.getByRole('dialog')).toBeHidden()
  const transfers = page.getByRole('table', { name: 'Transfers' })
  await expect(transfers.getByRole('row')).toHaveCount(2)
  await draft('2')
  await expect(page.getByText('A transfer of these certificates waits already')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  const sign = transfers.getByRole('button', { name: /^Read and sign/ })
  await expect(sign).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(page)
  await buyer.goto('/en/energy')
  await expect(buyer.getByText('No certificates yet')).toBeVisible()
  await declineFirst(page)
  await page.goto('/en/energy')
  await expect(transfers.getByRole('row', { name: /Taken back/ })).toBeVisible()
  await draft('3')
  await expect(page.getByRole('dialog')).toBeHidden()
  await sign.dblclick({ timeout: BLOCK_MS })
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText(`hands over certificates 1 to 3 of station ${station} (3 of 4)`)
  await expect(sheet).toContainText(`to organisation ${buyersName}`)
  await expectAccessible(page)
  await signAtVerifier(page, sheet.getByRole('button', { name: 'Sign this act with your key' }))
  await expect(transfers.getByRole('row', { name: /In a block|Final/ })).toBeVisible({ timeout: BLOCK_MS })
  await expect(page.getByRole('link', { name: `REC-${station}-0000000004` })).toBeVisible()
  await expect(page.getByRole('link', { name: `REC-${station}-0000000001` })).toBeHidden()
  await expect(buyer.getByRole('link', { name: `REC-${station}-0000000001` })).toBeVisible()
  await expectAccessible(buyer)

  const anyone = await (await browser.newContext()).newPage()
  await anyone.goto(`/en/verify?code=REC-${station}-0000000002`)
  const check = anyone.getByRole('button', { name: 'Check', exact: true })
  await check.dblclick()
  await expect(anyone.getByText('Genuine', { exact: true })).toBeVisible()
  const handed = anyone.getByRole('listitem').filter({ hasText: `Handed to ${buyersName}` })
  await expect(handed).toContainText('Signed with')
  await expect(handed.locator('a[href*="/explorer/block/"]')).toBeVisible()
  await expectAccessible(anyone)
  await anyone.getByLabel('Code').fill(`REC-${station}-0000000005`)
  await check.click()
  await expect(anyone.getByText('No right registered')).toBeVisible()
  await anyone.goto(`/en/verify?code=REC-${station}-0000000004`)
  await check.click()
  await expect(anyone.getByText('Genuine', { exact: true })).toBeVisible()
  await expect(anyone.getByText(/Handed to/)).toBeHidden()
  await page.goto('/zh-CN/energy')
  await expect(page.getByRole('table', { name: '转让' }).getByText(/已入块|已终局/)).toBeVisible()
  await expectAccessible(page)
  await anyone.locator('a[href*="/explorer/block/"]').first().click()
  await expect(anyone).toHaveURL(/sign-in|explorer/)
})

test('bad lines of metering data are named with line and reason, exported, and give no certificate', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await enrolAs(page, 'trading-centre')
  const station = `bad-${Date.now()}`
  const bad: readonly [string, string][] = [
    ['2026-01-02,-3', 'Column energy_mwh is below zero'],
    ['2026-01-03,1e3', 'Column energy_mwh has an exponent'],
    ['2026-01-04,0.1234567890123456789', 'Column energy_mwh has too many decimals'],
    ['2026-01-05,"1,000"', 'Column energy_mwh is no plain decimal number'],
    ['2026-02-30,1', 'Column date must be a month, day or minute'],
    ['2026-01-01,2', `${station} 2026-01-01 stands in the file before, on line 2`],
    ['2026-01,2', `${station} 2026-01 overlaps with line 2`],
  ]
  await page.goto('/en/energy')
  await chooseFile(
    page,
    csv(`${station}.csv`, [`${station},2026-01-01,1.5`, ...bad.map(([rest]) => `${station},${rest}`)]),
  )
  const table = page.getByRole('table', { name: 'Bad lines' })
  for (const [i, [, reason]] of bad.entries())
    await expect(table.getByRole('row', { name: new RegExp(`^${i + 3} `) })).toContainText(reason)
  await expect(page.getByRole('button', { name: 'Bring in 1 row' })).toBeDisabled()
  await expectAccessible(page)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the lines to correct' }).click()
  const saved = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(saved).toHaveLength(bad.length + 1)
  expect(saved[0]).toContain('Line,Reason,station,date,energy_mwh')
  await page.getByRole('checkbox', { name: /aside/ }).check()
  await page.getByRole('button', { name: 'Bring in 1 row' }).click()
  const row = page.getByRole('row', { name: new RegExp(`${station}.csv`) })
  await expect(row).toContainText(/In a block|Final/, { timeout: BLOCK_MS })
  await row.press('Enter')
  await expect(page.getByRole('dialog').getByText(/overlaps with line 2/)).toBeVisible()
  await page.keyboard.press('Escape')
  await chooseFile(page, { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') })
  await expect(page.getByText('This file has no columns of metering data: a, b')).toBeVisible()
  await page.goto('/zh-CN/energy')
  await page.getByLabel('选择本机文件').setInputFiles(csv('zh.csv', [`${station},2026-03-01,-1`]))
  await expect(page.getByText(/energy_mwh 列小于零/)).toBeVisible()
  await expectAccessible(page)
})

test('a file that Excel saved in GBK is shown as that, and read in it when a person says so', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await enrolAs(page, 'trading-centre')
  // 风电一号 in GBK; the number makes the station new.
  const name = Buffer.from([0xb7, 0xe7, 0xb5, 0xe7, 0xd2, 0xbb, 0xba, 0xc5])
  const mark = Date.now()
  const buffer = Buffer.concat([
    Buffer.from('station,date,energy_mwh\n'),
    name,
    Buffer.from(`-${mark},2026-01-01,3.5\n`),
  ])
  const file = { name: 'gbk.csv', mimeType: 'text/csv', buffer }
  await page.goto('/zh-CN/energy')
  await page.getByLabel('选择本机文件').setInputFiles(file)
  await expect(page.getByText('文件不是 UTF-8，可能是 GB18030（GBK）')).toBeVisible()
  await expect(page.getByRole('figure')).toContainText(`风电一号-${mark},2026-01-01,3.5`)
  await expectAccessible(page)
  await page.goto('/en/energy')
  await chooseFile(page, file)
  await expect(page.getByText('The file is not UTF-8; it may be GB18030 (GBK)')).toBeVisible()
  await expect(page.getByRole('button', { name: /Bring in/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Read as GB18030' }).dblclick()
  await expect(page.getByText('Read as CSV, GB18030')).toBeVisible()
  await page.getByRole('button', { name: 'Bring in 1 row' }).click()
  const stations = page.getByRole('table', { name: 'Stations' })
  await expect(stations.getByRole('row', { name: new RegExp(`风电一号-${mark}`) })).toBeVisible()
})
