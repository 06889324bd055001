import { type Browser, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { makeActKey } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import {
  BLOCK_MS,
  buy,
  collect,
  fileOf,
  linkOf,
  press,
  register,
  SCORE,
  sell,
  signAll,
} from './works-steps.ts'

/** Anybody's telephone at the public page: the file that is the draft, and one that was changed. */
async function checkOnPhone(browser: Browser, creator: Page): Promise<void> {
  const link = await linkOf(creator)
  const phone = await (
    await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  ).newPage()
  await phone.goto(link.replace('/en/', '/zh-CN/'))
  await expect(phone.getByText('共 1 份稿件，全部得到证明')).toBeVisible()
  await phone.getByLabel('用文件核对稿件').setInputFiles(fileOf(SCORE))
  await expect(phone.getByText('score.ly 与第 1 稿逐位相同')).toBeVisible()
  await phone.getByLabel('用文件核对稿件').setInputFiles(fileOf(SCORE.replace('g2', 'a2')))
  await expect(phone.getByText('score.ly 不是其中任何一稿')).toBeVisible()
  await expectAccessible(phone)
  await phone.context().close()
}

async function tip(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tip', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Amount').fill('12.50')
  await dialog.getByLabel('A few words').fill('Played it all evening')
  await press(page, 'Read and sign')
  await signAll(page, 1)
  await expect(page.getByRole('listitem').filter({ hasText: 'Played it all evening' })).toContainText('12.50')
}

async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write a review' }).click()
  await page.getByRole('dialog').getByLabel('Your words').fill('Clear as water')
  await page.getByRole('button', { name: 'Publish the review' }).dblclick()
  await expect(page.getByRole('listitem').filter({ hasText: 'Clear as water' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Write a review' })).toHaveCount(0)
}

/** Asks others for a cover, for 20.00 that lie aside. */
async function post(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Post a task' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What is wanted').fill('A cover')
  await dialog.getByLabel('What it must be').fill('Ink, two colours, 30 by 30 cm')
  await dialog.getByLabel('Reward for each').fill('20.00')
  await press(page, 'Read and sign')
  await signAll(page, 1)
}

/** Hands a cover in once the task is open; the file stays in the browser. */
async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Hand something in' }).click({ timeout: BLOCK_MS })
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Your file').setInputFiles(fileOf('a cover'))
  await dialog.getByLabel('Your name with the work').fill('Wang Wei')
  await dialog.getByLabel('What it is').fill('Brush and ink')
  await press(page, 'Read and sign')
  await signAll(page, 2)
}

/** Takes it: the reward is paid, and the name stands with the work. */
async function take(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('button', { name: 'Take Wang Wei’s contribution' }).click({ timeout: BLOCK_MS })
  await signAll(page, 2)
  const handed = page.getByRole('listitem').filter({ hasText: 'Brush and ink' })
  await expect(handed.last()).toContainText('Taken and paid', { timeout: BLOCK_MS })
  await expectAccessible(page)
}

test('a creator dates a draft on the ledger, is tipped for it and sells a licence that anybody can check', async ({
  page: creator,
  browser,
}) => {
  test.setTimeout(120_000)
  const [fan, friend] = await Promise.all([1, 2].map(async () => (await browser.newContext()).newPage()))
  if (!fan || !friend) throw new Error('two more people')
  await Promise.all([
    holderWith(creator, 'Mei Lan', 5_000).then(() => makeActKey(creator)),
    holderWith(fan, 'Wang Wei', 60_000),
    holderWith(friend, 'Li Ping', 60_000),
  ])
  await register(creator)
  const path = new URL(creator.url()).pathname
  const checked = checkOnPhone(browser, creator)
    .then(() => sell(creator))
    .then(() => post(creator))
  await fan.goto(path)
  await tip(fan)
  await review(fan)
  await checked
  await Promise.all([buy(friend, await linkOf(fan)), collect(creator), handIn(fan)])
  await take(creator, path)
  await creator.goto('/en/works')
  await creator.getByRole('tab', { name: 'My book' }).click()
  const book = creator.getByRole('table', { name: 'What your works brought in' })
  await expect(book.getByRole('row', { name: /Tip.*12\.50/ })).toBeVisible()
  await expect(book.getByRole('row', { name: /Licence.*72\.00/ })).toBeVisible()
  await expectAccessible(creator)
  await friend.getByRole('link', { name: 'Check it as anybody can, once a block has it' }).click()
  await expect(async () => {
    await friend.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(friend.getByText('Licensed, and proved')).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: BLOCK_MS })
  await expect(friend.getByText('1 of 2')).toBeVisible()
  await expectAccessible(friend)
  await Promise.all([fan.context().close(), friend.context().close()])
})
