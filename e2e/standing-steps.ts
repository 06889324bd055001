import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'

/** The holder reads how its score came to be, and appeals a term of it. */
export async function appealScore(holder: Page): Promise<void> {
  await holder.goto('/en/credit/standing')
  const history = holder.getByRole('table', { name: 'How it came to be' })
  await expect(history.getByText('debt cleared in time')).toBeVisible()
  await holder.getByRole('button', { name: 'Appeal a term' }).click()
  const dialog = holder.getByRole('dialog')
  await dialog.getByLabel('What is wrong').fill('Payments of the co-op are not counted')
  await expectAccessible(holder)
  await dialog.getByRole('button', { name: 'Send the appeal' }).dblclick()
  await expect(dialog).toBeHidden()
  await holder.getByRole('tab', { name: 'Appeals' }).click()
  await expect(holder.getByText('Waits for the authority')).toBeVisible()
}

/** The authority is told, and answers with its key that the score stands; the debt shows what the ledger commits to. */
export async function answerAppeal(authority: Page, txid: string): Promise<void> {
  await authority.goto('/en/approvals')
  await authority.getByRole('link', { name: 'A score is appealed' }).first().click()
  await authority
    .getByRole('row', { name: /Payments of the co-op/ })
    .first()
    .press('Enter')
  const dialog = authority.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('What was repaid counts as repayment')
  await expectAccessible(authority)
  await dialog.getByRole('button', { name: 'Say that the score stands' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(authority.getByText('The score stands').first()).toBeVisible()
  await authority.goto(`/en/credit/debt/${txid}`)
  await expect(authority.getByText('commits to exactly this text', { exact: false })).toBeVisible()
}
