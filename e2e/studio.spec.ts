import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { must } from '@vc/kernel'
import { dayAfter } from '@vc/settlement'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'
import { folderFile } from './place.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 60_000
const treasury = join(import.meta.dirname, 'settlement-centre.ts')
const noLook = async () => {}

/** An officer of a new organisation with an act key. */
async function officer(page: Page, name: string): Promise<string> {
  const organisation = await enrolAs(page, 'holder', name)
  await makeActKey(page)
  return organisation
}

/** The channel has a wallet besides, into which the treasury of this development network pays. */
async function channelOfficer(page: Page): Promise<string> {
  const organisation = await officer(page, 'Chen Lei')
  await makeWallet(page, noLook)
  const seeds = await page.evaluate(
    async () => (await (await fetch('/api/trpc/seeds.read')).json()).result.data.json,
  )
  const keyHash: string = must(seeds[0], 'a wallet has a seed').debtKeyHash
  execFileSync(process.execPath, [treasury, readFileSync(folderFile, 'utf8'), 'pay-in', keyHash, '90000'])
  return organisation
}

const today = new Date().toISOString().slice(0, 10)
const [yesterday, dayBefore] = [dayAfter(today, -1), dayAfter(today, -2)]

/** Adds a title and proposes how its revenue is shared. */
async function propose(page: Page, code: string, publisher: string, channel: string): Promise<void> {
  await page.goto('/en/studio')
  await page.getByRole('button', { name: 'Add a title' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Cloud Sea 云海')
  await dialog.getByLabel('Code').fill(code)
  await dialog.getByRole('button', { name: 'Add the title' }).dblclick()
  await page.getByRole('button', { name: 'Propose a contract' }).click()
  await dialog.getByRole('button', { name: 'Propose to both' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['contract-incomplete'].title)
  await dialog.getByLabel('Publisher', { exact: true }).first().selectOption(publisher)
  await dialog.getByLabel('Channel').selectOption(channel)
  await dialog.getByLabel('Account that your share is paid to').fill('a1'.repeat(20))
  await dialog.getByLabel('First day').fill(dayAfter(today, -30))
  await dialog.getByLabel('Last day').fill(dayAfter(today, 335))
  await dialog.getByLabel('Platform fee').fill('30')
  await dialog.getByRole('button', { name: 'Add a step' }).click()
  for (const [at, shares] of [
    ['', '50', '30'],
    ['300.00', '60', '25'],
  ].entries()) {
    const step = dialog.getByRole('group', { name: `Shares, step ${at + 1}` })
    if (at > 0) await step.getByLabel('From revenue of').fill(shares[0] ?? '')
    await step.getByLabel('Studio').fill(shares[1] ?? '')
    await step.getByLabel('Publisher').fill(shares[2] ?? '')
  }
  await expect(dialog).toContainText('The channel keeps 20.00 %')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Propose to both' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: /version 1$/ })).toBeVisible()
}

/** Takes part in the contract with an account. */
async function takePart(page: Page, path: string, account: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Take part' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('Account that your share is paid to')
  if (account !== '') await field.fill(account)
  await dialog.getByRole('button', { name: 'Take part with this account' }).dblclick()
  await expect(dialog).toBeHidden()
}

/** Signs the contract at the verifier page, once a block has its commitment. */
async function signContract(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read and sign' }).click({ timeout: BLOCK_MS })
  await expect(page.getByRole('dialog').locator('article ol li')).toHaveCount(6)
  await signAtVerifier(page, page.getByRole('button', { name: 'Sign this act with your key' }))
}

const file = (name: string, ...lines: string[]) => {
  const text = ['period,title,units,gross,refunds,tax', ...lines].join('\n')
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

/** Brings in a statement, a dirty one first, and a clean one twice. */
async function bringStatement(page: Page, code: string): Promise<void> {
  await page.goto('/en/studio')
  await page.getByRole('tab', { name: 'Statements' }).click()
  const choose = page.getByLabel('A statement', { exact: true })
  const good = [`${dayBefore},${code},20,210.00,10.00,0`, `${yesterday},${code},30,320.00,10.00,9.99`]
  await choose.setInputFiles(
    file('dirty.csv', good[0] ?? '', `${today},${code},1,1,0,0`, `${yesterday},NONE,1,1,0,0`),
  )
  await expect(page.getByRole('row', { name: /3 .*has not ended yet/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /4 .*NONE: you have no agreed contract/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Book/ })).toHaveCount(0)
  await expectAccessible(page)
  await choose.setInputFiles(file('clean.csv', ...good))
  await page.getByRole('button', { name: 'Book 2 lines' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'clean.csv' })).toBeVisible()
  const path = page.url()
  await page.goto('/en/studio')
  await page.getByRole('tab', { name: 'Statements' }).click()
  await page.getByLabel('A statement', { exact: true }).setInputFiles(file('again.csv', ...good))
  await expect(page.getByText('This very file is booked already')).toBeVisible()
  await page.goto(path)
}

async function pages(browser: Browser): Promise<readonly [Page, Page]> {
  return [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()]
}

test('a contract that three parties sign shares a channel’s statement to the unit, and one transaction pays it', async ({
  page: studio,
  browser,
}) => {
  test.setTimeout(180_000)
  const [publisher, channel] = await pages(browser)
  const [, publisherName, channelName] = await Promise.all([
    officer(studio, 'Lin Yue'),
    officer(publisher, 'Wang Fang'),
    channelOfficer(channel),
  ])
  const code = `SEA-${Date.now()}`
  await propose(studio, code, publisherName, channelName)
  const path = new URL(studio.url()).pathname
  await Promise.all([takePart(publisher, path, 'b2'.repeat(20)), takePart(channel, path, '')])
  await Promise.all([studio, publisher, channel].map(signContract))
  await expect(channel.getByText('Agreed', { exact: true }).first()).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(channel)

  await bringStatement(channel, code)
  // Net 200.00 and 300.01; 30 % fee; 50/30 % up to 300.00, 60/25 % of the 200.01 above.
  const lines = channel.getByRole('table', { name: 'Lines' })
  await expect(lines.getByRole('row', { name: new RegExp(dayBefore) })).toContainText(
    /70\.00.*42\.00.*88\.00/,
  )
  await expect(lines.getByRole('row', { name: new RegExp(yesterday) })).toContainText(
    /119\.00.*56\.00.*125\.01/,
  )
  await expect(async () => {
    await channel.getByRole('button', { name: 'Pay all that is owed' }).click()
    await expect(channel.getByRole('button', { name: 'Sign this act with your key' })).toBeVisible({
      timeout: 3_000,
    })
  }).toPass({ timeout: BLOCK_MS })
  await channel.getByRole('button', { name: 'Sign this act with your key' }).dblclick()
  const dues = channel.getByRole('table', { name: 'Shares due' })
  await expect(dues.getByRole('cell', { name: /^Paid/ })).toHaveCount(4, { timeout: BLOCK_MS })

  await studio.goto(new URL(channel.url()).pathname.replace('/en/', '/zh-CN/'))
  const own = studio.getByRole('table', { name: '到期分成' })
  await expect(own.getByRole('row', { name: /工作室/ })).toHaveCount(2)
  await expect(own.getByRole('row', { name: /发行商/ })).toHaveCount(0)
  await expectAccessible(studio)
  await Promise.all([publisher.context().close(), channel.context().close()])
})
