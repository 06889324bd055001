import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS } from './collective-steps.ts'
import { enrolAs } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import { signWhenReady } from './sheet.ts'

const PHONE = { width: 390, height: 844 }
const shop = '0f'.repeat(20)

/** A settlement centre opens its desk; gives its name. */
async function openDesk(page: Page): Promise<string> {
  const name = await enrolAs(page, 'settlement-centre', 'Li Na')
  await page.goto('/en/settlement')
  await page.getByRole('tab', { name: 'Cheques' }).click()
  await page.getByRole('button', { name: 'Take cheques' }).dblclick()
  await expect(page.getByText('Key of the desk')).toBeVisible()
  return name
}

async function putAside(page: Page, centre: string): Promise<void> {
  await page.goto('/en/cheques')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Put value aside' }).click()
  await dialog.getByLabel('Centre').selectOption({ label: centre })
  await dialog.getByLabel('Cheques').fill('2')
  await dialog.getByLabel('Each pays at most').fill('40.00')
  await expectAccessible(page)
  await signWhenReady(page)
}

const ready = (page: Page) => page.getByRole('row', { name: /40\.00.*Ready to be written/ })

/** Writes a cheque without any network; gives its text. */
async function writeOffline(page: Page): Promise<string> {
  await expect(ready(page)).toHaveCount(2, { timeout: BLOCK_MS })
  await page.context().setOffline(true)
  await ready(page).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Pay to').fill(shop)
  await dialog.getByLabel('Amount').fill('40.01')
  await dialog.getByRole('button', { name: 'Sign the cheque' }).click()
  await expect(dialog.getByText('That is more than was put aside for this cheque')).toBeVisible()
  await dialog.getByLabel('Amount').fill('12.50')
  await dialog.getByRole('button', { name: 'Sign the cheque' }).click()
  await expect(dialog.getByRole('img', { name: 'The cheque as a code to be scanned' })).toBeVisible()
  await expectAccessible(page)
  const text = await dialog.getByText(/^vdcheque1:/).textContent()
  return text ?? ''
}

async function check(page: Page, text: string): Promise<void> {
  await page.getByLabel('The cheque', { exact: true }).fill(text)
  await page.getByRole('button', { name: 'Check it' }).click()
}

test('a cheque is written and checked without a network, and paid once when it is presented', async ({
  page: centre,
  browser,
}) => {
  test.setTimeout(180_000)
  const drawer = await (await browser.newContext()).newPage()
  const stranger = await (await browser.newContext({ viewport: PHONE })).newPage()
  const [name] = await Promise.all([openDesk(centre), holderWith(drawer, 'Chen Yu', 20_000)])
  await putAside(drawer, name)
  const text = await writeOffline(drawer)

  await stranger.goto('/en/cheque')
  await expect(stranger.getByText(/Known here: [1-9]/)).toBeVisible()
  await stranger.context().setOffline(true)
  await check(stranger, text)
  await expect(stranger.getByRole('heading', { name: 'This cheque holds' })).toBeVisible()
  await expectAccessible(stranger)
  await check(stranger, `${text.slice(0, -9)}${text.at(-9) === 'A' ? 'B' : 'A'}${text.slice(-8)}`)
  await expect(stranger.getByRole('heading', { name: 'This cheque holds' })).toBeHidden()
  await stranger.context().close()

  await centre.goto('/en/cheques')
  await check(centre, text)
  await centre.getByRole('button', { name: 'Present this cheque' }).dblclick()
  await expect(centre.getByRole('button', { name: 'Save the receipt' })).toBeVisible()
  await expect(centre.getByRole('row', { name: /12\.50.*(?:In a block|Paid)/ })).toBeVisible({
    timeout: BLOCK_MS,
  })
  await expectAccessible(centre)
  await centre.reload()
  await check(centre, text)
  await centre.getByRole('button', { name: 'Present this cheque' }).dblclick()
  await expect(centre.getByText(/was presented already/)).toBeVisible()
  await drawer.context().setOffline(false)
  await drawer.reload()
  await expect(drawer.getByRole('row', { name: /12\.50/ })).toContainText(/Cashed/)
  await expectAccessible(drawer)

  await centre.goto('/en/settlement')
  await centre.getByRole('tab', { name: 'Cheques' }).click()
  // Each open cheque lies here with the fee that opening it takes.
  const aside = centre.getByRole('table', { name: 'Put aside here' })
  await expect(aside.getByRole('row', { name: /41\.00.*1 of 2/ })).toBeVisible()
  await expectAccessible(centre)
  await drawer.context().close()
})
