import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { overrule } from './overrule.ts'

const BLOCK_MS = 60_000
/** Lots of 250.00, the first due after some two minutes. */
const TERM = '0.003'

/** Applies for 500.00 in two lots. */
async function apply(holder: Page): Promise<void> {
  await holder.goto('/en/credit')
  await holder.getByRole('button', { name: 'Apply for credit' }).click()
  const dialog = holder.getByRole('dialog')
  await dialog.getByLabel('Amount').fill('500.00', { timeout: BLOCK_MS })
  await dialog.getByLabel('Term').fill(TERM)
  await dialog.getByLabel('Lots').fill('2')
  await dialog.getByLabel('Purpose').fill('A press for oil')
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('The press itself')
  await dialog.getByRole('button', { name: 'Send the application' }).click()
  await expect(dialog).toBeHidden()
}

/**
 * A loan whose debt lies under its debtor's key alone: the authority drafts it so, the debtor signs the restructuring that the
 * authority keeps and reads the terms beside it, and only then the authority can sign.
 */
export async function borrowKept(holder: Page, authority: Page, debtor: string): Promise<void> {
  await apply(holder)
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
  await overrule(authority, BLOCK_MS)
  const approve = authority.getByRole('button', { name: `Approve 500.00 for ${debtor}` })
  await expect(approve).toBeEnabled({ timeout: BLOCK_MS })
  await authority.getByLabel('The debt lies under its debtor’s key alone').check()
  await expectAccessible(authority)
  await approve.click()
  await expect(authority.getByText('Drafted. The debtor signs the restructuring that you keep')).toBeVisible()
  await holder.getByRole('row', { name: /A press for oil/ }).press('Enter')
  await holder.getByRole('button', { name: 'Accept the debt with your account key' }).click()
  const terms = holder.getByRole('region', { name: 'What the mark commits to' })
  await expect(terms).toContainText('The press itself')
  await expect(holder.getByRole('heading', { name: /Restructure a debt.*500\.00/ })).toBeVisible()
  await expectAccessible(holder)
  await signByWallet(holder)
  await expect(authority.getByText('Accepted, to be approved').first()).toBeVisible({ timeout: BLOCK_MS })
  await approve.click()
  await signByHardware(authority)
}

const lots = (page: Page) => page.getByRole('region', { name: 'Unpaid lots' }).getByRole('listitem')

/** The debtor is reminded by the heights of what is kept, and does not pay; the authority publishes it with one press. */
export async function publishKept(holder: Page, authority: Page): Promise<string> {
  await holder.goto('/en/credit')
  await holder.getByRole('tab', { name: 'What we owe' }).click()
  await holder.getByRole('link', { name: 'Case' }).first().click({ timeout: BLOCK_MS })
  await expect(lots(holder)).toHaveCount(2, { timeout: BLOCK_MS })
  const debt = new URL(holder.url()).pathname
  await holder.goto('/en/credit')
  await expect(holder.getByText(/falls? due or (is|are) overdue/)).toBeVisible({ timeout: 200_000 })
  await expectAccessible(holder)
  await holder.goto(debt)
  await authority.goto(debt)
  await expect(lots(authority).first()).toContainText('Overdue', { timeout: 240_000 })
  await expectAccessible(authority)
  const kept = authority.getByRole('list', { name: 'Restructuring' }).getByRole('listitem')
  await expect(kept).toContainText('The debtor has agreed; kept by the creditor')
  await authority.getByRole('button', { name: 'Sign the restructuring with your hardware key' }).click()
  await signByHardware(authority)
  await expect(kept).toContainText('Final', { timeout: BLOCK_MS })
  await expect(lots(holder).first()).toContainText('Overdue', { timeout: BLOCK_MS })
  return debt
}
