import { createHash, randomUUID } from 'node:crypto'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, inviteAs, makeActKey } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'
import { overrule } from './overrule.ts'
import { expectSigned } from './sheet.ts'
import { answerAppeal, appealScore, recomputeScore } from './standing-steps.ts'
import { readElsewhere, signAtVerifier } from './verifier.ts'

const BLOCK_MS = 120_000
const AMOUNT = '500.00'

const newPage = async (browser: Browser) => (await browser.newContext()).newPage()

/** Opens the form of application, as soon as the account stands on the ledger. */
async function openForm(page: Page): Promise<void> {
  await page.goto('/en/credit')
  await page.getByRole('button', { name: 'Apply for credit' }).click()
  await expect(page.getByLabel('Amount')).toBeVisible({ timeout: BLOCK_MS })
}

/** Gives the hash of the contract that is listed. */
async function apply(page: Page): Promise<string> {
  await openForm(page)
  const dialog = page.getByRole('dialog')
  const send = dialog.getByRole('button', { name: 'Send the application' })
  await dialog.getByLabel('Purpose').fill('Seed for forty hectares')
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('Two members answer for it')
  for (const wrong of ['12.345', '1e3', '-5', '1,000.00', '0.50', '90071992547409.93', '']) {
    await dialog.getByLabel('Amount').fill(wrong)
    await send.dblclick()
    await expect(dialog.getByRole('alert')).toContainText('An amount above 1.00')
  }
  await expectAccessible(page)
  await dialog.getByLabel('Amount').fill(AMOUNT)
  for (const wrong of ['1e3', '-5', '0.0001']) {
    await dialog.getByLabel('Term').fill(wrong)
    await send.dblclick()
    await expect(dialog.getByRole('alert')).toContainText('A term from')
  }
  await dialog.getByLabel('Term').fill('180')
  await dialog.getByLabel('Lots').fill('5')
  await listBarn(dialog, send)
  const contract = await listContract(dialog)
  await expectAccessible(page)
  await send.dblclick()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /Seed for forty hectares/ })).toHaveCount(1)
  return contract
}

/** Lists an asset that covers a part of the debt, with a document that stays in the browser. */
async function listBarn(dialog: Locator, send: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Add what stands behind it' }).click()
  await dialog.getByLabel('What it is').fill('A barn, appraised in May')
  await dialog.getByLabel('It covers').fill('400.00')
  await send.click()
  await expect(dialog.getByText('Choose the document of the appraisal.')).toBeVisible()
  const document = { name: 'barn.pdf', mimeType: 'application/pdf', buffer: Buffer.from(randomUUID()) }
  await dialog.getByLabel('Document of the appraisal').setInputFiles(document)
  await expect(dialog.getByText('barn.pdf')).toBeVisible()
}

/** Lists the contract that the credit is given under: it covers nothing, and its hash, which this gives, is part of the terms. */
async function listContract(dialog: Locator): Promise<string> {
  await dialog.getByRole('button', { name: 'Add what stands behind it' }).click()
  const line = dialog.getByRole('group', { name: 'Number 2' })
  await line.getByLabel('Kind').selectOption({ label: 'The contract it is given under' })
  await line.getByLabel('What it is').fill('Loan contract 7')
  const buffer = Buffer.from(`Loan 7 of ${randomUUID()}`)
  const document = { name: 'contract.pdf', mimeType: 'application/pdf', buffer }
  await line.getByLabel('Document of the contract').setInputFiles(document)
  await expect(line.getByText('contract.pdf')).toBeVisible()
  return createHash('sha256').update(buffer).digest('hex')
}

/** Beside the sheet of a grant stand the terms that its mark commits to, the contract's own hash among them (V-024). */
async function readTerms(page: Page, contract: string): Promise<void> {
  const terms = page.getByRole('dialog').getByRole('region', { name: 'What the mark commits to' })
  await expect(terms).toContainText('A barn, appraised in May')
  await expect(terms.getByTitle(contract)).toBeVisible()
}

/** A server that tells of other terms than the act's bytes commit to: there is no sheet to sign. */
async function refuseOtherTerms(authority: Page, approve: Locator): Promise<void> {
  await authority.route(/acts\.begin/, async (route) => {
    // Asked outside the page, the request has to say for itself that it is the page's.
    const headers = { ...(await route.request().allHeaders()), 'sec-fetch-site': 'same-origin' }
    const answer = await route.fetch({ headers })
    const body = (await answer.text()).replaceAll('appraised in May', 'appraised in June')
    await route.fulfill({ response: answer, body })
  })
  await approve.dblclick()
  const dialog = authority.getByRole('dialog')
  await expect(dialog).toContainText('The terms shown are not those that this credit commits to')
  await expect(dialog.getByRole('button', { name: 'Sign this act with your key' })).toHaveCount(0)
  await authority.unroute(/acts\.begin/)
  await dialog.getByRole('button', { name: 'Not now' }).click()
}

