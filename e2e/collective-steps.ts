import { randomBytes } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { hash160, registerBallotMember, toHex } from '@vc/crypto'
import writeWorkbook from 'write-excel-file/node'
import { askOperator } from './ask-operator.ts'
import { expectAccessible } from './axe.ts'
import { signWhenReady } from './sheet.ts'

export const BLOCK_MS = 90_000
const HEAD = 'name,owner,key,weight,possession'
/** The treasury of this development network pays value to a key. */
export const payTo = (keyHash: string, units: number) => askOperator('payIn', { keyHash, units })

const csv = (head: string, lines: readonly string[]) => ({
  ...{ name: 'members.csv', mimeType: 'text/csv' },
  buffer: Buffer.from([head, ...lines].join('\n')),
})

/** Chooses a file of these members’ lines. */
export const bring = (page: Page, lines: readonly string[]) =>
  page.getByLabel('A file of members').setInputFiles(csv(HEAD, lines))

/** Chooses the same as a workbook of Excel. */
export async function bringWorkbook(page: Page, lines: readonly string[]): Promise<void> {
  const rows = [HEAD, ...lines].map((line) => line.split(',').map((value) => ({ value })))
  const buffer = await (await writeWorkbook(rows)).toBuffer()
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.getByLabel('A file of members').setInputFiles({ name: 'members.xlsx', mimeType, buffer })
}

/** Chooses a file of these members of a farm union, each with its role behind. */
export const bringUnion = (page: Page, lines: readonly string[]) =>
  page.getByLabel('A file of the union’s members').setInputFiles(csv(`${HEAD},role`, lines))

/** Pays value of the own account in, and waits until a block has it. */
export async function payIn(page: Page, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Pay in' }).click()
  await page.getByRole('dialog').getByLabel('Amount').fill(amount)
  await signWhenReady(page)
  await expect(holding(page, amount)).toBeVisible({ timeout: BLOCK_MS })
}

/** The figure of what the collective holds. */
export const holding = (page: Page, amount: string) =>
  page.getByRole('main').getByRole('definition').getByText(amount, { exact: true })

/** Opens a vote on a payment; gives the path of its page. */
export async function propose(page: Page, purpose: string, to: string, look = false): Promise<string> {
  await page.getByRole('button', { name: 'Propose a payment' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What for').fill(purpose)
  await dialog.getByLabel('Pay to').fill(to)
  await dialog.getByLabel('Amount').fill('100.00')
  if (look) await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: purpose })).toBeVisible()
  return new URL(page.url()).pathname
}

/** The line that proves the credential of whoever has a wallet on this page. */
export async function lineOf(page: Page, name: string): Promise<string> {
  await page.goto('/en/collectives')
  await page.getByRole('button', { name: 'Make my line' }).dblclick()
  const line = page.getByRole('figure').getByRole('code')
  await expect(line).toContainText(name)
  return (await line.textContent()) ?? ''
}

/** A member whom no browser here belongs to. */
export function memberElsewhere(name: string): string {
  const owner = hash160(randomBytes(32))
  const { key, possession } = registerBallotMember(Uint8Array.of(0, ...randomBytes(31)), 1, owner)
  return [name, toHex(owner), toHex(key), '1', toHex(possession)].join(',')
}

/** Votes for what the page shows. */
export async function vote(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Vote for it with my key' }).dblclick()
  await expect(page.getByText('Your vote is in').first()).toBeVisible()
}

/** Registers three members as one, Sun Li elsewhere among them, of whom two decide; pays 20.00 in. */
export async function unite(coop: Page, name: string, lines: readonly string[]): Promise<void> {
  await coop.goto('/en/collectives')
  await bring(coop, lines)
  await coop.getByLabel('Name of the collective').fill(name)
  await coop.getByRole('button', { name: 'Register 3 members' }).click()
  await expect(coop.getByRole('row', { name: /Sun Li/ })).toBeVisible({ timeout: BLOCK_MS })
  await payIn(coop, '20.00')
}
