import { readFileSync } from 'node:fs'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { askOperator } from './ask-operator.ts'
import { expectAccessible } from './axe.ts'
import { enrolBy, makeActKey } from './enrol-as.ts'
import { expectSigned } from './sheet.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 90_000

/** Enrols a person of the centre with a key, and an act key besides. */
async function enrol(browser: Browser, token: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await enrolBy(page, token, name)
  await makeActKey(page)
  return page
}

type Bytes = string | Uint8Array
async function choose(page: Page, name: string, bytes: Bytes) {
  await page.goto('/en/settlement')
  await page.getByRole('button', { name: 'Bring obligations' }).click()
  const buffer = Buffer.from(bytes)
  await page.getByLabel('File of obligations').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

async function openPool(page: Page) {
  await page.goto('/en/settlement')
  await page.getByRole('tab', { name: 'Pool and books' }).click()
}

/** Pays value into the pool under a person's act key, and waits until the centre sees it. */
async function fill(page: Page, person: RegExp) {
  await openPool(page)
  const row = page.getByRole('row', { name: person })
  const keyHash = await row.locator('[title]').first().getAttribute('title')
  await askOperator('payIn', { keyHash: keyHash ?? '', units: 10_000_000 })
  await expect(async () => {
    await openPool(page)
    await expect(row).toContainText('100,000.00', { timeout: 2_000 })
  }).toPass({ timeout: BLOCK_MS })
}

const head = 'debtor,creditor,amount,reference'
const rows = (...lines: readonly string[]) => `${[head, ...lines].join('\n')}\n`
/** Obligations that no other run brings: their parties carry the time. */
const mark = Date.now().toString(36)
const [A, B, C] = ['A', 'B', 'C'].map((party) => `${party}-${mark}`)
const good = [`${A},${B},100.00,1`, `${B},${C},60.00,2`, `${C},${A},60.00,3`]

let a: Page
let b: Page
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  const [first, second] = await askOperator('foundCentre', {})
  a = await enrol(browser, first, 'Li Na')
  b = await enrol(browser, second, 'Wang Wei')
})
test.afterAll(async () => {
  for (const page of [a, b]) await page?.context().close()
})

test('what is no obligation is listed with its line and reason, and can be taken home to be mended', async ({
  browserName: _,
}, info) => {
  test.setTimeout(180_000)
  await a.goto('/en/settlement')
  await expect(a.getByText('No batches yet')).toBeVisible()
  await expectAccessible(a)
  const file = rows(
    ...good,
    `${A},${A},1.00,4`,
    `${A},${B},1e3,5`,
    `${A},${B},-5.00,6`,
    `${A},${B},1.005,7`,
    `${A},${B},,8`,
    `${A},${B},0,9`,
    `,${B},1.00,10`,
    `${A},${B},1.00,1`,
    `${A},${B},ten,11`,
    `${A},${B},1.00`,
  )
  await choose(a, 'bad.csv', file)
  const dialog = a.getByRole('dialog')
  await expect(dialog.getByText(/UTF-8/i).first()).toBeVisible()
  for (const reason of [
    `${A} can not owe itself`,
    'The amount is written with an exponent',
    'The amount is negative',
    'The amount has more decimals than the unit',
    'No amount',
    'Owes nothing',
    'No party in column debtor',
    'Reference 1 stood in line 2 already',
    'The amount is not a number',
    '3 cells instead of 4',
  ])
    await expect(dialog.getByText(reason)).toBeVisible()
  const bring = dialog.getByRole('button', { name: 'Bring 3 obligations' })
  await expect(bring).toBeDisabled()
  await expectAccessible(a)
  const saving = a.waitForEvent('download')
  await dialog.getByRole('button', { name: 'CSV' }).click()
  const path = info.outputPath('bad-rows.csv')
  await (await saving).saveAs(path)
  const saved = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  expect(saved).toHaveLength(11)
  expect(saved.find((line) => line.includes('exponent'))).toContain('1e3')
})

