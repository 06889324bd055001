import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS, lineOf, memberElsewhere, unite, vote } from './collective-steps.ts'
import { signByHardware, signByWallet } from './loan-steps.ts'
import { peopleOfOrder } from './order-steps.ts'
import { overrule } from './overrule.ts'

const UNION = 'Blue Valley'
/** Its debt is restructured and taken over: it is due long after. */
const LENDER = 'Red Valley'

/** Applies for credit whose value and debt are the union's own. */
async function askForOwnValue(coop: Page, union = UNION, term = '0.002'): Promise<void> {
  await coop.goto('/en/credit')
  await coop.getByRole('button', { name: 'Apply for credit' }).click()
  const dialog = coop.getByRole('dialog')
  await dialog.getByLabel('Who owes').selectOption({ label: `Collective ${union}` })
  await dialog.getByLabel('Amount').fill('40.00')
  await dialog.getByLabel('Term').fill(term)
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
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
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

/** Both members who are here vote for what the page of `coop` shows; gives its path. */
async function voteBoth(coop: Page, member: Page): Promise<string> {
  await vote(coop)
  const ballot = new URL(coop.url()).pathname
  await member.goto(ballot)
  await vote(member)
  return ballot
}

const owedBy = (page: Page) => page.getByRole('region', { name: 'What it owes' })
const lockedOf = (page: Page) => page.getByRole('region', { name: 'Locked value' })

/** The creditor proposes a new term for one lot; members agree by a vote that says so, and it signs. Gives the path of the debt. */
async function restructure(coop: Page, member: Page, authority: Page, union: string): Promise<string> {
  await coop.goto(union)
  await owedBy(coop).getByRole('link').first().click({ timeout: BLOCK_MS })
  await expect(coop.getByRole('heading', { level: 1, name: new RegExp(LENDER) })).toBeVisible()
  const debt = new URL(coop.url()).pathname
  await authority.goto(debt)
  const lots = authority.getByRole('group', { name: 'Lots to restructure' }).getByRole('checkbox')
  await lots.first().check()
  await authority.getByLabel('New term').fill('20')
  await authority.getByRole('button', { name: 'Propose: 21.00 owed anew' }).click()
  await authority.goto('/en/approvals')
  await authority
    .getByRole('row', { name: /Restructure a debt/ })
    .first()
    .press('Enter')
  await expect(authority.getByRole('dialog')).toContainText(LENDER)
  await expectAccessible(authority)
  await coop.getByRole('link', { name: 'Open the vote' }).click()
  await expect(coop.getByRole('heading', { level: 1 })).toHaveText('Restructuring: Drying halls')
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('21.00')
  await expectAccessible(coop)
  await voteBoth(coop, member)
  await authority.goto(debt)
  await authority
    .getByRole('button', { name: 'Sign the restructuring with your hardware key' })
    .click({ timeout: BLOCK_MS })
  await signByHardware(authority)
  await expect(coop.getByText('Agreed, kept by the creditor')).toBeVisible({ timeout: BLOCK_MS })
  return debt
}

/** The restructured lot is repaid by a vote that locks what the coin has beyond it; a second vote hands that on. */
async function repayLocking(coop: Page, member: Page, union: string, account: string): Promise<void> {
  await coop.goto(union)
  const lot = owedBy(coop).getByRole('listitem').filter({ hasText: 'restructured' })
  await lot.getByRole('checkbox').check({ timeout: BLOCK_MS })
  await owedBy(coop).getByRole('button', { name: 'Repay 1 lot by vote' }).click()
  const dialog = coop.getByRole('dialog')
  const open = dialog.getByRole('button', { name: 'Open the vote' })
  await expect(dialog).toContainText('Value would stay locked')
  await dialog.getByLabel('What for').fill('The harvest is sold')
  await expect(open).toBeDisabled()
  await dialog.getByLabel('It may stay locked').check()
  await expectAccessible(coop)
  await open.dblclick()
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('Stays locked')
  await expectAccessible(coop)
  await voteBoth(coop, member)
  await expect(coop.getByText('Repaid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })

  await coop.goto(union)
  await expect(lockedOf(coop)).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(coop)
  await lockedOf(coop).getByRole('button', { name: 'Hand it on by vote' }).click()
  await dialog.getByLabel('Pay to').fill(account)
  await expectAccessible(coop)
  await open.dblclick()
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText(
    'Stays locked with the collective',
  )
  await expectAccessible(coop)
  await voteBoth(coop, member)
  await expect(coop.getByText('Paid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await coop.goto(union)
  await expect(owedBy(coop)).toBeVisible()
  await expect(lockedOf(coop)).toBeHidden({ timeout: BLOCK_MS })
}

/** Another takes the other lot over: members vote in the debtor's place, then creditor and next debtor sign. */
async function handOver(
  { coop, member, authority, next }: Readonly<Record<'coop' | 'member' | 'authority' | 'next', Page>>,
  debt: string,
  account: string,
): Promise<void> {
  await coop.goto(debt)
  const transfer = coop.getByRole('region', { name: 'Transfer to another debtor' })
  await transfer.getByRole('checkbox', { name: /20\.00/ }).check()
  await transfer.getByLabel('Account of the next debtor').fill(account)
  await transfer.getByLabel('Why').fill('The mill takes it over')
  await transfer.getByRole('button', { name: 'Ask that 20.00 is taken over' }).dblclick()
  await authority.goto(debt)
  const approve = authority.getByRole('button', { name: 'Approve and sign with your hardware key' })
  await approve.click({ timeout: BLOCK_MS })
  await transfer.getByRole('link', { name: 'Open the vote' }).click({ timeout: BLOCK_MS })
  await expect(coop.getByRole('heading', { level: 1 })).toHaveText('Taken over by another: Drying halls')
  await expect(coop.getByRole('region', { name: 'What you decide' })).toContainText('Next debtor')
  await expectAccessible(coop)
  await voteBoth(coop, member)
  await expect(approve).toBeVisible({ timeout: BLOCK_MS })
  await approve.click()
  await signByHardware(authority)
  await next.goto('/en/approvals')
  await next.getByRole('region', { name: 'Waits for you' }).getByRole('row').nth(1).press('Enter')
  await next.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  await expect(next.getByRole('dialog')).toContainText('21.00')
  await expectAccessible(next)
  await signByWallet(next)
  await coop.goto(debt)
  const story = coop.getByRole('region', { name: 'Story' }).getByRole('listitem')
  await expect(story.filter({ hasText: 'Taken over' })).toContainText('20.00', { timeout: BLOCK_MS })
}

test('members agree to a restructuring, repay it with value that stays locked and hand that on, and another takes a lot over', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(600_000)
  const { supplier, buyer, authority, account, debtor } = await peopleOfOrder(coop, browser, 5_000)
  const lines = [await lineOf(coop, 'Li Na'), await lineOf(supplier, 'Zhang Min'), memberElsewhere('Sun Li')]
  await unite(coop, LENDER, lines)
  const union = new URL(coop.url()).pathname
  await askForOwnValue(coop, LENDER, '10')
  await giveToUnion(coop, supplier, authority, debtor)
  const debt = await restructure(coop, supplier, authority, union)
  await repayLocking(coop, supplier, union, account)
  await handOver({ coop, member: supplier, authority, next: supplier }, debt, account)
  await Promise.all([supplier, buyer, authority].map((page) => page.context().close()))
})
