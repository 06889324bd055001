import { readFileSync } from 'node:fs'
import { type Browser, expect as expectSoon, type Page, test } from '@playwright/test'
import type { Role } from '@vc/api'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { picture } from './pictures.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 90_000
const expect = expectSoon.configure({ timeout: 60_000 })

async function newPerson(browser: Browser, role: Role): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await enrolAs(page, role)
  return page
}
const chooseFile = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel('A file from this computer').setInputFiles({ name, mimeType: 'text/csv', buffer })
async function bring(page: Page, name: string, buffer: Buffer) {
  await page.goto('/en/rights')
  await chooseFile(page, name, buffer)
}

test('works are brought in, appraised, certified by key, and proved in the browser by anyone', async ({
  browser,
}) => {
  test.setTimeout(600_000)
  const issuer = await newPerson(browser, 'issuer')
  const mark = Date.now()
  const image = await picture(issuer, `${mark}-1.png`, mark)
  const altered = await picture(issuer, 'saved again.jpg', mark, true)
  const other = await picture(issuer, 'other.png', mark + 1)
  const rows = [
    'accession,title,creator,evidence',
    `${mark}-1,Boat,Li Na,https://example.org/boat`,
    `${mark}-2,,Li Na,`,
    `${mark}-3,Hill,Li Na,`,
  ]
  const file = Buffer.from(rows.join('\n'))

  await bring(issuer, `${mark}.csv`, file)
  await expect(issuer.getByText('Column title is empty. Give the title.')).toBeVisible()
  await expect(issuer.getByText('Columns: accession, title, creator, evidence')).toBeVisible()
  await expect(issuer.getByText('Read as a list of works, UTF-8')).toBeVisible()
  const take = issuer.getByRole('button', { name: 'Bring in 2 rows' })
  await expect(take).toBeDisabled()
  const saving = issuer.waitForEvent('download')
  await issuer.getByRole('button', { name: 'Save the lines to correct' }).click()
  expect(readFileSync(await (await saving).path(), 'utf8')).toContain(
    `3,Column title is empty. Give the title.,${mark}-2,,Li Na,`,
  )
  await issuer.getByRole('checkbox', { name: /aside/ }).check()
  await expectAccessible(issuer)
  await take.dblclick()
  await issuer.getByRole('link', { name: 'Open what was brought in' }).click()
  await expect(issuer.getByRole('heading', { level: 1, name: `${mark}.csv` })).toBeVisible()
  const address = issuer.url()
  await issuer.getByLabel('Files of the works').setInputFiles([image, { ...other, name: 'nothing.png' }])
  await expect(issuer.getByText('1 work has a fingerprint now')).toBeVisible()
  await expect(issuer.getByText(/No work of this batch is called nothing/)).toBeVisible()
  await expect(issuer.getByRole('row', { name: /Boat/ }).locator('[title]').first()).toBeVisible()
  await expectAccessible(issuer)

  await bring(issuer, `${mark}.csv`, file)
  await expect(issuer.getByText('This file is here already: 2 rows. Nothing was changed.')).toBeVisible()
  await expect(issuer.getByRole('row', { name: new RegExp(`${mark}.csv`) })).toHaveCount(1)

  const appraiser = await newPerson(browser, 'appraiser')
  await appraiser.goto(address)
  const sendReport = appraiser.getByRole('button', { name: 'Send the report' })
  await sendReport.click()
  await expect(appraiser.getByText('The report is empty')).toBeVisible()
  await appraiser.getByLabel('Report').fill('Seen and as described.')
  await appraiser.getByLabel('Value').fill('12e3')
  await sendReport.click()
  await expect(appraiser.getByText('The value is no amount')).toBeVisible()
  await expectAccessible(appraiser)
  await appraiser.getByLabel('Value').fill('1200.50')
  await sendReport.dblclick()
  await expect(appraiser.getByText('Waits for a certification centre').first()).toBeVisible()

  const centre = await newPerson(browser, 'certification-centre')
  await centre.goto(address)
  const prepare = centre.getByRole('button', { name: 'Prepare the record' })
  await prepare.click()
  await expect(centre.getByText('You have no act key to certify with')).toBeVisible()
  await makeActKey(centre)
  await centre.goto(address)
  await prepare.dblclick()
  const sign = centre.getByRole('button', { name: 'Read and sign' })
  await expect(sign).toBeVisible({ timeout: BLOCK_MS })
  await sign.dblclick()
  const paper = centre.getByRole('dialog').getByRole('button', { name: 'Sign this act with your key' })
  await expect(paper).toBeVisible()
  await expectAccessible(centre)
  await signAtVerifier(centre, paper)
  await expect(centre.getByText('Certified').first()).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(centre)
  const code = await centre
    .getByRole('row', { name: /Boat/ })
    .getByRole('link', { name: /^NFR-/ })
    .textContent()
  await centre.locator('#facts a[href*="/explorer/transaction/"]').click()
  await expect(centre.getByRole('heading', { level: 1, name: /Transaction/ })).toBeVisible()
  await centre.goto(address)
  await centre.locator('#facts a[href*="/explorer/block/"]').click()
  await expect(centre.getByRole('heading', { level: 1, name: /Block/ })).toBeVisible()

  const anyone = await (await browser.newContext()).newPage()
  await anyone.goto('/en/verify')
  const copy = anyone.locator('input[type=file]')
  const check = anyone.getByRole('button', { name: 'Check', exact: true })
  await copy.setInputFiles(image)
  await expect(anyone.getByText('Genuine', { exact: true })).toBeVisible()
  await expectAccessible(anyone)
  await copy.setInputFiles(altered)
  await expect(anyone.getByText('Altered or similar copy')).toBeVisible()
  await expect(anyone.getByText('Genuine', { exact: true })).toBeHidden()
  await expect(anyone.getByText(code ?? 'no code')).toBeVisible()
  await expectAccessible(anyone)
  await copy.setInputFiles(other)
  await expect(anyone.getByText('No right registered')).toBeVisible()
  await expectAccessible(anyone)
  await anyone.getByLabel('Code').fill(code?.toLowerCase() ?? '')
  await check.dblclick()
  await expect(anyone.getByText('Registered, and proved')).toBeVisible()
  await expect(anyone.getByText('https://example.org/boat')).toBeVisible()
  await expectAccessible(anyone)
  await anyone.getByLabel('Code').fill(`NFR-${'0'.repeat(24)}`)
  await check.click()
  await expect(anyone.getByText('No right registered')).toBeVisible()
  await anyone.getByLabel('Code').fill('boat')
  await check.click()
  await expect(anyone.getByText('This is no code')).toBeVisible()
  await anyone.goto('/zh-CN/verify')
  await expect(anyone.getByRole('heading', { level: 1, name: '是真的吗？' })).toBeVisible()
  await copy.setInputFiles(altered)
  await expect(anyone.getByText('经改动或相似的副本')).toBeVisible()
})

