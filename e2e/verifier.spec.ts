import { expect, type Page, test } from '@playwright/test'
import { encodeActCase } from '@vc/acts'
import { paymentCase } from '@vc/acts/testing'
import { openClient } from '@vc/client'
import { encodeBase64url, fromHex } from '@vc/crypto'
import refusalsEn from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import refusalsZh from '../apps/portal/src/messages/zh/refusals.json' with { type: 'json' }
import en from '../apps/verifier/src/messages/en.json' with { type: 'json' }
import zh from '../apps/verifier/src/messages/zh.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { nodeToken, nodeUrl, portalOrigin, verifierOrigin } from './place.ts'
import { makeAtVerifier, openVerifier } from './verifier.ts'

test.describe.configure({ timeout: 300_000 })

const link = (act: Uint8Array) => `${verifierOrigin}/#${encodeBase64url(act)}`
const ofThisNetwork = async () => ({
  network: fromHex((await openClient(nodeUrl, nodeToken()).status()).network),
})

test('the verifier page reads an act from a link in both languages, and refuses all else with what to do', async ({
  page,
}) => {
  await page.goto(verifierOrigin)
  await expect(page.getByText(en.lead.blank)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel(en.paste).fill('https://elsewhere.example/#pay')
  await page.getByRole('button', { name: en.open }).click()
  await expect(page.getByRole('alert')).toContainText(en.refusals['act-foreign'].title)
  await expectAccessible(page)

  const act = paymentCase('payee', 12_345n, await ofThisNetwork())
  await page.goto(link(encodeActCase({ ...act, network: new Uint8Array(32).fill(7) })))
  await expect(page.getByRole('alert')).toContainText(en.refusals['act-other-network'].title)
  await page.goto(link(encodeActCase(act).slice(0, -4)))
  await expect(page.getByRole('alert')).toContainText(en.refusals['act-broken'].title)

  await page.goto(link(encodeActCase(act)))
  await expect(page.getByRole('article')).toContainText('123.45')
  await expect(page.getByRole('article').locator('ol li')).toHaveCount(6)
  await expect(page.getByRole('button', { name: en.sign })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: '中文' }).click()
  await expect(page.getByText(zh.lead.read)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expectAccessible(page)
})

test('the verifier page speaks to nobody, whatever runs in it', async ({ page }) => {
  const policy = (await fetch(verifierOrigin)).headers.get('content-security-policy')
  expect(policy).toContain(`connect-src 'none'`)
  expect(policy).toContain(`frame-ancestors 'none'`)
  await page.goto(verifierOrigin)
  const reached = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'reached',
        () => 'kept',
      ),
    portalOrigin,
  )
  expect(reached).toBe('kept')
})

/** Leads to the press that opens the verifier page to make an act key. */
async function atTheDoor(page: Page, path: string, make: string, goOn: string) {
  await page.goto(path)
  await page.getByRole('button', { name: make }).click()
  await page.getByRole('dialog').getByRole('button', { name: make }).click()
  return page.getByRole('dialog').getByRole('button', { name: goOn })
}

test('a verifier page that is blocked, closed, or left, and words of strangers: each is told, nothing is half done', async ({
  page,
}) => {
  await enrolAs(page, 'authority', 'Zhao Min')
  const alert = page.getByRole('dialog').getByRole('alert')
  const goOn = await atTheDoor(page, '/zh-CN/account', '创建签署密钥', '前往核验页继续')
  await page.evaluate(() => {
    const { open } = window
    window.open = () => {
      window.open = open
      return null
    }
  })
  await goOn.click()
  await expect(alert).toContainText(refusalsZh['verifier-blocked'].title)
  const closing = await openVerifier(page, goOn)
  await closing.close()
  await expect(alert).toContainText(refusalsZh['verifier-closed'].title)
  const leaving = await openVerifier(page, goOn)
  await expect(leaving.getByText(zh.lead.make)).toBeVisible()
  await expectAccessible(leaving)
  // What is no message of that window is not heard.
  await page.evaluate(() => window.postMessage({ say: 'made', credential: {} }, '*'))
  await leaving.evaluate((origin) => window.opener.postMessage({ say: 'made' }, origin), portalOrigin)
  await leaving.getByRole('button', { name: zh.leave }).click()
  await expect(alert).toContainText(refusalsZh['verifier-declined'].title)
  await expectAccessible(page)

  const english = await atTheDoor(page, '/en/account', 'Make an act key', 'Go on at the verifier page')
  const elsewhere = await openVerifier(page, english)
  await elsewhere.goto(`${portalOrigin}/en/sign-in`)
  await elsewhere.evaluate(() => window.opener?.postMessage({ say: 'declined' }, '*'))
  await elsewhere.close()
  await expect(alert).toContainText(refusalsEn['verifier-closed'].title)
  await expect(page.getByText('No act key yet')).toBeVisible()
  await makeAtVerifier(page, english)
  await expect(page.getByText('No act key yet')).toBeHidden()
})