test('a file that is none is refused before anything is sent', async () => {
  const unknown = Uint8Array.from([0x00, 0xd8, 0xff, 0x00, 0x80, 0x81, 0xfe, 0xff, 0x00, 0x01])
  const files: readonly [string, Bytes, RegExp][] = [
    ['binary.csv', unknown, /encoding is not known/],
    ['empty.csv', '', /The file is empty/],
    ['other.csv', 'name,age\nLi,3\n', /columns of this file are not known/],
    ['head.csv', `${head}\n`, /a header and no lines/],
  ]
  for (const [name, bytes, reason] of files) {
    await choose(a, name, bytes)
    await expect(a.getByRole('dialog').getByRole('alert')).toContainText(reason)
    await expect(a.getByRole('dialog').getByRole('button', { name: /^Bring/ })).toBeDisabled()
  }
  await expectAccessible(a)
})

test('a file of an office program in UTF-16 is read as it was meant; one in an old encoding is not guessed at', async () => {
  const text = `${head}\n李娜,王伟,12.00,1\n`
  await choose(a, 'utf16.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))
  await expect(
    a
      .getByRole('dialog')
      .getByText(/utf-16le/i)
      .first(),
  ).toBeVisible()
  await expect(a.getByRole('cell', { name: '李娜' })).toBeVisible()
  const gb = Buffer.from([0xc0, 0xee, 0xc4, 0xc8, 0x2c, 0xcd, 0xf5, 0xce, 0xb0])
  await choose(a, 'gb.csv', Buffer.concat([Buffer.from(`${head}\n`), gb, Buffer.from(',12.00,1\n')]))
  const dialog = a.getByRole('dialog')
  await expect(dialog.getByText('The file is not UTF-8; it may be GB18030 (GBK)')).toBeVisible()
  await dialog.getByRole('button', { name: 'Read as GB18030' }).click()
  await expect(a.getByRole('cell', { name: '李娜' })).toBeVisible()
})

test('one person brings obligations, another approves by key, the ledger pays, the books agree', async () => {
  test.setTimeout(600_000)
  await fill(b, /Wang Wei/)
  await expectAccessible(b)

  // Nobody has an account here but B, who is paid to it; C stays in the centre's books.
  await b.getByRole('tab', { name: 'Participants' }).click()
  await expect(b.getByText('No participants yet')).toBeVisible()
  await b.getByLabel('Code in the files').fill(B ?? '')
  await b.getByLabel('Name').fill('Party B')
  await b.getByLabel('Address or key hash').fill('not an address')
  await b.getByRole('button', { name: 'Save' }).dblclick()
  await expect(b.getByRole('main').getByRole('alert')).toBeVisible()
  await expectAccessible(b)
  await b.getByLabel('Address or key hash').fill('ab'.repeat(20))
  await b.getByRole('button', { name: 'Save' }).dblclick()
  await expect(b.getByRole('row', { name: /Party B/ })).toHaveCount(1)
  await expectAccessible(b)

  const file = rows(...good, `${A},${A},1.00,4`)
  await choose(a, 'day.csv', file)
  await a.getByRole('checkbox', { name: /Set the 1 bad lines? aside/ }).check()
  await a.getByRole('button', { name: 'Bring 3 obligations' }).dblclick()
  await expect(a.getByRole('heading', { level: 1, name: 'day.csv' })).toBeVisible()
  await expect(a.getByText('Another person of the centre must approve', { exact: false })).toBeVisible()
  await expect(a.getByRole('button', { name: 'Take for approval' })).toBeHidden()
  await expect(a.getByText('40.00', { exact: true }).first()).toBeVisible({ timeout: BLOCK_MS })
  const address = a.url()
  await expect(a.getByRole('img', { name: /Who owes whom before netting: 220.00 in 3 pairs/ })).toBeVisible()
  await expect(a.getByRole('img', { name: /after netting: 40.00/ })).toBeVisible()
  await expectAccessible(a)
  await a.getByRole('button', { name: 'Table' }).last().click()
  await expect(a.getByRole('region', { name: /after netting: 40.00/ })).toContainText(`${A}`)
  await expectAccessible(a)

  await choose(a, 'again.csv', file)
  await a.getByRole('checkbox', { name: /bad lines? aside/ }).check()
  await a.getByRole('button', { name: 'Bring 3 obligations' }).click()
  await expect(a.getByText('These obligations are here already', { exact: false })).toBeVisible()
  await expectAccessible(a)
  await a.getByRole('button', { name: 'Open that batch' }).click()
  await expect(a).toHaveURL(address)

  await b.goto(address)
  await b.getByRole('button', { name: 'Take for approval' }).dblclick()
  const approve = b.getByRole('button', { name: 'Approve and sign with your hardware key' })
  await expect(approve).toBeVisible({ timeout: BLOCK_MS })
  await approve.dblclick()
  const sign = b.getByRole('dialog').getByRole('button', { name: /Sign these 2 acts/ })
  await expect(sign).toBeVisible()
  await expectAccessible(b)
  await signAtVerifier(b, sign, expectAccessible)
  await expectSigned(b)
  // Away and back: the page says where the batch is.
  await b.goto('/en/settlement')
  await expect(b.getByRole('row', { name: /day.csv/ })).toBeVisible()
  await b.getByRole('row', { name: /day.csv/ }).click()
  await expect(b.getByRole('progressbar')).toBeVisible()
  await expect(b.getByText('Paid, final and booked')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(b)

  const saving = b.waitForEvent('download')
  await b.getByRole('button', { name: 'Report (CSV)' }).click()
  const report = readFileSync(await (await saving).path(), 'utf8')
  expect(report).toContain(`position,,,,${A},-40.00`)
  expect(report).toContain(`position,,,,${B},40.00,${'ab'.repeat(20)}`)
  expect(report.trim().split(/\r?\n/)).toHaveLength(1 + 1 + 3 + 3)

  await b.locator('a[href*="/explorer/record/settlement/"]').first().click()
  await expect(b.getByRole('heading', { level: 1, name: 'Record in settlement' })).toBeVisible()
  await openPool(b)
  await expect(b.getByText('Both agree')).toBeVisible()
  await expectAccessible(b)
  await b.goto('/zh-CN/settlement')
  await expect(b.getByRole('heading', { level: 1, name: '结算' })).toBeVisible()
})

test('a batch may be declined before it is signed; nothing is paid, and it can be brought anew', async () => {
  test.setTimeout(240_000)
  const file = rows(`${A},${C},7.00,d1`)
  await choose(a, 'declined.csv', file)
  await a.getByRole('button', { name: 'Bring 1 obligation' }).click()
  await expect(a.getByRole('heading', { level: 1, name: 'declined.csv' })).toBeVisible()
  const address = a.url()
  await b.goto(address)
  await b.getByRole('button', { name: 'Decline the batch' }).click()
  await expectAccessible(b)
  await b.getByRole('dialog').getByRole('button', { name: 'Decline the batch' }).dblclick()
  await expect(b.getByText('Declined', { exact: false }).first()).toBeVisible()
  await expect(b.getByRole('button', { name: 'Take for approval' })).toBeHidden()
  await expectAccessible(b)
  await choose(a, 'anew.csv', file)
  await a.getByRole('button', { name: 'Bring 1 obligation' }).click()
  await expect(a.getByRole('heading', { level: 1, name: 'anew.csv' })).toBeVisible()
  expect(a.url()).not.toBe(address)
})

test('who has no money in the pool can not take a batch, and is told what is missing', async () => {
  test.setTimeout(120_000)
  await choose(b, 'dear.csv', rows(`${A},${B},900.00,e1`))
  await b.getByRole('button', { name: 'Bring 1 obligation' }).click()
  await expect(b.getByRole('heading', { level: 1, name: 'dear.csv' })).toBeVisible()
  await a.goto(b.url())
  await a.getByRole('button', { name: 'Take for approval' }).click()
  await expect(a.getByRole('main').getByRole('alert')).toContainText(
    /The pool under this key holds 0.00, 900.00 are needed/,
  )
  await expectAccessible(a)
})
