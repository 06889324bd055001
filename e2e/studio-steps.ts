import { expect, type Page } from '@playwright/test'
import { dayAfter } from '@vc/settlement'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { walletWith } from './holder-with.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 60_000

export type Officer = { readonly organisation: string; readonly account: string }

/** An officer of a new organisation with an act key, and with a wallet into which the treasury pays, if it is to have any. */
export async function officer(page: Page, name: string, units: number): Promise<Officer> {
  const organisation = await enrolAs(page, 'holder', name)
  await makeActKey(page)
  return { organisation, account: units === 0 ? 'a1'.repeat(20) : await walletWith(page, units) }
}

export const today = new Date().toISOString().slice(0, 10)

/** Adds a title and proposes how its revenue is shared. */
export async function propose(
  page: Page,
  code: string,
  publisher: string,
  channel: string,
  account: string,
  advance?: { readonly amount: string; readonly rate: string },
): Promise<void> {
  await page.goto('/en/studio')
  await page.getByRole('button', { name: 'Add a title' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(`云海 ${code}`)
  await dialog.getByLabel('Code').fill(code)
  await dialog.getByRole('button', { name: 'Add the title' }).dblclick()
  await page.getByRole('button', { name: 'Propose a contract' }).click()
  await dialog.getByRole('button', { name: 'Propose to both' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['contract-incomplete'].title)
  await expect(dialog.getByLabel('Channel')).toHaveAccessibleDescription(en['field-empty'].title)
  await dialog.getByLabel('Publisher', { exact: true }).first().selectOption(publisher)
  await dialog.getByLabel('Channel').selectOption(channel)
  await dialog.getByLabel('Account that your share is paid to').fill(account)
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
  if (advance) {
    await dialog.getByLabel('Advance of the publisher').fill(advance.amount)
    await dialog.getByLabel('Part of the studio’s share that pays it back').fill(advance.rate)
  }
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Propose to both' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: /version 1$/ })).toBeVisible()
}

/** Signs the contract at the verifier page, once a block has its commitment. */
export async function signContract(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read and sign' }).click({ timeout: BLOCK_MS })
  await expect(page.getByRole('dialog').locator('article ol li')).toHaveCount(6)
  await signAtVerifier(page, page.getByRole('button', { name: 'Sign this act with your key' }))
}

/** A statement as a file. */
export const file = (name: string, ...lines: string[]) => {
  const text = ['period,title,units,gross,refunds,tax', ...lines].join('\n')
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}
