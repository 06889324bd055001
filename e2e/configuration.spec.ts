import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'

test('who runs a node proposes a change, having seen it over past blocks, and its blocks vote for it', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await enrolAs(page, 'node-operator')
  await page.goto('/en/network')
  await page.getByRole('link', { name: 'Configuration' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Configuration of the network' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Versions' }).getByText('genesis')).toBeVisible()

  await page.getByRole('link', { name: 'Propose a change' }).click()
  await page.getByRole('button', { name: 'Check it' }).click()
  await expect(page.getByRole('link', { name: 'Choose at least one parameter.' })).toBeVisible()
  const title = `Lower premium ${Date.now() % 1_000_000}`
  await page.getByLabel('Title in English').fill(title)
  await page.getByLabel('Title in Chinese').fill('降低最高溢价')
  await page.getByLabel('Reason in English').fill('Nobody pays as much.')
  await page.getByLabel('Reason in Chinese').fill('没有人付这么多。')
  await page.getByLabel('Add a parameter').selectOption('maxPremium')
  const value = page.getByRole('textbox', { name: 'Largest premium' })
  const propose = page.getByRole('button', { name: 'Propose it' })
  await value.fill('20000')
  await page.getByRole('button', { name: 'Check it' }).click()
  await expect(page.getByRole('link', { name: 'Not a value of this parameter', exact: false })).toBeVisible()
  await expect(propose).toBeDisabled()
  await value.fill('400')
  // A network that has just begun may have no final block to replay.
  await expect(async () => {
    await page.getByRole('button', { name: 'Check it' }).click()
    await expect(page.getByText('All of them would have been accepted.')).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 60_000 })
  await expectAccessible(page)
  await propose.click()

  const paper = page.getByRole('article', { name: title })
  await expect(paper.getByRole('row', { name: 'Largest premium maxPremium 500 400' })).toBeVisible()
  await paper.getByRole('button', { name: 'Vote for it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Vote for it' }).click()
  await expect(paper.getByText('Your blocks vote for it.')).toBeVisible()
  await expectAccessible(page)
  await paper.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await expect(paper.getByText('Your node does nothing about it.')).toBeVisible()
  await page.goto('/zh-CN/network/configuration')
  await expect(page.getByRole('article', { name: '降低最高溢价' }).first()).toBeVisible()
  await expectAccessible(page)
})