test('a file that is none of works is refused with what to do, in both languages, and nothing is brought in', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await enrolAs(page, 'issuer')
  await page.goto('/en/rights')
  const refused: readonly [string, Buffer, string][] = [
    [
      'gb18030.csv',
      Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xcc, 0xe2, 0xc3, 0xfb, 0x0a]),
      'The file is not UTF-8; it may be GB18030 (GBK)',
    ],
    [
      'utf16-bare.csv',
      Buffer.from('accession,title,creator\n1,Boat,Li Na', 'utf16le'),
      'The file’s encoding is not known',
    ],
    ['empty.csv', Buffer.alloc(0), 'The file is empty'],
    ['head.csv', Buffer.from('accession,title,creator\n'), 'The file has a header and no lines'],
    [
      'other.csv',
      Buffer.from('debtor,creditor\na,b\n'),
      'This file has no columns of works: debtor, creditor',
    ],
    ['twice.csv', Buffer.from('title,title,creator\na,b,c\n'), 'The column title stands twice'],
    ['broken.json', Buffer.from('[{"title":'), 'This is not a JSON array of works'],
  ]
  for (const [name, buffer, sentence] of refused) {
    await chooseFile(page, name, buffer)
    await expect(page.getByText(sentence)).toBeVisible()
    await expect(page.getByRole('button', { name: /Bring in/ })).toHaveCount(0)
  }
  await expectAccessible(page)
  const bad = [
    'accession,title,creator,uses,sha256',
    '1,"Boat,Li Na',
    '2,Hill',
    '3,Sea,Li Na,sell,',
    '4,Sky,Li Na,show,abc',
  ]
  await chooseFile(
    page,
    'bad.csv',
    Buffer.from([...bad.slice(0, 1), ...bad.slice(2), ...bad.slice(1, 2)].join('\n')),
  )
  await expect(page.getByText('No line of this file can be taken')).toBeVisible()
  for (const reason of [
    /2 cells where the head has 5/,
    /sell is no permitted use/,
    /64 hex digits/,
    /quotation mark/,
  ])
    await expect(page.getByRole('table', { name: 'Bad lines' }).getByText(reason)).toBeVisible()
  const utf16 = Buffer.from(`\uFEFFaccession,title,creator\n${Date.now()},静夜思,李白`, 'utf16le')
  await chooseFile(page, 'utf16.csv', utf16)
  await expect(page.getByText('Read as a list of works, UTF-16LE')).toBeVisible()
  await expect(page.getByRole('cell', { name: '静夜思' })).toBeVisible()
  await page.goto('/zh-CN/rights')
  await page
    .getByLabel('选择本机文件')
    .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2') })
  await expect(page.getByText('文件中没有作品所需的列：a, b')).toBeVisible()
  await expect(page.getByRole('row', { name: /x\.csv/ })).toHaveCount(0)
})

