import { expect, type Page, test } from '@playwright/test'
import { dayAfter } from '@vc/settlement'
import { expectAccessible } from './axe.ts'
import { callApi } from './call-api.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { newPage, signByHardware, signByWallet } from './loan-steps.ts'
import { overrule } from './overrule.ts'
import { file, officer, propose, signContract, today } from './studio-steps.ts'

const BLOCK_MS = 60_000

/** The authority gives the credit that was asked for; the debtor accepts it. */
async function give(authority: Page, debtor: Page, organisation: string, purpose: RegExp): Promise<void> {
  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(organisation) }).press('Enter')
  await overrule(authority, BLOCK_MS)
  const approve = authority.getByRole('button', { name: /^Approve / })
  await expect(approve).toBeEnabled({ timeout: BLOCK_MS })
  await approve.click()
  await signByHardware(authority)
  await debtor.goto('/en/credit')
  await debtor.getByRole('row', { name: purpose }).press('Enter')
  await debtor.getByRole('button', { name: 'Accept the debt with your account key' }).click()
  await signByWallet(debtor)
  await expect(debtor.getByText('Signed. It is on its way to the ledger.')).toBeVisible()
}

/** The publisher pays a part of the agreed advance; more than was agreed is refused. */
async function payAdvance(publisher: Page): Promise<void> {
  await publisher.getByRole('button', { name: 'Pay an advance' }).click()
  const dialog = publisher.getByRole('dialog')
  await dialog.getByLabel('Amount').fill('200.01')
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expectAccessible(publisher)
  await dialog.getByLabel('Amount').fill('100.00')
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  await signByWallet(publisher)
  await expect(publisher.getByRole('table', { name: 'Advances' })).toContainText('100.00', {
    timeout: BLOCK_MS,
  })
  await expectAccessible(publisher)
}

/** The studio states what it expects, and draws credit on it: never more than is left beside the advance. */
async function draw(studio: Page, path: string): Promise<void> {
  await studio.goto(path)
  const dialog = studio.getByRole('dialog')
  await studio.getByRole('button', { name: 'State a forecast' }).click()
  await dialog.getByLabel('Amount').fill('500.00')
  await dialog.getByRole('button', { name: 'State it' }).dblclick()
  const funds = studio.getByRole('region', { name: 'Early funds' })
  await expect(funds).toContainText('400.00')
  await studio.getByRole('button', { name: 'Draw credit' }).click()
  await dialog.getByLabel('What for').fill('Sound of the south')
  await dialog.getByLabel('Amount').fill('400.01')
  await dialog.getByRole('button', { name: 'Apply for the credit' }).click()
  await expect(dialog.getByRole('alert')).toContainText('That is more than the forecast leaves')
  await dialog.getByLabel('Amount').fill('150.00')
  await dialog.getByRole('button', { name: 'Apply for the credit' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(funds).toContainText('250.00')
  await expectAccessible(studio)
}

/** The channel brings in sales of three weeks ago: their shares are late at once, and it asks for credit that pays them. */
async function turnToDebt(channel: Page, code: string): Promise<void> {
  await channel.goto('/en/studio')
  await channel.getByRole('tab', { name: 'Statements' }).click()
  const sold = `${dayAfter(today, -20)},${code},20,210.00,10.00,0`
  await channel.getByLabel('A statement', { exact: true }).setInputFiles(file('late.csv', sold))
  await channel.getByRole('button', { name: 'Book 1 line' }).dblclick()
  const dues = channel.getByRole('table', { name: 'Shares due' })
  await expect(dues.getByText('Overdue for 13 days')).toHaveCount(2)
  await channel.getByRole('button', { name: 'Turn overdue shares into debt' }).click()
  const dialog = channel.getByRole('dialog')
  await dialog.getByLabel('Creditor').selectOption({ index: 0 })
  await expectAccessible(channel)
  await dialog.getByRole('button', { name: 'Apply for the credit' }).dblclick()
  await expect(dialog).toBeHidden()
  await expect(dues.getByText('Credit asked for')).toHaveCount(1)
}

/** Plays of one who was brought by another, by file: ten points for who brought it. */
async function bringPlays(channel: Page, code: string, player: string, referrer: string): Promise<void> {
  await callApi(channel, 'studio.switchModule', { module: 'rewards', isOn: true })
  await channel.goto('/en/studio')
  await channel.getByRole('tab', { name: 'Players' }).click()
  const lines = ['event,title,kind,player,referrer,amount', `e1,${code},top-up,${player},${referrer},12.00`]
  const plays = { name: 'plays.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) }
  await channel.getByLabel('Play events', { exact: true }).setInputFiles(plays)
  await expectAccessible(channel)
  await channel.getByRole('button', { name: /^Book / }).dblclick()
  await expect(channel.getByRole('table', { name: 'Given by your channel' })).toContainText('10')
}

test('an advance is paid, a forecast drawn on, arrears become debt, and who brought a player has its points', {
  tag: '@long',
}, async ({ page: studio, browser }) => {
  test.setTimeout(600_000)
  const [publisher, channel, authority] = [
    await newPage(browser),
    await newPage(browser),
    await newPage(browser),
  ]
  const [maker, house, seller] = await Promise.all([
    officer(studio, 'Lin Yue', 2_000),
    officer(publisher, 'Wang Fang', 60_000),
    officer(channel, 'Chen Lei', 90_000),
    enrolAs(authority, 'authority', 'Zhao Min').then(() => makeActKey(authority)),
  ])
  const code = `SKY-${Date.now()}`
  const advance = { amount: '200.00', rate: '50' }
  await propose(studio, code, house.organisation, seller.organisation, maker.account, advance)
  const path = new URL(studio.url()).pathname
  const contractId = path.split('/').at(-1)
  await callApi(publisher, 'studio.join', { contractId, account: house.account })
  await callApi(channel, 'studio.join', { contractId, account: seller.account })
  await Promise.all([publisher.goto(path), channel.goto(path)])
  await Promise.all([studio, publisher, channel].map(signContract))
  await expect(publisher.getByText('Agreed', { exact: true }).first()).toBeVisible({ timeout: BLOCK_MS })

  await test.step('the advance', () => payAdvance(publisher))
  await test.step('credit on the forecast', async () => {
    await draw(studio, path)
    await give(authority, studio, maker.organisation, /Sound of the south/)
  })
  await test.step('arrears become debt', async () => {
    await turnToDebt(channel, code)
    const statement = channel.url()
    await give(authority, channel, seller.organisation, /Overdue shares of the statement late.csv/)
    await channel.goto(statement)
    const dues = channel.getByRole('table', { name: 'Shares due' })
    await expect(dues.getByText('Paid by credit: the channel’s debt')).toHaveCount(1, { timeout: BLOCK_MS })
    await expectAccessible(channel)
    await channel.getByRole('button', { name: 'Pay all that is owed' }).click()
    await signByWallet(channel)
    await expect(dues.getByRole('cell', { name: /^Paid/ })).toHaveCount(2, { timeout: BLOCK_MS })
  })
  await test.step('half of the share has paid the advance back', async () => {
    await studio.goto(path)
    await expect(studio.getByRole('main')).toContainText('35.00')
    await expectAccessible(studio)
  })
  await test.step('the referral', async () => {
    await bringPlays(channel, code, maker.account, house.account)
    await publisher.goto('/en/studio')
    await publisher.getByRole('tab', { name: 'Players' }).click()
    const own = publisher.getByRole('table', { name: 'Your points' })
    await expect(own.getByRole('row', { name: /A friend/ })).toContainText('10')
    await expectAccessible(publisher)
  })
})