/** Reads the sheet and signs it, pressing twice: a holder here, who has a hardware key at the verifier page. */
async function signSheet(page: Page, at: 'wallet' | 'verifier' = 'wallet'): Promise<void> {
  const sign = page.getByRole('dialog').getByRole('button', { name: 'Sign this act with your key' })
  await expect(sign).toBeVisible()
  const result = page
    .getByRole('dialog')
    .getByRole('region', { name: 'What it would make of the ledger now' })
  await expect(result).toContainText('it would take this act, once all have signed who must')
  await expect(result.getByRole('row', { name: /Value less debt/ })).toBeVisible()
  await expectAccessible(page)
  if (at === 'verifier') {
    await readElsewhere(page, expectAccessible)
    await expectAccessible(page)
    await signAtVerifier(page, sign, expectAccessible)
  } else await sign.dblclick()
  await expectSigned(page)
}

/** An authority sets a credit model, sees the act that waits for its key with every term, and ends it. */
async function setAndEndModel(authority: Page): Promise<void> {
  await authority.getByRole('tab', { name: 'Automatic approval' }).click()
  await authority.getByRole('button', { name: 'Set a model' }).click()
  const dialog = authority.getByRole('dialog')
  const terms = {
    ...{ 'Name of the model': 'Seed orders', 'In all': '90.00', 'For one order, at most': '100.00' },
    ...{ 'One debtor owes after it, at most': '200.00', Purposes: 'Seed' },
    Suppliers: `Green Seeds ${'ab'.repeat(20)}`,
  }
  for (const [label, value] of Object.entries(terms)) await dialog.getByLabel(label).fill(value)
  await expectAccessible(authority)
  const go = dialog.getByRole('button', { name: 'Draft the act' })
  await go.click()
  await expect(dialog.getByRole('alert')).toContainText('One order may take more than all of it')
  await dialog.getByLabel('For one order, at most').fill('60.00')
  await go.dblclick()
  await expect(dialog).toBeHidden()
  const model = authority.getByRole('listitem').filter({ hasText: 'Seed orders' })
  await expect(model).toHaveCount(1)
  await expect(model.getByText('Waits for your key')).toBeVisible({ timeout: BLOCK_MS })
  await expect(model).toContainText('Green Seeds')
  await expectAccessible(authority)
  await model.getByRole('button', { name: 'End now' }).dblclick()
  await expect(model.getByText('Ended', { exact: true })).toBeVisible()
}

