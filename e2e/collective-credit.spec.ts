import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS, lineOf, memberElsewhere, unite, vote } from './collective-steps.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { boughtOrder, peopleOfOrder } from './order-steps.ts'

const UNION = 'Green Valley'

/** Asks for the credit on the order, which the union shall owe. */
async function askAsUnion(coop: Page): Promise<void> {
  const ask = coop.getByRole('button', { name: 'Ask for credit on this order' })
  await expect(ask).toBeEnabled({ timeout: BLOCK_MS })
  await ask.click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('Who owes').selectOption({ label: `Collective ${UNION}` })
  await dialog.getByRole('button', { name: 'Add what stands behind it' }).click()
  await expectAccessible(coop)
  await dialog.getByRole('button', { name: 'Take number 1 out' }).click()
  await dialog.getByRole('button', { name: 'Ask for 401.01' }).click()
  await expect(dialog).toBeHidden()
}

/** Opens the review of an application. */
async function review(authority: Page, debtor: string): Promise<void> {
  await authority.goto('/en/credit')
  await authority
    .getByRole('row', { name: new RegExp(debtor) })
    .first()
    .press('Enter')
}

/** Applies for credit that the union is to answer for, and asks its members. */
async function askForGuarantee(coop: Page): Promise<void> {
  await coop.goto('/en/credit')
  await coop.getByRole('button', { name: 'Apply for credit' }).click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('Amount').fill('100.00')
  await dialog.getByLabel('Lots').fill('1')
  await dialog.getByLabel('Purpose').fill('A cold store')
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('Our union')
  await dialog.getByRole('button', { name: 'Add what stands behind it' }).click()
  await dialog.getByLabel('Kind').selectOption({ label: `Standing of a collective: ${UNION}` })
  await dialog.getByLabel('What it is').fill('Forty hectares together')
  await dialog.getByLabel('It covers').fill('100.00')
  await dialog.getByRole('button', { name: 'Send the application' }).click()
  await expect(dialog).toBeHidden()
  await coop.getByRole('row', { name: /A cold store/ }).press('Enter')
  await expect(coop.getByText('it covers nothing').first()).toBeVisible()
  await expectAccessible(coop)
  await coop.getByRole('button', { name: 'Ask its members' }).click()
  await coop.getByRole('button', { name: 'Put to the vote' }).click()
  await expect(coop.getByRole('region', { name: 'What the collective answers for' })).toContainText('100.00')
}

test('a union owes for an order by its members’ vote, deliveries clear it, and its members answer for another debt', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(420_000)
  const { supplier, buyer, authority, account, debtor } = await peopleOfOrder(coop, browser, 5_000)
  const lines = [await lineOf(coop, 'Li Na'), await lineOf(supplier, 'Zhang Min'), memberElsewhere('Sun Li')]
  await unite(coop, UNION, lines)
  const path = await boughtOrder({ coop, supplier, buyer, account })
  await askAsUnion(coop)

  await review(authority, debtor)
  await expect(authority.getByRole('region', { name: 'The collective that shall owe' })).toContainText(UNION)
  await expectAccessible(authority)
  const put = authority.getByRole('button', { name: `Put 401.01 for ${debtor} to the members’ vote` })
  await expect(put).toBeEnabled({ timeout: BLOCK_MS })
  await put.click()
  await coop.getByRole('link', { name: 'Open the vote' }).click()
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('401.01')
  await expectAccessible(coop)
  const ballot = new URL(coop.url()).pathname
  await vote(coop)
  await supplier.goto(ballot.replace('/en/', '/zh-CN/'))
  await expect(supplier.getByRole('region', { name: '您决定的事项' })).toContainText('401.01')
  await expectAccessible(supplier)
  await supplier.goto(ballot)
  await vote(supplier)
  const sign = authority.getByRole('button', { name: `Sign 401.01 for ${debtor}` })
  await sign.click({ timeout: BLOCK_MS })
  await signByHardware(authority)

  await coop.goto(path)
  const credit = coop.getByRole('region', { name: 'Credit on this order' })
  await expect(credit).toContainText('Owed until', { timeout: BLOCK_MS })
  await expectAccessible(coop)
  await coop.getByRole('button', { name: 'Say delivered' }).click()
  await coop.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  await expect(coop.getByText('Waits for the buyer')).toBeVisible()
  await buyer.goto(path)
  await buyer.getByRole('button', { name: 'Confirm delivery' }).click()
  await signByWallet(buyer)
  await expect(credit).toContainText('Closed', { timeout: BLOCK_MS })

  await askForGuarantee(coop)
  await expectAccessible(coop)
  const surety = new URL(coop.url()).pathname
  await vote(coop)
  await supplier.goto(surety)
  await vote(supplier)
  await review(authority, debtor)
  await expect(authority.getByText('given until block')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(authority)
})
