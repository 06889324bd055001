import { type Browser, expect, type Page, test } from '@playwright/test'
import { dayAfter } from '@vc/settlement'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { callApi } from './call-api.ts'
import { file, officer, propose, signContract, today } from './studio-steps.ts'

const BLOCK_MS = 60_000
const [yesterday, dayBefore] = [dayAfter(today, -1), dayAfter(today, -2)]

/** Brings in a statement, a dirty one first. */
async function bringStatement(page: Page, code: string): Promise<void> {
  await page.goto('/en/studio')
  await page.getByRole('tab', { name: 'Statements' }).click()
  const choose = page.getByLabel('A statement', { exact: true })
  const good = [`${dayBefore},${code},20,210.00,10.00,0`, `${yesterday},${code},30,320.00,10.00,9.99`]
  await choose.setInputFiles(
    file('dirty.csv', good[0] ?? '', `${today},${code},1,1,0,0`, `${yesterday},NONE,1,1,0,0`),
  )
  await expect(page.getByRole('row', { name: /3 .*has not ended yet/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /4 .*NONE: you have no agreed contract/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Book/ })).toHaveCount(0)
  await expectAccessible(page)
  await choose.setInputFiles(file('clean.csv', ...good))
  await page.getByRole('button', { name: 'Book 2 lines' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: 'clean.csv' })).toBeVisible()
}

async function pages(browser: Browser): Promise<readonly [Page, Page]> {
  return [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()]
}

const plays = (code: string, keyHash: string) => ({
  ...{ fileName: 'plays.csv', encoding: undefined },
  content: Buffer.from(
    ['event,title,kind,player,referrer,amount', `e1,${code},top-up,${keyHash},,12.00`].join('\n'),
  ).toString('base64'),
})

/** What a channel opens to players. */
async function openModules(channel: Page, code: string, player: string): Promise<void> {
  for (const module of ['trial', 'rewards', 'votes'])
    await callApi(channel, 'studio.switchModule', { module, isOn: true })
  await callApi(channel, 'studio.offer', { code, price: 1_999n, days: 7 })
  await callApi(channel, 'studio.bringEvents', plays(code, player))
}