test('credit is applied for, approved by key, accepted by key, given once, repaid, and seen by both', async ({
  page: holder,
  browser,
}) => {
  test.setTimeout(900_000)
  const authority = await newPage(browser)
  await enrolAs(authority, 'authority', 'Wang Wei')
  await makeActKey(authority)
  await expectAccessible(authority)
  const debtor = await enrolAs(holder, 'holder', 'Li Na')
  await makeWallet(holder)
  await expectAccessible(holder)
  const contract = await apply(holder)
  await expectAccessible(holder)

  await authority.goto('/en/credit')
  await authority.getByRole('row', { name: new RegExp(debtor) }).press('Enter')
  await expect(authority.getByRole('heading', { level: 1, name: debtor })).toBeVisible()
  await expect(authority.getByText('Account record')).toBeVisible()
  const approve = authority.getByRole('button', { name: `Approve ${AMOUNT} for ${debtor}` })
  await expect(authority.getByText('A barn, appraised in May')).toBeVisible()
  await overrule(authority, BLOCK_MS)
  await expect(approve).toBeEnabled({ timeout: BLOCK_MS })
  await expect(authority.getByText('Ceiling', { exact: true })).toBeVisible()
  await authority.getByLabel('Interest').fill('10')
  await authority.getByLabel('Of it, to the producer').fill('26')
  await expect(authority.getByText('it is a part of the interest')).toBeVisible()
  await expect(approve).toBeDisabled()
  await authority.getByLabel('Of it, to the producer').fill('4')
  await authority.getByLabel('Account that gets the rest').fill('ab'.repeat(20))
  await expect(authority.getByText('The debtor gets')).toContainText('488.99')
  await expectAccessible(authority)
  await refuseOtherTerms(authority, approve)
  await approve.dblclick()
  await readTerms(authority, contract)
  await signSheet(authority, 'verifier')
  await expect(authority.getByText('Approved, to be accepted').first()).toBeVisible()
  await expect(approve).toBeHidden()

  const row = holder.getByRole('row', { name: /Seed for forty hectares/ })
  await expect(row).toContainText('Approved, to be accepted')
  await row.press('Enter')
  await expectAccessible(holder)
  await holder.getByRole('button', { name: 'Accept the debt with your account key' }).dblclick()
  await readTerms(holder, contract)
  await signSheet(holder)
  const drawer = holder.getByRole('dialog')
  await expect(drawer.getByText('In a block').or(drawer.getByText('Final')).first()).toBeVisible({
    timeout: BLOCK_MS,
  })
  await expect(drawer.getByText('Value and debt are given for good.')).toBeVisible({ timeout: BLOCK_MS })
  await expect(authority.getByText('Value and debt are given for good.')).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(authority)

  await drawer.locator('a[href*="/explorer/transaction/"]').click()
  await expect(holder.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible()
  const txid = holder.url().split('/').at(-1)
  const written = holder.getByRole('table').filter({ hasText: 'Debt' })
  await expect(written.getByRole('row', { name: /100\.00/ })).toHaveCount(5)
  for (const paid of ['488.99', '6.00', '4.00'])
    await expect(holder.getByText(paid, { exact: true }).first()).toBeVisible()

  await holder.goto('/en/credit')
  await holder.getByRole('tab', { name: 'What we owe' }).click()
  const lots = holder.getByRole('checkbox', { name: /100\.00/ })
  await expect(lots).toHaveCount(5)
  for (const at of [0, 1, 2, 3, 4]) await lots.nth(at).check()
  await expect(holder.getByText('does not reach for the lots chosen')).toBeVisible()
  await expect(holder.getByRole('button', { name: 'Repay these 5 lots' })).toBeDisabled()
  await lots.nth(4).uncheck()
  await expectAccessible(holder)
  await holder.getByRole('button', { name: 'Repay these 4 lots' }).dblclick()
  await signSheet(holder)
  const repayments = holder.getByRole('region', { name: 'Repayments' })
  await expect(repayments.getByText('Final')).toBeVisible({ timeout: 2 * BLOCK_MS })
  await expect(repayments.getByRole('listitem')).toHaveCount(1)
  await expect(lots).toHaveCount(1)
  await expectAccessible(holder)

  await holder.goto(`/en/credit/debt/${txid}`)
  const transfer = holder.getByRole('region', { name: 'Transfer to another debtor' })
  await transfer.getByRole('checkbox', { name: /100\.00/ }).check()
  await transfer.getByLabel('Account of the next debtor').fill('ab'.repeat(20))
  await transfer.getByLabel('Why').fill('The younger sister goes on with the farm')
  await transfer.getByRole('button', { name: 'Ask that 100.00 is taken over' }).dblclick()
  await expect(transfer.getByRole('alert')).toContainText('The account is not on the ledger')
  await expectAccessible(holder)

  await appealScore(holder)
  await answerAppeal(authority, txid ?? '')
  await recomputeScore(holder)

  await authority.goto('/en/credit')
  await authority.getByRole('tab', { name: 'Ageing' }).click()
  const owed = authority.getByRole('row', { name: new RegExp(debtor) })
  await expect(owed).toHaveCount(1)
  await expect(owed).toContainText('100.00')
  await expectAccessible(authority)
  await setAndEndModel(authority)
  await authority.goto('/zh-CN/credit')
  await expect(authority.getByRole('heading', { level: 1, name: '授信' })).toBeVisible()
})

const loans = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(['reference,amount,term_days,purpose', ...rows].join('\n')),
})

