import { type Browser, expect, type Page, test } from '@playwright/test'
import { must } from '@vc/kernel'
import en from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { plugSameInto } from './authenticator.ts'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import { pledge, signRecord } from './pledge-steps.ts'
import { letSupplierIn } from './supplier-steps.ts'
import { anchor, changeRoles, foundUnion } from './union-steps.ts'

const BLOCK_MS = 60_000

/** Fills in the two contracts of an order and prepares its terms. */
async function publish(page: Page, suppliers: readonly string[]): Promise<void> {
  await page.goto('/en/co-op')
  await page.getByRole('button', { name: 'Publish an order' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Prepare the terms' }).click()
  await expect(dialog.getByRole('alert')).toContainText(en['order-incomplete'].title)
  await dialog.getByLabel('What is ordered').fill('Rice for the school kitchens, 20 t')
  await dialog.getByLabel('Buyer').fill('School kitchens of Green Valley')
  await dialog.getByRole('button', { name: 'Add a contract' }).click()
  for (const [at, account] of suppliers.entries()) {
    const contract = dialog.getByRole('group', { name: `Contract ${at + 1}` })
    await contract.getByLabel('Supplier', { exact: true }).fill(at === 0 ? '丰年种业' : 'Machine ring')
    await contract.getByLabel('Agreed amount').fill(at === 0 ? '400.00' : '190.00')
    await contract.getByLabel('What is delivered').fill(at === 0 ? 'Seed rice, 2 t' : 'Harvesting, 40 ha')
    await contract.getByLabel('Delivered by').fill('2027-09-30')
    await contract.getByLabel('Account of the supplier').fill(account)
    await contract.getByLabel('Contract number').fill(`C-${at + 1}`)
  }
  await expect(dialog).toContainText('600.00 together')
  await dialog.getByLabel('Who pays the suppliers').selectOption('credit')
  await dialog.getByLabel('Price that the buyers pay').fill('900.00')
  await expect(dialog).toContainText('must be at least 600.00')
  await expectAccessible(page)
  await dialog.getByLabel('Who pays the suppliers').selectOption('pledges')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Prepare the terms' }).dblclick()
  await expect(page.getByRole('heading', { level: 1, name: /^Rice/ })).toBeVisible()
}

/** A supplier agrees to its contracts, and signs the terms once a block has their commitment. */
async function agree(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Agree to our contracts' }).dblclick()
  await signRecord(page, page.getByRole('button', { name: 'Read and sign the terms' }))
}

const lotOf = (name: string) => `urn:epc:class:lgtin:4012345.012345.${name}`
const GTIN = '04012345123456'

/** A harvest and its milling, as an EPCIS 2.0 document. */
function documentOf(lot: string, change: object = {}) {
  const at = (day: number) => ({ eventTime: `2026-05-0${day}T08:00:00+08:00`, eventTimeZoneOffset: '+08:00' })
  const quantityList = [{ epcClass: lotOf(`${lot}-P`), quantity: 20.5, uom: 'TNE' }]
  const bizLocation = { id: 'https://id.gs1.org/414/4012345000009' }
  const harvested = {
    type: 'ObjectEvent',
    action: 'ADD',
    bizStep: 'commissioning',
    quantityList,
    bizLocation,
    ...at(1),
  }
  const milled = {
    ...{ type: 'TransformationEvent', bizStep: 'creating_class_instance', ...at(2), bizLocation },
    ...{ inputQuantityList: quantityList, outputQuantityList: [{ epcClass: lotOf(lot) }] },
  }
  const shipped = {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    bizStep: 'shipping',
    quantityList: [{ epcClass: lotOf(lot) }],
    ...at(3),
  }
  const eventList = [harvested, { ...milled, ...change }, shipped]
  const text = JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    ...{ type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-06-04T00:00:00Z' },
    epcisBody: { eventList },
  })
  return { name: `${lot}.jsonld`, mimeType: 'application/ld+json', buffer: Buffer.from(text) }
}

/** Brings in events of a lot, a bad document first, and signs their record. */
async function recordEvents(page: Page, lot: string): Promise<void> {
  await page.goto('/en/co-op')
  await page.getByRole('tab', { name: 'Provenance' }).click()
  const choose = page.getByLabel('A document of events')
  await choose.setInputFiles(documentOf(lot, { colour: 'red' }))
  await expect(page.getByRole('row', { name: /2 .*colour is none of EPCIS 2\.0/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Record/ })).toHaveCount(0)
  await choose.setInputFiles(documentOf(lot))
  await page.getByRole('button', { name: 'Record 3 events' }).dblclick()
  const sign = page.getByRole('button', { name: 'Read and sign' })
  await signRecord(page, sign)
}

/** Anybody's telephone at the public page of a lot. */
async function readLot(browser: Browser, officer: Page, lot: string, signer: string): Promise<void> {
  const row = officer.getByRole('row', { name: new RegExp(`${GTIN}/10/${lot} `) })
  await row.getByRole('button', { name: 'Show the code' }).click({ timeout: BLOCK_MS })
  await expect(officer.getByRole('img', { name: /^QR code of the public page/ })).toBeVisible()
  await expectAccessible(officer)
  const link = await officer.getByRole('dialog').getByText(/^http/).textContent()
  const phone = await (
    await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  ).newPage()
  await phone.goto(must(link ?? undefined, 'the code is a link'))
  await expect(phone.getByText('共 3 条事件，全部得到证明')).toBeVisible()
  await expect(phone.getByRole('listitem').filter({ hasText: '建立批次' })).toContainText('原料')
  // Every step has its own time, and who signed it when (V-194).
  const today = new Date().getFullYear()
  for (const day of [1, 2, 3]) {
    const step = phone.getByRole('listitem').filter({ hasText: `2026-05-0${day} 08:00 (+08:00)` })
    await expect(step).toContainText(`由${signer}记录`)
    await expect(step).toContainText(new RegExp(`${today}.*密钥`))
    await expect(step.getByText(/^[0-9a-f]{6}…[0-9a-f]{4}$/).first()).toBeVisible()
  }
  await expectAccessible(phone)
  await phone.goto(new URL(phone.url()).pathname.replace(lot, 'OTHER'))
  await expect(phone.getByText('没有此批次的记录')).toBeVisible()
  await phone.context().close()
}

test('a co-op publishes an order that two supporters fund and one transaction pays; anybody reads the way of its lot', async ({
  page: officer,
  browser,
}) => {
  test.setTimeout(240_000)
  const [ann, ben] = [
    await (await browser.newContext()).newPage(),
    await (await browser.newContext()).newPage(),
  ]
  const enrolled = async () => {
    const coop = await enrolAs(officer, 'holder', 'Li Na')
    await makeActKey(officer)
    return coop
  }
  const supplier = async (page: Page, name: string) => {
    const account = await holderWith(page, name, 60_000)
    await makeActKey(page)
    return account
  }
  const [coop, one, other] = await Promise.all([
    enrolled(),
    supplier(ann, 'Zhang Min'),
    supplier(ben, 'Wang Wei'),
  ])
  await publish(officer, [one, other])
  const path = new URL(officer.url()).pathname
  await expect(officer.getByText('Waits for its suppliers').first()).toBeVisible()
  await expectAccessible(officer)
  await Promise.all([
    agree(ann, path),
    agree(ben, path),
    signRecord(officer, officer.getByRole('button', { name: 'Read and sign the terms' })),
  ])
  const lot = `RICE-${Date.now()}`
  const desk = await officer.context().newPage()
  await plugSameInto(officer, desk)
  const recorded = recordEvents(desk, lot)

  await ann.goto(path)
  await expect(ann.getByText('Open for pledges').first()).toBeVisible({ timeout: BLOCK_MS })
  await pledge(ann, '350.00')
  await expect(ann.getByRole('table', { name: 'Pledges' })).toContainText('Stands', { timeout: BLOCK_MS })
  await ben.goto(path.replace('/en/', '/zh-CN/'))
  await expect(ben.getByRole('table', { name: '认筹' })).toContainText('350.00')
  await expectAccessible(ben)
  await ben.goto(path)
  await pledge(ben, '250.00')
  await expect(officer.getByText('Contracts paid').first()).toBeVisible({ timeout: BLOCK_MS })
  await expect(officer.getByRole('table', { name: 'Pledges' })).toContainText('Paid to the suppliers')
  await expectAccessible(officer)
  await officer.getByRole('definition').locator('a[href*="/explorer/transaction/"]').last().click()
  await expect(officer.getByText('Pays all contracts of an order out of all its pledges')).toBeVisible()
  await recorded
  await readLot(browser, desk, lot, coop)
  await letSupplierIn(desk, browser)
  const union = await foundUnion(ann, ben)
  await changeRoles(ann, ben, union)
  await anchor(ann, union)
  await Promise.all([ann.context().close(), ben.context().close()])
})