/** The studio puts an idea to the vote and gives value for points. */
async function openToPlayers(studio: Page): Promise<void> {
  await studio.goto('/en/studio')
  await studio.getByRole('tab', { name: 'Launch' }).click()
  await studio.getByRole('button', { name: 'Put an idea to the vote' }).click()
  const dialog = studio.getByRole('dialog')
  await dialog.getByLabel('Idea').fill('A map of the south')
  await dialog.getByRole('button', { name: 'Open the vote' }).dblclick()
  await studio.getByRole('tab', { name: 'Players' }).click()
  await studio.getByRole('button', { name: 'Give value for points' }).click()
  await dialog.getByLabel('Points').fill('5')
  await dialog.getByRole('button', { name: 'Offer it' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['fields-empty'].title)
  await dialog.getByLabel('Value for them').fill('2.00')
  await dialog.getByLabel('Budget').fill('100.00')
  await dialog.getByRole('button', { name: 'Offer it' }).dblclick()
  await expect(studio.getByRole('table', { name: 'Redeem points' })).toContainText('for 5 points')
}

/** A player tries a title on credit and buys it, redeems points, has its say and its voice. */
async function play(player: Page, code: string): Promise<void> {
  await player.goto('/en/studio')
  await player.getByRole('tab', { name: 'Players' }).click()
  const trials = player.getByRole('table', { name: 'Try before you buy' })
  const row = trials.getByRole('row', { name: new RegExp(code) })
  await row.getByRole('button', { name: 'Try it' }).dblclick()
  await row.getByRole('button', { name: 'Buy' }).click()
  await player.getByRole('button', { name: 'Sign this act with your key' }).dblclick()
  const points = player.getByRole('table', { name: 'Your points' })
  await expect(points.getByRole('row', { name: /Top-up/ })).toContainText('12')
  await player.getByRole('button', { name: 'Redeem', exact: true }).click()
  const dialog = player.getByRole('dialog')
  await expect(dialog).toContainText('12 points can be redeemed')
  await dialog.getByRole('button', { name: 'Redeem them' }).dblclick()
  const redeemed = player.getByRole('table', { name: 'What you redeemed' })
  await expect(redeemed.getByRole('row', { name: /4\.00.*Owed by the studio/ })).toBeVisible()
  await expectAccessible(player)
  await player.getByRole('tab', { name: 'Launch' }).click()
  await player.getByRole('button', { name: 'Give it your voice' }).dblclick()
  await expect(player.getByText('You have voted')).toBeVisible()
  await player.getByRole('button', { name: 'Say what you think' }).click()
  await dialog.getByLabel('Your words').fill('The maps are dark')
  await dialog.getByRole('button', { name: 'Publish it' }).dblclick()
  await expect(player.getByRole('listitem').filter({ hasText: 'The maps are dark' })).toBeVisible()
  await player.getByRole('tab', { name: 'Players' }).click()
  await expect(row.getByText('Bought')).toBeVisible({ timeout: BLOCK_MS })
}

/** The studio pays what was redeemed of its titles out of its own account. */
async function payRedeemed(studio: Page): Promise<void> {
  await studio.goto('/en/studio')
  await studio.getByRole('tab', { name: 'Players' }).click()
  const owed = studio.getByRole('table', { name: 'Redeemed of your titles' })
  await expect(owed.getByRole('row', { name: /4\.00.*Owed by the studio/ })).toBeVisible()
  await expectAccessible(studio)
  await studio.getByRole('button', { name: /^Pay for 云海/ }).click()
  await studio.getByRole('button', { name: 'Sign this act with your key' }).dblclick()
  await expect(owed.getByRole('row', { name: /4\.00.*Paid/ })).toBeVisible({ timeout: BLOCK_MS })
}

/** The studio answers, starts a campaign, and states what it expects of its shares. */
async function launch(studio: Page, contract: string): Promise<void> {
  const dialog = studio.getByRole('dialog')
  await studio.getByRole('tab', { name: 'Launch' }).click()
  await studio.getByRole('button', { name: 'Start a campaign' }).click()
  await dialog.getByLabel('Budget').fill('100')
  await dialog.getByRole('button', { name: 'Start it' }).dblclick()
  await expect(studio.getByRole('table', { name: 'Reward campaigns' })).toContainText(/Not begun|Running/)
  await studio.getByRole('button', { name: 'Answer' }).click()
  await dialog.getByLabel('Your answer').fill('Lamps come in May')
  await dialog.getByRole('button', { name: 'Publish the answer' }).dblclick()
  await expect(studio.getByText('Lamps come in May')).toBeVisible()
  await expectAccessible(studio)
  await studio.goto(contract)
  await studio.getByRole('button', { name: 'State a forecast' }).click()
  await dialog.getByLabel('Amount').fill('500.00')
  await dialog.getByRole('button', { name: 'State it' }).dblclick()
  await expect(studio.getByText('May still be drawn', { exact: true })).toBeVisible()
}

/** One transaction of the channel pays every share of its statement. */
async function pay(channel: Page): Promise<void> {
  // Net 200.00 and 300.01; 30 % fee; 50/30 % up to 300.00, 60/25 % of the 200.01 above.
  const lines = channel.getByRole('table', { name: 'Lines' })
  await expect(lines.getByRole('row', { name: new RegExp(dayBefore) })).toContainText(
    /70\.00.*42\.00.*88\.00/,
  )
  await expect(lines.getByRole('row', { name: new RegExp(yesterday) })).toContainText(
    /119\.00.*56\.00.*125\.01/,
  )
  await channel.getByRole('button', { name: 'Pay all that is owed' }).click()
  await channel.getByRole('button', { name: 'Sign this act with your key' }).dblclick()
  const dues = channel.getByRole('table', { name: 'Shares due' })
  await expect(dues.getByRole('cell', { name: /^Paid/ })).toHaveCount(4, { timeout: BLOCK_MS })
}

/** The channel corrects a day that it has paid: what was too much is to be set off. */
async function correct(channel: Page, code: string): Promise<void> {
  const right = `${dayBefore},${code},10,110.00,10.00,0`
  await channel.getByLabel('A correction', { exact: true }).setInputFiles(file('right.csv', right))
  await channel.getByRole('button', { name: 'Book the correction of 1 day' }).dblclick()
  await expect(channel.getByRole('heading', { level: 1, name: 'right.csv' })).toBeVisible()
  const dues = channel.getByRole('table', { name: 'Shares due' })
  await expect(dues.getByText('Paid too much, to be set off')).toHaveCount(2)
  await expect(channel.getByRole('link', { name: 'The first statement' })).toBeVisible()
  await expectAccessible(channel)
}

test('a contract that three parties sign shares a channel’s revenue to the unit, and players have their part of it', async ({
  page: studio,
  browser,
}) => {
  test.setTimeout(180_000)
  const [publisher, channel] = await pages(browser)
  const [maker, player, seller] = await Promise.all([
    officer(studio, 'Lin Yue', 1_000),
    officer(publisher, 'Wang Fang', 60_000),
    officer(channel, 'Chen Lei', 90_000),
  ])
  const code = `SEA-${Date.now()}`
  await propose(studio, code, player.organisation, seller.organisation, maker.account)
  const path = new URL(studio.url()).pathname
  const contractId = path.split('/').at(-1)
  await Promise.all([
    callApi(publisher, 'studio.join', { contractId, account: player.account }),
    callApi(channel, 'studio.join', { contractId, account: seller.account }),
  ])
  await Promise.all([publisher.goto(path), channel.goto(path)])
  await Promise.all([studio, publisher, channel].map(signContract))
  await expect(channel.getByText('Agreed', { exact: true }).first()).toBeVisible({ timeout: BLOCK_MS })

  await openModules(channel, code, player.account)
  await Promise.all([
    bringStatement(channel, code).then(() => pay(channel)),
    openToPlayers(studio).then(() => play(publisher, code)),
  ])
  await Promise.all([payRedeemed(studio).then(() => launch(studio, path)), correct(channel, code)])

  await studio.goto(new URL(channel.url()).pathname.replace('/en/', '/zh-CN/'))
  const own = studio.getByRole('table', { name: '到期分成' })
  await expect(own.getByRole('row', { name: /工作室/ })).toHaveCount(1)
  await expect(own.getByRole('row', { name: /发行商/ })).toHaveCount(0)
  await expectAccessible(studio)
  await Promise.all([publisher.context().close(), channel.context().close()])
})