test('2,400 works are previewed, brought in, found, sorted and exported without waiting', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await enrolAs(page, 'issuer')
  const mark = Date.now()
  const works = Array.from({ length: 2400 }, (_, i) => `${mark}-${i},Sheet ${i},Maker ${i % 40},,,,show,,`)
  const repeated = `${mark}-7,Sheet 7 again,Maker 7,,,,show,,`
  const head = 'accession,title,creator,dated,medium,owner,uses,evidence,sha256'
  await bring(page, `${mark}.csv`, Buffer.from([head, ...works, repeated].join('\n')))
  await expect(page.getByText('2,400 good rows, 1 bad')).toBeVisible()
  await expect(
    page.getByText(`${mark}-7 stands in the file before, on line 9. Keep one of the two.`),
  ).toBeVisible()
  await page.getByRole('checkbox', { name: /aside/ }).check()
  await page.getByRole('button', { name: 'Bring in 2,400 rows' }).click()
  await page.getByRole('link', { name: 'Open what was brought in' }).click()
  await expect(page.getByText('1–25 of 2,400 rows')).toBeVisible()
  const rights = page.getByRole('table', { name: 'Rights' })
  await page.getByLabel('Title, maker, accession or code').fill(`${mark}-2399`)
  await expect(rights.getByRole('row', { name: /Sheet 2399/ })).toBeVisible()
  await expect(rights.getByRole('row')).toHaveCount(2)
  await page.getByLabel('Title, maker, accession or code').fill('')
  await expect(page.getByText('1–25 of 2,400 rows')).toBeVisible()
  await rights.getByRole('button', { name: 'Work', exact: true }).dblclick()
  await expect(rights.getByRole('row', { name: /Sheet 2399/ })).toBeVisible()
  const saving = page.waitForEvent('download')
  await page.locator('#rights').getByRole('button', { name: 'CSV' }).click()
  const saved = readFileSync(await (await saving).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(saved).toHaveLength(2401)
  await expectAccessible(page)
})
