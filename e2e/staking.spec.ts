import { expect, type Locator, type Page, test } from '@playwright/test'
import { must } from '@vc/kernel'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import { borrow, newPage, signByWallet } from './loan-steps.ts'
import { makeWallet } from './make-wallet.ts'
import { expectSigned } from './sheet.ts'

const BLOCK_MS = 60_000
/** Sixty blocks of age. */
const MATURITY_MS = 480_000
/** As much as the node's own stake: less would have no unit of so few fees. */
const STAKE = 1_000_000_000_000

/** What the page's own road to the API answers; no screen shows a key hash whole. */
const ask = <T>(page: Page, path: string): Promise<T> =>
  page.evaluate(async (name) => (await (await fetch(`/api/trpc/${name}`)).json()).result.data.json, path)

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()
const sign = (page: Page): Locator => page.getByRole('button', { name: /^Sign (?:this act|these 2 acts)/ })

/** Presses until the coins have come and the sheet opens, then signs it. */
async function readAndSign(page: Page, button: Locator): Promise<void> {
  await expect(async () => {
    await button.click()
    await expect(sign(page)).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: BLOCK_MS })
  await sign(page).dblclick()
  await expectSigned(page)
}

/** From the wallet to all keys of the account, watched without the seed. */
async function ownKeys(page: Page): Promise<void> {
  await page.goto('/en/account')
  await page.getByRole('button', { name: 'Show as a code' }).click()
  await expect(page.getByRole('img', { name: 'Address' })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('vdt1')
  await page.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('link', { name: 'All keys of the account' }).click()
  await expect(page.getByRole('row', { name: /m\/0\/0.*600\.00/ })).toBeVisible({ timeout: BLOCK_MS })
  await page.getByRole('checkbox', { name: 'Show keys that hold nothing, too' }).check()
  await expect(page.getByRole('row', { name: /m\/0\/19/ })).toHaveCount(1)
  await expectAccessible(page)
}

/** The producer says that it keeps an eighth of its rewards. */
async function publishTerms(operator: Page): Promise<void> {
  await operator.goto('/en/staking')
  await tab(operator, 'Your producer')
  await operator.getByLabel('Your part of the rewards').fill('12.5')
  await operator.getByRole('button', { name: 'Publish with my key' }).click()
  await expect(operator.getByText('Published; it holds from the next block on')).toBeVisible()
  await expectAccessible(operator)
}

/** Entrusts an amount to the producer, and shows one's stakes. */
async function entrust(page: Page, amount: string): Promise<void> {
  await page.goto('/en/staking')
  await page.getByRole('button', { name: 'See the producers' }).click()
  await expect(page.getByRole('row', { name: /12\.50%/ })).toBeVisible()
  await page.getByRole('button', { name: 'Entrust', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('keeps 12.50% of the rewards')
  await dialog.getByLabel('Amount').fill(amount)
  await dialog.getByRole('button', { name: 'Read and sign' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['warning-unread'].title)
  await dialog.getByRole('checkbox').check()
  await expectAccessible(page)
  await readAndSign(page, dialog.getByRole('button', { name: 'Read and sign' }))
  await tab(page, 'Your stake')
}

const stakeOf = (page: Page) =>
  page.getByRole('table', { name: 'Your stakes' }).getByRole('row', { name: /00\.00/ })
const offerOf = (page: Page) =>
  page.getByRole('table', { name: 'Offer board' }).getByRole('row', { name: /150\.00/ })

/** Repays one lot, whose fee is a reward of the producer. */
async function repayOne(debtor: Page): Promise<void> {
  await debtor.goto('/en/credit')
  await debtor.getByRole('tab', { name: 'What we owe' }).click()
  const lots = debtor.getByRole('checkbox', { name: /100\.00/ })
  await expect(lots).toHaveCount(5, { timeout: BLOCK_MS })
  await lots.first().check()
  await debtor.getByRole('button', { name: 'Repay this lot' }).click()
  await signByWallet(debtor)
  await expect(lots).toHaveCount(4, { timeout: BLOCK_MS })
}

test('a producer says what it keeps; a holder entrusts value to it, ends the stake and offers what stays locked', async ({
  page: operator,
  browser,
}) => {
  test.setTimeout(180_000)
  const page = await (await browser.newContext()).newPage()
  await Promise.all([enrolAs(operator, 'node-operator'), holderWith(page, 'Zhang Min', 60_000)])
  await publishTerms(operator)
  await ownKeys(page)
  await entrust(page, '300.00')
  const dialog = page.getByRole('dialog')
  await expect(stakeOf(page)).toContainText('Counts from about block', { timeout: BLOCK_MS })
  await expectAccessible(page)
  const { stakes } = await ask<{ stakes: { txid: string }[] }>(page, 'staking.standing')
  await page.goto(`/en/explorer/transaction/${must(stakes[0], 'a stake').txid}`)
  await expect(page.getByText('Registers locked value as stake of a producer')).toBeVisible()

  await page.goto('/en/staking')
  await readAndSign(page, page.getByRole('button', { name: 'End this stake' }))
  const locked = page.getByRole('definition').getByText('299.00', { exact: true })
  await expect(locked).toBeVisible({ timeout: BLOCK_MS })

  await tab(page, 'Offer board')
  await page.getByRole('button', { name: 'Post an offer' }).click()
  await dialog.getByLabel('Clears at most').fill('100.00')
  await dialog.getByLabel('Paid of what is cleared').fill('100')
  await dialog.getByRole('button', { name: 'Post the offer' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['exchange-rate'].title)
  await dialog.getByLabel('Paid of what is cleared').fill('90')
  await dialog.getByRole('button', { name: 'Post the offer' }).dblclick()
  const offer = page
    .getByRole('table', { name: 'Offer board' })
    .getByRole('row', { name: /You.*100\.00.*90\.00/ })
  await expect(offer).toContainText('Open')
  await page.goto('/zh-CN/staking')
  await tab(page, '兑换挂单')
  await expect(page.getByText('锁定价值，清偿他人的债务')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.getByRole('row', { name: /已撤回/ })).toBeVisible()
  await page.context().close()
})

test('a stake that counts is paid its share; ended, it clears a debt of somebody who pays less than that', {
  tag: '@long',
}, async ({ page: operator, browser }) => {
  test.setTimeout(900_000)
  const [owner, debtor, authority] = await Promise.all([newPage(browser), newPage(browser), newPage(browser)])
  await Promise.all([enrolAs(operator, 'node-operator'), holderWith(owner, 'Zhang Min', STAKE + 60_000)])
  await publishTerms(operator)
  await entrust(owner, `${STAKE / 100}.00`)
  await enrolAs(authority, 'authority', 'Wang Wei')
  await makeActKey(authority)
  const name = await enrolAs(debtor, 'holder', 'Li Na')
  await makeWallet(debtor)
  await borrow(debtor, authority, name)
  await expect(stakeOf(owner)).toContainText('Counts', { timeout: BLOCK_MS })
  await expect(stakeOf(owner)).not.toContainText('Counts from about block', { timeout: MATURITY_MS })

  await test.step('the producer pays the owner of the stake its share', async () => {
    await repayOne(debtor)
    await operator.goto('/en/staking')
    await tab(operator, 'Your producer')
    await operator.getByRole('button', { name: 'Pay 1 share with my key' }).click({ timeout: BLOCK_MS })
    await expect(operator.getByText('Signed by your node and on its way to the ledger')).toBeVisible()
    const payments = operator.getByRole('region', { name: 'Payments' })
    await expect(payments.getByRole('listitem')).toContainText('Paid', { timeout: BLOCK_MS })
    await expectAccessible(operator)
    await owner.goto('/en/staking')
    await expect(owner.getByRole('region', { name: 'Shares of rewards' })).toContainText('for blocks')
    await expectAccessible(owner)
  })

  await test.step('what is locked clears a lot of the debtor, who pays nine tenths of it', async () => {
    await readAndSign(owner, owner.getByRole('button', { name: 'End this stake' }))
    await expect(owner.getByRole('definition').getByText(/^9,999,999,999\.\d\d$/)).toBeVisible({
      timeout: BLOCK_MS,
    })
    await tab(owner, 'Offer board')
    await owner.getByRole('button', { name: 'Post an offer' }).click()
    await owner.getByLabel('Clears at most').fill('150.00')
    await owner.getByLabel('Paid of what is cleared').fill('90')
    await owner.getByRole('button', { name: 'Post the offer' }).click()
    await debtor.goto('/en/staking')
    await tab(debtor, 'Offer board')
    await offerOf(debtor).getByRole('button', { name: 'Take it' }).click()
    const dialog = debtor.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Read and sign' }).click()
    await expect(dialog.getByRole('alert')).toContainText(en['lots-unchosen'].title)
    await dialog.getByRole('checkbox').first().check()
    await expectAccessible(debtor)
    await readAndSign(debtor, dialog.getByRole('button', { name: 'Read and sign' }))
    await expect(offerOf(owner)).toContainText('Taken, waits for a key')
    await readAndSign(owner, offerOf(owner).getByRole('button', { name: 'Read and sign' }))
    await expect(offerOf(owner)).toContainText('Done', { timeout: BLOCK_MS })
    await debtor.goto('/en/credit')
    await debtor.getByRole('tab', { name: 'What we owe' }).click()
    await expect(debtor.getByRole('checkbox', { name: /100\.00/ })).toHaveCount(3, { timeout: BLOCK_MS })
  })
})