test('applications come by file: bad lines are told and set aside, the same file changes nothing, one is given', async ({
  page: holder,
  browser,
}) => {
  test.setTimeout(900_000)
  const authority = await newPage(browser)
  await enrolAs(authority, 'authority', 'Wang Wei')
  await makeActKey(authority)
  const debtor = await enrolAs(holder, 'holder', 'Li Na')
  await makeWallet(holder)

  await holder.goto('/en/credit')
  await holder.getByRole('button', { name: 'Apply by file' }).click()
  const dialog = holder.getByRole('dialog')
  const file = dialog.getByLabel('A file of applications')
  await expect(dialog.getByRole('button', { name: 'Choose a file' })).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(holder)
  await file.setInputFiles({ ...loans('notes.csv', []), buffer: Buffer.from('name,colour\nboat,blue') })
  await expect(dialog.getByRole('alert')).toContainText(
    'This file has no columns of applications: name, colour',
  )
  const rows = [
    'L-1,300.00,90,Seed',
    'L-2,1e3,90,Feed',
    'L-3,200.00,2000,Tools',
    'L-1,50.00,90,Seed',
    'L-4,250.50,30,Repairs',
  ]
  await file.setInputFiles(loans('loans.csv', rows))
  await expect(dialog.getByText('2 good lines, 3 bad; together 550.50')).toBeVisible()
  await expect(dialog.getByText('Column term_days', { exact: false }).first()).toBeVisible()
  const bad = dialog.getByRole('table', { name: 'Bad lines' })
  await expect(bad.getByRole('row', { name: /3 .*Column amount has an exponent/ })).toBeVisible()
  await expect(bad.getByRole('row', { name: /4 .*Column term_days: a term is/ })).toBeVisible()
  await expect(bad.getByRole('row', { name: /5 .*L-1 stands in the file before, on line 2/ })).toBeVisible()
  const bring = dialog.getByRole('button', { name: 'Apply for 2 credits, 550.50 in all' })
  await expect(bring).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Guarantee' }).fill('The members answer for it, jointly')
  await expect(bring).toBeDisabled()
  await dialog.getByLabel('Set the 3 bad rows aside').check()
  await expectAccessible(holder)
  await bring.dblclick()
  await expect(dialog.getByText('2 applications of loans.csv taken, 3 lines set aside')).toBeVisible()
  await expect(dialog.getByText('All are with the credit authorities.')).toBeVisible({ timeout: 30_000 })
  await expectAccessible(holder)
  await file.setInputFiles(loans('again.csv', rows))
  await expect(
    dialog.getByText('This file is here already: 2 applications. Nothing was changed.'),
  ).toBeVisible()
  await expectAccessible(holder)
  await dialog.getByRole('link', { name: 'Open its applications' }).first().click()
  await expect(holder.getByRole('row', { name: /L-[14]/ })).toHaveCount(2)
  await holder.getByRole('tab', { name: 'Files' }).click()
  await holder.getByRole('row', { name: /loans\.csv/ }).press('Enter')
  await expect(holder.getByRole('dialog').getByText('has an exponent')).toBeVisible()
  await expectAccessible(holder)
  await holder.keyboard.press('Escape')

  await authority.goto('/en/credit')
  const choice = authority
    .getByLabel('From file')
    .getByRole('option', { name: /loans\.csv/ })
    .first()
  await authority.getByLabel('From file').selectOption((await choice.getAttribute('value')) ?? '')
  await expect(authority.getByRole('row', { name: new RegExp(debtor) })).toHaveCount(2)
  await expectAccessible(authority)
  await authority.getByRole('row', { name: /L-4/ }).press('Enter')
  await expect(authority.getByText('loans.csv, line 6')).toBeVisible()
  await authority.getByLabel('Reason').fill('Repairs are paid from the reserve')
  await authority.getByRole('button', { name: 'Decline' }).dblclick()
  await expect(authority.getByText('The authority has declined.', { exact: false })).toBeVisible()
  await authority.getByRole('main').getByRole('link', { name: 'Credit', exact: true }).click()
  await authority.getByRole('row', { name: /L-1/ }).press('Enter')
  const approve = authority.getByRole('button', { name: `Approve 300.00 for ${debtor}` })
  await overrule(authority, BLOCK_MS)
  await expect(approve).toBeEnabled({ timeout: BLOCK_MS })
  await approve.dblclick()
  await signSheet(authority, 'verifier')
  await expect(authority.getByText('Approved, to be accepted').first()).toBeVisible()

  await holder.getByRole('tab', { name: 'Applications' }).click()
  await holder.getByRole('row', { name: /L-1/ }).press('Enter')
  await holder.getByRole('button', { name: 'Accept the debt with your account key' }).dblclick()
  await signSheet(holder)
  await expect(holder.getByRole('dialog').getByText('Value and debt are given for good.')).toBeVisible({
    timeout: 2 * BLOCK_MS,
  })
})

test('who applied can not approve: neither by the button nor by asking the API', async ({ page }) => {
  test.setTimeout(600_000)
  await enrolAs(page, 'holder', 'Li Na')
  await makeWallet(page)
  await apply(page)
  const authority = `Own authority ${randomUUID().slice(0, 8)}`
  await page.goto(`/en/enrol/${await inviteAs('authority', authority)}`)
  await expect(page.getByText('You are signed in as Li Na', { exact: false })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: `Join ${authority} with your key` }).dblclick()
  await expect(page).toHaveURL(/\/en\/overview/)
  await expect(page.getByRole('button', { name: new RegExp(authority) })).toBeVisible()
  await makeActKey(page)

  await page.goto('/en/credit')
  await page
    .getByRole('row', { name: /Seed for forty hectares/ })
    .first()
    .press('Enter')
  await expect(page.getByText('This is your own application')).toBeVisible({ timeout: BLOCK_MS })
  await expect(page.getByRole('button', { name: /^Approve / })).toBeDisabled()
  await expectAccessible(page)
  const applicationId = page.url().split('/').at(-1)
  const code = await page.evaluate(async (id) => {
    const answer = await fetch('/api/trpc/credit.approve', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json: { applicationId: id } }),
    })
    return (await answer.json()).error.json.data.code as string
  }, applicationId)
  expect(code).toBe('own-application')
})
