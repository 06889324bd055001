import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS, bring, holding, payIn, payTo, propose } from './collective-steps.ts'
import { enrolAs } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'

const PHONE = { width: 390, height: 844 }
const SEARCH_MS = 90_000

const choose = (page: Page, section: string) =>
  page.locator(section).getByLabel('How it votes').selectOption('VCC1')

/** A holder with a wallet, and the line of a credential that votes in rounds. */
async function member(page: Page, name: string): Promise<string> {
  await enrolAs(page, 'holder', name)
  await makeWallet(page, async () => {})
  await page.goto('/en/collectives')
  await choose(page, '#member')
  await page.getByRole('button', { name: 'Make my line' }).dblclick()
  const line = page.getByRole('figure').getByRole('code')
  await expect(line).toContainText(name, { timeout: SEARCH_MS })
  return (await line.textContent()) ?? ''
}

/** Opens a vote by which a third member comes; gives the path of its page. */
async function proposeThird(page: Page, line: string): Promise<string> {
  await page.getByRole('link', { name: 'Change members' }).click()
  await page.getByLabel('Lines of who comes').fill(line)
  await page.getByRole('button', { name: 'Check what is chosen' }).click()
  await page.getByLabel('What for').fill('A third pair of hands')
  await page.getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'A third pair of hands' })).toBeVisible()
  return new URL(page.url()).pathname
}

const vote = (page: Page) => page.getByRole('button', { name: 'Vote for it with my key' }).dblclick()

test('a collective of VCC1 is registered, spends when both members’ pages answer in two rounds, and takes in a third @long', async ({
  page: keeper,
  browser,
}) => {
  test.setTimeout(400_000)
  const phone = await (await browser.newContext({ viewport: PHONE })).newPage()
  const lines = [await member(keeper, 'Li Na'), await member(phone, 'Wang Wei')]
  const [keyHash = '', payee = ''] = lines.map((line) => line.split(',')[1])
  await payTo(keyHash, 50_000)
  await choose(keeper, '#register')
  await expect(keeper.locator('#register').getByText('Know this before you choose VCC1')).toBeVisible()
  await expectAccessible(keeper)
  await bring(keeper, lines)
  await expect(keeper.getByText('2 members, 2 votes in all')).toBeVisible()
  await keeper.getByLabel('Name of the collective').fill('Blue Hill')
  await keeper.getByRole('button', { name: 'Register 2 members' }).dblclick()
  await expect(keeper.getByRole('row', { name: /Wang Wei/ })).toBeVisible({ timeout: BLOCK_MS })
  await payIn(keeper, '300.00')
  const collective = new URL(keeper.url()).pathname

  const path = await propose(keeper, 'Seed for the spring', payee)
  await vote(keeper)
  await expect(keeper.getByText('Your first number is in')).toBeVisible()
  await phone.goto(path)
  await vote(phone)
  for (const page of [keeper, phone]) {
    await expect(page.getByText('Paid', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
    await expectAccessible(page)
  }
  await expect(keeper.getByText('The witness in the block is of these voters')).toBeVisible()
  await keeper.goto(collective)
  await expect(holding(keeper, '199.00')).toBeVisible({ timeout: BLOCK_MS })

  const third = await (await browser.newContext()).newPage()
  const change = await proposeThird(keeper, await member(third, 'Sun Li'))
  await expect(keeper.getByText('Open', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await expect(keeper.getByRole('row', { name: /Sun Li.*Comes/ })).toBeVisible({ timeout: SEARCH_MS })
  await vote(keeper)
  await phone.goto(change)
  await expect(phone.getByRole('row', { name: /Sun Li.*Comes/ })).toBeVisible({ timeout: SEARCH_MS })
  await expectAccessible(phone)
  await vote(phone)
  await expect(phone.getByText('In force', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await third.goto(collective)
  await expect(third.getByText('3 members; 2 of 3 votes decide')).toBeVisible()
  await expectAccessible(third)
  await third.context().close()
  await phone.context().close()
})
