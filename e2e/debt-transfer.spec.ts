import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { walletWith } from './holder-with.ts'
import { borrow, newPage, signByHardware, signByWallet } from './loan-steps.ts'
import { makeWallet } from './make-wallet.ts'

const BLOCK_MS = 60_000
const GROUNDS = 'The younger sister goes on with the farm'
const wish = (page: Page) =>
  page.getByRole('list', { name: 'Transfer to another debtor' }).getByRole('listitem')

/** Somebody whose account is on the ledger and who owes nothing; gives the key hash. */
async function nextDebtor(page: Page): Promise<string> {
  await enrolAs(page, 'holder', 'Li Mei')
  const account = await walletWith(page, 0)
  await page.goto('/en/credit')
  await page.getByRole('button', { name: 'Apply for credit' }).click()
  await expect(page.getByRole('dialog').getByLabel('Amount')).toBeVisible({ timeout: BLOCK_MS })
  return account
}

/** The page of the debt, found by what the debtor owes. */
async function openDebt(holder: Page): Promise<string> {
  await holder.goto('/en/credit')
  await holder.getByRole('tab', { name: 'What we owe' }).click()
  await holder.getByRole('link', { name: 'Case' }).first().click({ timeout: BLOCK_MS })
  await expect(holder.getByRole('heading', { name: 'Transfer to another debtor' })).toBeVisible()
  return new URL(holder.url()).pathname
}

/** The debtor asks that two lots are taken over. */
async function ask(holder: Page, account: string): Promise<void> {
  const transfer = holder.getByRole('region', { name: 'Transfer to another debtor' })
  const lots = transfer.getByRole('checkbox', { name: /100\.00/ })
  await lots.nth(0).check()
  await lots.nth(1).check()
  await transfer.getByLabel('Account of the next debtor').fill(account)
  await transfer.getByLabel('Why').fill(GROUNDS)
  await expectAccessible(holder)
  await transfer.getByRole('button', { name: 'Ask that 200.00 is taken over' }).dblclick()
  await expect(wish(holder)).toContainText('Waits for the creditor')
}

/** The next debtor finds the act among its approvals and signs what it will owe. */
async function accept(next: Page): Promise<void> {
  await next.goto('/en/approvals')
  const waiting = next.getByRole('region', { name: 'Waits for you' })
  await waiting.getByRole('row').nth(1).press('Enter')
  await next.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  await expect(next.getByRole('dialog')).toContainText('200.00')
  await expectAccessible(next)
  await signByWallet(next)
}

test('lots of a debt go over to another debtor when creditor, debtor and next debtor have signed', {
  tag: '@long',
}, async ({ page: holder, browser }: { page: Page; browser: Browser }) => {
  test.setTimeout(400_000)
  const [authority, next] = [await newPage(browser), await newPage(browser)]
  await enrolAs(authority, 'authority', 'Wang Wei')
  await makeActKey(authority)
  const [debtor, account] = await Promise.all([enrolAs(holder, 'holder', 'Li Na'), nextDebtor(next)])
  await makeWallet(holder)
  await borrow(holder, authority, debtor)
  const debt = await openDebt(holder)
  await ask(holder, account)

  await authority.goto(debt)
  await expect(wish(authority)).toContainText(GROUNDS)
  await expect(wish(authority)).toContainText('Score of the next debtor')
  await expectAccessible(authority)
  await authority.getByRole('button', { name: 'Approve and sign with your hardware key' }).click()
  await signByHardware(authority)
  await expect(wish(authority)).toContainText('Not signed yet: the debtor and the next debtor')
  await accept(next)
  await holder.getByRole('button', { name: 'Sign with your account key' }).click()
  await signByWallet(holder)
  const story = holder.getByRole('region', { name: 'Story' }).getByRole('listitem')
  await expect(story.filter({ hasText: 'Taken over' })).toContainText('200.00', { timeout: BLOCK_MS })
  await expectAccessible(holder)
  const moved = await openDebt(next)
  expect(moved).not.toBe(debt)
  await expect(next.getByRole('region', { name: 'Unpaid lots' }).getByRole('listitem')).toHaveCount(2)
  await expectAccessible(next)
  await Promise.all([authority.context().close(), next.context().close()])
})
