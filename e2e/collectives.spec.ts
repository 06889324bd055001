import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import {
  BLOCK_MS,
  bring,
  bringWorkbook,
  holding,
  lineOf,
  memberElsewhere,
  payIn,
  payTo,
  propose,
  vote,
} from './collective-steps.ts'
import { enrolAs } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'
import { expectSigned } from './sheet.ts'

const PHONE = { width: 390, height: 844 }
/** A holder with a wallet, and the line that proves the credential. */
async function member(page: Page, name: string): Promise<string> {
  await enrolAs(page, 'holder', name)
  await makeWallet(page, async () => {})
  return lineOf(page, name)
}

async function register(page: Page, lines: readonly string[]): Promise<void> {
  await bring(
    page,
    lines.map((line, i) => (i === 1 ? line.replace(',1,', ',5,') : line)),
  )
  await expect(page.getByRole('row', { name: /3 .*does not prove that this account has/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Register/ })).toHaveCount(0)
  await bringWorkbook(page, lines)
  await expect(page.getByText('3 members, 3 votes in all; read as Excel workbook')).toBeVisible()
  await expect(page.getByLabel('Votes that decide')).toHaveValue('2')
  await page.getByLabel('Name of the collective').fill('Green Valley')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Register 3 members' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'Green Valley' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Zhao Min/ })).toBeVisible({ timeout: BLOCK_MS })
}

/** Two of the members form a group with an account of its own; gives the path of its page. */
async function formGroup(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Form a group' }).click()
  for (const name of ['Li Na', 'Wang Wei']) await page.getByRole('checkbox', { name }).check()
  await page.getByLabel('Name of the group').fill('Machines')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Register the group' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'Machines' })).toBeVisible()
  return new URL(page.url()).pathname
}

/** The group's two pay out of its own account by a vote of their own. */
async function spendAsGroup(keeper: Page, other: Page, group: string, payee: string): Promise<void> {
  await keeper.goto(group)
  await expect(keeper.getByRole('row', { name: /Wang Wei/ })).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /Zhao Min/ })).toHaveCount(0)
  await payIn(keeper, '120.00')
  const ballot = await propose(keeper, 'Fuel for the harvester', payee)
  await vote(keeper)
  await other.goto(ballot)
  await vote(other)
  await expect(other.getByText('Paid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await keeper.goto(group)
  await expect(holding(keeper, '19.00')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(keeper)
  await keeper.getByRole('definition').locator('a[href*="/explorer/account/"]').first().click()
  await expect(keeper.getByText('19.00').first()).toBeVisible()
}

/** A member asks for a loan; gives the path of its vote. */
async function askForLoan(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Ask for a loan' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What for').fill('A pump')
  await dialog.getByLabel('Amount').fill('50.00')
  await dialog.getByLabel('Price').fill('2.00')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'A pump' })).toBeVisible()
  return new URL(page.url()).pathname
}

/** Pays all that is owed back. */
async function payBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pay back' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Amount')).toHaveValue('52.00')
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  const sign = page.getByRole('button', { name: 'Sign this act with your key' })
  await sign.dblclick()
  await expectSigned(page)
}

/** Opens a vote by which Zhao Min goes and Sun Li comes; gives the path of its page. */
async function proposeChange(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Change members' }).click()
  await page.getByLabel('Lines of who comes').fill(memberElsewhere('Sun Li').replace(',1,', ',3,'))
  await page.getByRole('button', { name: 'Check what is chosen' }).click()
  await expect(page.getByRole('row', { name: /2 .*does not prove that this account has/ })).toBeVisible()
  await page.getByLabel('Lines of who comes').fill(memberElsewhere('Sun Li'))
  await page.getByRole('checkbox', { name: 'Zhao Min' }).check()
  await page.getByRole('button', { name: 'Check what is chosen' }).click()
  await page.getByLabel('What for').fill('A new season')
  await page.getByLabel('Votes that decide from then on').fill('3')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'A new season' })).toBeVisible()
  return new URL(page.url()).pathname
}

async function onPhone(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: PHONE })).newPage()
}

test('a collective of three is registered, two of them spend on their phones, one alone does not', async ({
  page: keeper,
  browser,
}) => {
  test.setTimeout(240_000)
  const phone = await onPhone(browser)
  const [own, other] = [await member(keeper, 'Li Na'), await member(phone, 'Wang Wei')]
  const [keyHash, payee] = [own, other].map((line) => line.split(',')[1] ?? '')
  await payTo(keyHash ?? '', 50_000)
  await register(keeper, [own, other, memberElsewhere('Zhao Min')])
  await payIn(keeper, '300.00')
  await expectAccessible(keeper)
  const collective = new URL(keeper.url()).pathname

  const path = await propose(keeper, 'Seed for the spring', payee ?? '', true)
  await vote(keeper)
  await expect(keeper.getByText('1 of 2 votes needed')).toBeVisible()
  await phone.goto(path)
  await expect(phone.getByRole('article')).toContainText('100.00')
  await expectAccessible(phone)
  await vote(phone)
  await expect(phone.getByText('2 of 2 votes needed')).toBeVisible()
  await expect(phone.getByText('As the witness in the block proves it.')).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /Zhao Min.*Not voted/ })).toBeVisible()
  await expect(keeper.getByText('Paid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(keeper)
  await keeper.locator('a[href*="/explorer/transaction/"]').first().click()
  await expect(keeper.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible({
    timeout: BLOCK_MS,
  })
  await expect(keeper.getByText('100.00').first()).toBeVisible()

  await keeper.goto(collective)
  await expect(holding(keeper, '199.00')).toBeVisible()
  const group = await formGroup(keeper)
  await phone.goto(collective)
  const loan = await askForLoan(phone)
  await vote(phone)
  await keeper.goto(loan)
  await vote(keeper)
  await expect(phone.getByText('Owed', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await keeper.goto(collective)
  await expect(holding(keeper, '147.99')).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /A pump.*Owed/ })).toBeVisible()
  await expectAccessible(keeper)
  await payBack(phone)
  await propose(keeper, 'A second tractor', payee ?? '')
  await vote(keeper)
  await keeper.goto(collective)
  await expect(keeper.getByRole('row', { name: /A second tractor.*Open/ })).toBeVisible()
  await expect(holding(keeper, '199.99')).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /A pump.*Paid back/ })).toBeVisible()
  await expectAccessible(phone)

  const change = await proposeChange(keeper)
  await expect(keeper.getByText('Open', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /Zhao Min.*Goes/ })).toBeVisible()
  await vote(keeper)
  await phone.goto(change)
  await expect(phone.getByRole('row', { name: /Sun Li.*Comes/ })).toBeVisible()
  await expectAccessible(phone)
  await vote(phone)
  await expect(phone.getByText('In force', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await keeper.goto(collective)
  await expect(keeper.getByText('Went: Zhao Min')).toBeVisible()
  await expect(keeper.getByText('3 members; 3 of 3 votes decide')).toBeVisible()
  await expect(keeper.getByRole('row', { name: /A second tractor.*Overtaken/ })).toBeVisible()
  await expectAccessible(keeper)
  await expect(keeper.getByRole('row', { name: /Machines/ })).toBeVisible()
  await spendAsGroup(keeper, phone, group, payee ?? '')
  await phone.context().close()
})
