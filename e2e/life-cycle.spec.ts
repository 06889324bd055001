import { expect, type Page, test } from '@playwright/test'
import { openClient } from '@vc/client'
import { accountSecret, fromHex, hash160, mnemonicToSeed, schnorrPublicKey, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { CIRCULATION, encodeTransaction, keyHashScript, pay, signInput, TRANSFER, VALUE } from '@vc/ledger'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import {
  appointAndGrant,
  becomeFourth,
  enrolAuthority,
  explainedProposal,
  leaveGroup,
  newName,
  strikeOff,
} from './foundation-steps.ts'
import { borrowKept, publishKept } from './kept-steps.ts'
import { borrow, newPage, signByHardware, signByWallet } from './loan-steps.ts'
import { makeWallet } from './make-wallet.ts'
import { nodeToken, nodeUrl } from './place.ts'
import {
  openSheet,
  poison,
  proposeAgents,
  readAll,
  readAndTurnAway,
  rowsOf,
  SHOWN,
  signPastVerifier,
  WAITING,
  wordsIn,
} from './poisoned-steps.ts'

const BLOCK_MS = 60_000
/** Lots of 100.00; what is left of 500.00 after the fee and the mark of the loan, one lot and the fee of its repayment. */
const CHANGE = 39_799n

/** The same of a loan of 500.00 of which nothing was repaid. */
const WHOLE = 49_899n

/** The debtor pays out of a coin with a wallet of its own, past the portal, while its debt is overdue; gives what the node says. */
async function flee(words: readonly string[], debtKeyHash: string, txid: string, amount = CHANGE) {
  const secret = must(accountSecret(mnemonicToSeed(words.join(' ')), debtKeyHash), 'a key of the account')
  const own = keyHashScript(hash160(schnorrPublicKey(secret)))
  const elsewhere = keyHashScript(hash160(schnorrPublicKey(new Uint8Array(32).fill(7))))
  const output = {
    element: VALUE,
    amount,
    script: own,
    layer: CIRCULATION,
    kind: TRANSFER,
    height: 1,
  } as const
  const values = [{ outpoint: { txid: fromHex(txid), index: 0 }, output }]
  const payments = [{ to: elsewhere, amount: 30_000n }]
  const client = openClient(nodeUrl, nodeToken())
  const network = fromHex((await client.status()).network)
  const draft = pay({ values, payments, fee: 100n, changeTo: own })
  const signed = signInput({ tx: draft, named: [output], network, index: 0, secret })
  return client.submit([toHex(encodeTransaction(signed))])
}

const story = (page: Page) => page.getByRole('region', { name: 'Story' })
const event = (page: Page, title: string) => story(page).getByRole('listitem').filter({ hasText: title })

/** The key hash of the debtor whose debt's page is open. */
async function debtorOn(page: Page): Promise<string> {
  const link = page.locator('a[href*="/explorer/account/"]').first()
  return must((await link.getAttribute('href'))?.split('/').at(-1), 'a link')
}

/** Opens the transaction of an event; the explorer says what it is for. */
async function explained(page: Page, title: string, lead: string): Promise<void> {
  const back = page.url()
  await event(page, title).first().locator('a[href*="/explorer/transaction/"]').click()
  await expect(page.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible()
  await expect(page.getByText(lead)).toBeVisible()
  await page.goto(back)
}

/** One file has the guarantee, the steps of recourse and the transaction that wrote the debt off (V-140); the debtor's has no steps. */
async function expectWholeFile(page: Page): Promise<void> {
  const behind = page.getByRole('region', { name: 'What stands behind it' })
  await expect(behind).toContainText('Two members answer for it')
  await expect(behind).toContainText('This browser has made the mark out of the text and found it')
  await expect(page.getByRole('list', { name: 'Collection file' })).toContainText('They ask for more time')
  const cleared = page.getByRole('list', { name: 'Write-off' }).getByRole('listitem')
  await expect(cleared).toContainText('both guarantors paid nothing')
  const link = cleared.locator('a[href*="/explorer/transaction/"]')
  const txid = (await link.getAttribute('href', { timeout: BLOCK_MS }))?.split('/').at(-1)
  await expect(event(page, 'Written off').locator(`a[href$="${txid}"]`)).toHaveCount(1)
}

test('a group of four appoints an agent, whose loan is repaid in part, restructured, overdue, penalised, bad and written off', {
  tag: '@long',
}, async ({ page: holder, browser }) => {
  test.setTimeout(900_000)
  const [member, authority] = [await newPage(browser), await newPage(browser)]
  const [chen, wang] = [newName('Chen'), newName('Wang')]
  await enrolAuthority(authority, wang)
  const founder = await test.step('the group of three takes a fourth key', () => becomeFourth(member, chen))
  const agent = await test.step('the group appoints an agent and gives it credit', () =>
    appointAndGrant(member, wang))
  const debtor = await enrolAs(holder, 'holder', 'Li Na')
  const words = await makeWallet(holder)
  await borrow(holder, authority, debtor, /With this credit 70 % of your ceiling are reached/)

  await test.step('one lot is repaid', async () => {
    await holder.goto('/en/credit')
    await holder.getByRole('tab', { name: 'What we owe' }).click()
    const lots = holder.getByRole('checkbox', { name: /100\.00/ })
    await expect(lots).toHaveCount(5, { timeout: BLOCK_MS })
    await lots.first().check()
    await holder.getByRole('button', { name: 'Repay this lot' }).click()
    await signByWallet(holder)
    await expect(lots).toHaveCount(4, { timeout: BLOCK_MS })
    await holder.getByRole('link', { name: 'Case' }).first().click()
    await expect(event(holder, 'Repaid')).toContainText('100.00', { timeout: BLOCK_MS })
    await expectAccessible(holder)
  })
  const repaid = await event(holder, 'Repaid')
    .locator('a[href*="/explorer/transaction/"]')
    .getAttribute('href')
  const debtPage = new URL(holder.url()).pathname

  await test.step('the creditor writes into the file, and proposes new lots; the debtor agrees; the creditor signs', async () => {
    await authority.goto(debtPage)
    await authority.getByLabel('New entry').fill('Called. They ask for more time.')
    await authority.getByRole('button', { name: 'Add to the file' }).click()
    await expect(authority.getByRole('list', { name: 'Collection file' })).toContainText(
      'They ask for more time',
    )
    const lots = authority.getByRole('group', { name: 'Lots to restructure' }).getByRole('checkbox')
    for (const at of [0, 1, 2]) await lots.nth(at).check()
    await authority.getByLabel('New term').fill('0.0004')
    await expectAccessible(authority)
    await authority.getByRole('button', { name: 'Propose: 301.00 owed anew' }).click()
    await holder.getByRole('button', { name: 'Agree with your account key' }).click()
    await signByWallet(holder)
    await expect(holder.getByText('They ask for more time')).toHaveCount(0)
    await expect(authority.getByText('The debtor has agreed; kept by the creditor')).toBeVisible()
    await authority.getByRole('button', { name: 'Sign the restructuring with your hardware key' }).click()
    await signByHardware(authority)
    await expect(event(holder, 'Restructured')).toContainText('300.00 became 301.00', { timeout: BLOCK_MS })
  })

  await test.step('the debtor is reminded', async () => {
    await holder.goto('/en/credit')
    const reminder = holder.getByText(/falls? due or (is|are) overdue/)
    await expect(reminder).toBeVisible({ timeout: BLOCK_MS })
    await expectAccessible(holder)
    await holder.goto(debtPage)
  })

  await test.step('what an overdue debtor tries to spend is refused by the node and frozen by the producer', async () => {
    await expect(event(authority, 'Overdue')).toContainText('301.00', { timeout: BLOCK_MS })
    const keyHash = await debtorOn(holder)
    const txid = must(repaid?.split('/').at(-1), 'a link')
    expect(await flee(words, keyHash, txid)).toMatchObject({
      accepted: false,
      refusal: { code: 'debtor-overdue' },
    })
    await expect(event(holder, 'Penalty')).toContainText('397.99', { timeout: BLOCK_MS })
    await expect(event(holder, 'Penalty')).toContainText('358.20 to the reserve, 39.79 to the producer')
    await expect(holder.getByRole('region', { name: 'Evidence' })).toContainText('300.00')
    await expectAccessible(holder)
  })

  await test.step('the debt is bad, and the creditor writes it off with its hardware key', async () => {
    await expect(event(authority, 'Bad debt')).toContainText('301.00', { timeout: BLOCK_MS })
    await authority.getByRole('group', { name: 'Bad lots to write off' }).getByRole('checkbox').check()
    await authority.getByLabel('Grounds').fill('The farm is wound up; both guarantors paid nothing.')
    await expectAccessible(authority)
    await authority.getByRole('button', { name: 'Ask the reserve to clear 301.00' }).click()
    await authority.getByRole('button', { name: 'Sign the write-off with your hardware key' }).click()
    await signByHardware(authority)
    await expect(event(holder, 'Written off')).toContainText('301.00', { timeout: BLOCK_MS })
    await expect(holder.getByRole('region', { name: 'Unpaid lots' }).getByRole('listitem')).toHaveCount(1)
    await expectAccessible(authority)
    await expectWholeFile(authority)
  })

  await explained(holder, 'Credit given', 'Gives credit and debt out of management credit that it reads.')
  await explained(holder, 'Repaid', 'Repays debt')
  await explained(holder, 'Restructured', 'Restructures a debt')
  await explained(holder, 'Penalty', 'Freezes value that an overdue debtor, or an overdue collective')
  await explained(holder, 'Written off', 'Writes off bad debt')
  await explainedProposal(member, 'Add a member', 'Changes who belongs to a foundation group')
  await explainedProposal(member, 'Appoint an agent', 'Writes one pair of a table.')
  await explainedProposal(member, 'Grant management credit', 'Hands out management credit')
  await test.step('the agent is struck off, and the fourth key goes', async () => {
    await strikeOff(member, agent)
    await leaveGroup(member, founder)
  })
})

test('a debt under its debtor’s key alone is given once its restructuring is kept, published with one press, and penalised', {
  tag: '@long',
}, async ({ page: holder, browser }) => {
  test.setTimeout(900_000)
  const authority = await newPage(browser)
  await enrolAs(authority, 'authority', 'Wang Wei')
  await makeActKey(authority)
  const debtor = await enrolAs(holder, 'holder', 'Li Na')
  const words = await makeWallet(holder)
  await test.step('the debtor signs what is kept, then the authority gives', () =>
    borrowKept(holder, authority, debtor))
  const debt = await test.step('the debtor is reminded and does not pay; what was kept is published', () =>
    publishKept(holder, authority))
  await test.step('what the debtor tries to spend then is refused by the node and frozen by the producer', async () => {
    const grant = must(debt.split('/').at(-1), 'a transaction')
    expect(await flee(words, await debtorOn(holder), grant, WHOLE)).toMatchObject({
      accepted: false,
      refusal: { code: 'debtor-overdue' },
    })
    await expect(event(holder, 'Penalty')).toContainText('498.99', { timeout: BLOCK_MS })
    await expect(event(holder, 'Restructured')).toContainText('500.00 became 500.00')
    await expect(holder.getByRole('region', { name: 'Evidence' })).toContainText('300.00')
    await expectAccessible(holder)
  })
  await authority.context().close()
})

test('a portal whose script shows one sheet and asks for another gets no signature onto it, 100 of 100', {
  tag: '@long',
}, async ({ page: member }) => {
  test.setTimeout(900_000)
  const altered = await poison(member)
  const organisation = await becomeFourth(member, newName('Chen'))
  await proposeAgents(member)
  await member.goto('/en/approvals')
  await expect(rowsOf(member)).toHaveCount(WAITING, { timeout: BLOCK_MS })
  const cases = await test.step('what the honest script hands over', () => readAll(member))
  expect(altered()).toBeGreaterThan(0)
  expect(new Set(cases.map(({ words }) => words.join())).size).toBe(WAITING)

  let tried = 0
  for (const [at, shown] of cases.slice(0, SHOWN).entries())
    await test.step(`act ${at} is shown, the ten others are asked for`, async () => {
      expect(await openSheet(member, at)).toBe(shown.actId)
      for (const other of cases.filter((one) => one !== shown)) {
        expect(await signPastVerifier(member, other)).toBe('signature-refused')
        await member.evaluate(
          (bytes) => {
            window.instead = bytes
          },
          [...other.bytes],
        )
        expect(await wordsIn(member.getByRole('dialog'))).toEqual(shown.words)
        const there = await readAndTurnAway(member)
        expect(there).toEqual(other.words)
        expect(there).not.toEqual(shown.words)
        tried += 1
      }
    })
  expect(tried).toBe(100)

  await test.step('none has a signature of this member, and an honest sheet can still be signed', async () => {
    await member.goto('/en/approvals')
    await expect(rowsOf(member)).toHaveCount(WAITING)
    await openSheet(member, 0)
    await signByHardware(member)
    await member.goto('/en/approvals')
    await expect(rowsOf(member)).toHaveCount(SHOWN)
  })
  await test.step('the fourth key goes again', () => leaveGroup(member, organisation))
})
