import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { must } from '@vc/kernel'
import { expectAccessible } from './axe.ts'
import { nodeUrl } from './place.ts'

const cli = join(import.meta.dirname, '../apps/cli/src/main.ts')

/** The holder reads how its score came to be, and appeals a term of it. */
export async function appealScore(holder: Page): Promise<void> {
  await holder.goto('/en/credit/standing')
  const history = holder.getByRole('table', { name: 'How it came to be' })
  await expect(history.getByText('debt cleared in time')).toBeVisible()
  await readPublicScore(holder)
  await holder.getByRole('button', { name: 'Appeal a term' }).click()
  const dialog = holder.getByRole('dialog')
  await dialog.getByLabel('What is wrong').fill('Payments of the co-op are not counted')
  await expectAccessible(holder)
  await dialog.getByRole('button', { name: 'Send the appeal' }).dblclick()
  await expect(dialog).toBeHidden()
  await holder.getByRole('tab', { name: 'Appeals' }).click()
  await expect(holder.getByText('Waits for the authority')).toBeVisible()
}

/** Anybody, signed in nowhere, reads the total of the score on its public page, and nothing of what it is made of. */
async function readPublicScore(holder: Page): Promise<void> {
  const href = await holder.getByRole('link', { name: 'Public page' }).first().getAttribute('href')
  const context = await must(holder.context().browser() ?? undefined, 'a browser').newContext()
  const anyone = await context.newPage()
  await anyone.goto(new URL(href ?? '', holder.url()).href)
  await expect(anyone.getByRole('heading', { level: 1, name: 'Credit score' })).toBeVisible()
  await expect(anyone.getByText(/^\d+ of 1000$/)).toBeVisible()
  await expect(anyone.getByRole('table')).toHaveCount(0)
  await expect(anyone.getByText('cleared in time')).toHaveCount(0)
  await expectAccessible(anyone)
  await context.close()
}

/**
 * The authority is told, reopens with its key and states that a payment counts as turnover; the debt shows what the ledger
 * commits to.
 */
export async function answerAppeal(authority: Page, txid: string): Promise<void> {
  await authority.goto('/en/approvals')
  await authority.getByRole('link', { name: 'A score is appealed' }).first().click()
  await authority
    .getByRole('row', { name: /Payments of the co-op/ })
    .first()
    .press('Enter')
  const dialog = authority.getByRole('dialog')
  await dialog.getByLabel('Answer').selectOption({ label: 'Reopen: I state what is right' })
  await dialog.getByRole('checkbox', { name: 'Payment counts as turnover' }).first().check()
  await dialog.getByLabel('Reason').fill('The co-op paid for what was delivered')
  await expectAccessible(authority)
  await dialog.getByRole('button', { name: 'Reopen and correct' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(authority.getByText(/Answered. Score \d+ → \d+/).first()).toBeVisible()
  await authority.goto(`/en/credit/debt/${txid}`)
  await expect(authority.getByText('This browser has made the mark out of the text')).toBeVisible()
}

/** A regulator brings a file of outside registers: its bad line is told, and the rest is listed. */
export async function bringPublicRecords(regulator: Page): Promise<void> {
  await regulator.goto('/en/credit/standing?tab=records')
  const number = `9111${Date.now()}X`
  const rows = [
    'registration,facet,source,standing,date,reference,statement',
    `${number},judicial,court,adverse,2026-02-10,C-${number},A judgement was not kept`,
    `${number},moral,court,adverse,2026-02-10,D-${number},A judgement was not kept`,
  ]
  const file = { name: 'records.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
  await regulator.locator('input[type=file]').setInputFiles(file)
  await expect(regulator.getByText('use judicial, administrative', { exact: false })).toBeVisible()
  await regulator.getByRole('checkbox').first().check()
  await expectAccessible(regulator)
  await regulator.getByRole('button', { name: 'Bring in 1 row' }).dblclick()
  await expect(regulator.getByRole('row', { name: new RegExp(number) })).toContainText('Judicial')
}

/** Who is scored runs the command of its page against the node, with the file of what was stated: the same score, and another one without it. */
export async function recomputeScore(holder: Page): Promise<void> {
  await holder.goto('/en/credit/standing')
  const score = holder
    .locator('section')
    .filter({ has: holder.getByRole('heading', { name: 'Score', exact: true }) })
  const saving = holder.waitForEvent('download')
  await score.getByRole('button', { name: 'Save what authorities stated' }).click()
  const file = await saving
  const folder = mkdtempSync(join(tmpdir(), 'vc-score-'))
  await file.saveAs(join(folder, file.suggestedFilename()))
  const command = ((await score.locator('code').textContent()) ?? '').trim().split(' ')
  const shown = /\d+ of 1,?000/.exec((await score.textContent()) ?? '')?.[0].replace(',', '')
  expect(command.slice(0, 3)).toEqual(['npx', 'vc', 'score'])
  const vc = (args: readonly string[]) =>
    execFileSync(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, NODE_URL: nodeUrl },
    }).toString()
  const args = command.slice(2)
  expect(vc(args)).toContain(`stated         1\nscore          ${shown}\n`)
  expect(vc(args.slice(0, args.indexOf('--statements')))).not.toContain(`score          ${shown}\n`)
  rmSync(folder, { recursive: true })
}
