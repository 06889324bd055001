import { type Browser, expect, type Page, test } from '@playwright/test'
import { plugIn } from './authenticator.ts'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

const MADE_MS = 180_000

/** Who reads a link enrols with a key of their own. */
async function enrolBy(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await plugIn(page)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Kim Reader')
  await page.getByRole('button', { name: 'Make my key' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Go to the overview' }).click()
  await expect(page).toHaveURL(/\/en\/overview/)
  return page
}

test('the operator makes a sample with one button, looks at it as another role, and takes it away', async ({
  page,
  browser,
}) => {
  test.setTimeout(480_000)
  await enrolAs(page, 'node-operator')
  await expect(page.getByRole('heading', { name: 'Five jobs to see' })).toBeVisible()
  await expectAccessible(page)
  // On a standing network an earlier walk has made one and taken it away.
  await page.getByRole('button', { name: /Make the sample consortium|Make it again/ }).dblclick()
  await expect(page.getByRole('heading', { name: 'The sample is being made' })).toBeVisible()
  await expect(page.getByText('Organisations, people, keys, accounts')).toBeVisible()

  await page.goto('/en/explorer')
  await page.getByRole('button', { name: /^Long work/ }).click()
  const tray = page.getByRole('dialog')
  await expect(tray.getByText('Sample consortium')).toBeVisible()
  await expectAccessible(page)
  await tray.getByRole('link', { name: 'Show' }).click()
  await expect(page).toHaveURL(/overview/)
  await expect(page.getByText('It stands.', { exact: false })).toBeVisible({ timeout: MADE_MS })
  await expect(page.getByText('4 of 5 seen')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/[1-9][\d,]*0,000\.00/).first()).toBeVisible()
  await expectAccessible(page)
  await page.goto('/zh-CN/overview')
  await expect(page.getByRole('heading', { name: '示例联合体' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/en/overview')

  await page.getByRole('button', { name: 'Invite me: Office of Financial Supervision' }).dblclick()
  const link = await page
    .getByRole('dialog')
    .getByText(/\/enrol\//)
    .textContent()
  await page.keyboard.press('Escape')
  const reader = await enrolBy(browser, link ?? '')
  await reader.goto('/en/credit')
  await expect(reader.getByText('Green Valley Co-op').first()).toBeVisible()
  await expect(reader.getByText('Northlight Press').first()).toBeVisible()
  await reader.goto('/en/rights')
  await expect(reader.getByText('works-prints.csv').first()).toBeVisible()
  await reader.goto('/en/energy')
  await expect(reader.getByText(/REC-dongshan-wind/).first()).toBeVisible()
  await reader.goto('/en/settlement')
  await expect(reader.getByText('obligations-october.csv').first()).toBeVisible()
  await reader.goto('/en/works')
  await expect(reader.getByText('River letters').first()).toBeVisible()
  await reader.goto('/en/co-op')
  await expect(reader.getByText('Winter supplies for school kitchens').first()).toBeVisible()
  await reader.goto('/en/collectives')
  await expect(reader.getByText('Green Valley village').first()).toBeVisible()
  await reader.goto('/en/organisation')
  await reader.getByText('Tan Hui 谭慧').first().click()
  await expect(reader.getByText('software key', { exact: true }).first()).toBeVisible()
  await expectAccessible(reader)

  await reader.goto('/en/overview')
  await reader.getByRole('button', { name: 'Put the tour away' }).click()
  await expect(reader.getByRole('heading', { name: 'Five jobs to see' })).toBeHidden()
  await reader.reload()
  await expect(reader.getByRole('button', { name: 'Show the tour' })).toBeVisible()

  await page.getByRole('button', { name: 'Take the sample away' }).click()
  const dialog = page.getByRole('dialog')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Take the sample away' }).dblclick()
  await expect(page.getByText('The sample was taken away.', { exact: false })).toBeVisible({
    timeout: 60_000,
  })
  await expectAccessible(page)
  await reader.reload()
  await expect(reader).toHaveURL(/sign-in/)
})
