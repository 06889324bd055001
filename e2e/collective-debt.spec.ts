import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS, lineOf, memberElsewhere, unite, vote } from './collective-steps.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { peopleOfOrder } from './order-steps.ts'
import { overrule } from './overrule.ts'

const UNION = 'Blue Valley'

/** Applies for credit whose value and debt are the union's own. */
async function askForOwnValue(coop: Page): Promise<void> {
  await coop.goto('/en/credit')
  await coop.getByRole('button', { name: 'Apply for credit' }).click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('Who owes').selectOption({ label: `Collective ${UNION}` })
  await dialog.getByLabel('Amount').fill('40.00')
  await dialog.getByLabel('Term').fill('0.002')
  await dialog.getByLabel('Lots').fill('2')
  await dialog.getByLabel('Purpose').fill('Drying halls')
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('Forty hectares')
  await expectAccessible(coop)
  await dialog.getByRole('button', { name: 'Send the application' }).click()
  await expect(dialog).toBeHidden()
}

/** The authority puts the credit to the vote, its members decide, and it signs. */
async function giveToUnion(coop: Page, member: Page, authority: Page, debtor: string): Promise<void> {
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: /Drying halls/ }).press('Enter')
  await overrule(authority, BLOCK_MS)
  const put = authority.getByRole('button', { name: `Put 40.00 for ${debtor} to the members’ vote` })
  await expect(put).toBeEnabled({ timeout: BLOCK_MS })
  await put.click()
  await coop.getByRole('row', { name: /Drying halls/ }).press('Enter')
  await coop.getByRole('link', { name: 'Open the vote' }).click()
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('the collective itself')
  await vote(coop)
  await member.goto(new URL(coop.url()).pathname)
  await vote(member)
  await authority.getByRole('button', { name: `Sign 40.00 for ${debtor}` }).click({ timeout: BLOCK_MS })
  await signByHardware(authority)
}

/** A lot is repaid by vote before it is due, and another, late, by somebody who has nothing to do with the union. */
async function payBack(coop: Page, member: Page, stranger: Page, union: string): Promise<void> {
  await coop.goto(union)
  const owed = coop.getByRole('region', { name: 'What it owes' })
  await owed.getByRole('checkbox').first().check({ timeout: BLOCK_MS })
  await expectAccessible(coop)
  await owed.getByRole('button', { name: 'Repay 1 lot by vote' }).click()
  await coop.getByRole('dialog').getByLabel('What for').fill('The harvest is sold')
  await expectAccessible(coop)
  await coop.getByRole('dialog').getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('21.00')
  await expectAccessible(coop)
  await vote(coop)
  const ballot = new URL(coop.url()).pathname
  await member.goto(ballot.replace('/en/', '/zh-CN/'))
  await expect(member.getByRole('region', { name: '您决定的事项' })).toContainText('20.00')
  await member.goto(ballot)
  await vote(member)
  await expect(coop.getByText('Repaid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })

  await member.goto(union)
  await member.getByRole('region', { name: 'What it owes' }).getByRole('link').click()
  await expect(member.getByRole('heading', { level: 1, name: new RegExp(UNION) })).toBeVisible()
  await expectAccessible(member)
  const [, , , , txid] = new URL(member.url()).pathname.split('/')
  const late = stranger.getByRole('button', { name: 'Pay off overdue lots' })
  await expect(async () => {
    await stranger.goto(`/en/explorer/transaction/${txid}`)
    await expect(late).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 200_000 })
  await late.click()
  await expectAccessible(stranger)
  await stranger.getByRole('dialog').getByRole('button', { name: 'Pay off 20.00' }).click()
  await signByWallet(stranger)
  await coop.goto(union)
  await expect(coop.getByRole('region', { name: 'What it owes' })).toBeHidden({ timeout: BLOCK_MS })
}

test('a union borrows for itself, repays a lot by its members’ vote, and a stranger pays off the one that is late', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(420_000)
  const { supplier, buyer, authority, debtor } = await peopleOfOrder(coop, browser, 5_000)
  const lines = [await lineOf(coop, 'Li Na'), await lineOf(supplier, 'Zhang Min'), memberElsewhere('Sun Li')]
  await unite(coop, UNION, lines)
  const union = new URL(coop.url()).pathname
  await askForOwnValue(coop)
  await giveToUnion(coop, supplier, authority, debtor)
  await payBack(coop, supplier, buyer, union)
})
