import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { must } from '@vc/kernel'
import { askOperator } from './ask-operator.ts'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { expectOneLedger } from './one-ledger.ts'
import { folderFile } from './place.ts'

const vc = join(import.meta.dirname, '../apps/cli/bin/vc.mjs')
const BLOCK_MS = 60_000
const AUDIT_MS = 120_000
const holds = 'Every block holds, and the portal shows what the ledger says'

type History = {
  readonly grant: string
  readonly loan: string
  readonly repayment: string
  readonly record: string
  readonly debtor: string
}
let history: History
test.beforeAll(() => {
  test.setTimeout(120_000)
  const script = join(import.meta.dirname, 'ledger-history.ts')
  const folder = readFileSync(folderFile, 'utf8')
  history = JSON.parse(execFileSync(process.execPath, [script, folder], { encoding: 'utf8' }))
})
const short = (id: string) => `${id.slice(0, 6)}…${id.slice(-4)}`

async function regulator(page: Page) {
  await enrolAs(page, 'regulator')
  await page.goto('/en/audit')
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  await expect(page.getByLabel('Up to height')).toBeVisible({ timeout: BLOCK_MS })
}

test('a regulator judges the ledger again in the browser, and the pack verifies offline', async ({
  page,
}, info) => {
  test.setTimeout(300_000)
  await regulator(page)
  await expectAccessible(page)
  const start = page.getByRole('button', { name: 'Start the audit' })
  await page.getByLabel('Up to height').fill('999999999')
  await expect(page.getByText(/Give heights from 0 to/)).toBeVisible()
  await expect(start).toBeDisabled()
  await page.reload()
  await start.dblclick()
  await expect(page.getByText(holds)).toBeVisible({ timeout: AUDIT_MS })
  await expect(page.getByRole('table', { name: 'Totals after the last block' })).toBeVisible()
  await expectAccessible(page)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the audit pack' }).click()
  const path = info.outputPath('audit.vcpack.jsonl')
  await (await saving).saveAs(path)
  expect(execFileSync(process.execPath, [vc, 'verify', path], { encoding: 'utf8' })).toContain('VERIFIED')

  const text = readFileSync(path, 'utf8')
  const lines = text.trimEnd().split('\n')
  const altered: Record<string, string> = {
    'one amount': text.replace(/"amount":"\d+"/, '"amount":"1"'),
    'one byte of a block': text.replace(
      /("kind":"block".*?"bytes":".{300})(.)/,
      (_, head, nibble) => head + (nibble === '0' ? '1' : '0'),
    ),
    'a line left out': lines.toSpliced(4, 1).join('\n'),
    'without its end': lines.slice(0, -1).join('\n'),
    'no pack at all': 'hello',
  }
  for (const [what, pack] of Object.entries(altered)) {
    const file = info.outputPath('altered.vcpack.jsonl')
    expect(pack).not.toBe(text)
    writeFileSync(file, pack)
    const { status, stdout } = spawnSync(process.execPath, [vc, 'verify', file], { encoding: 'utf8' })
    expect({ what, status }).toEqual({ what, status: 1 })
    expect(stdout).toContain('FAILED')
  }
})

test('an audit runs on the ledger that Node and the verifier page run; it can be stopped, and says how far it came', async ({
  page,
  context,
}) => {
  await regulator(page)
  // No block comes until the gate is opened, as over a line that hangs.
  let openGate = () => {}
  const gate = new Promise<void>((resolve) => {
    openGate = resolve
  })
  await page.route('**/api/trpc/audit.blocks**', async (route) => {
    await gate
    await route.continue().catch(() => {})
  })
  await page.getByRole('button', { name: 'Start the audit' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expectAccessible(page)
  const [worker] = page.workers()
  await expectOneLedger(must(worker, 'the audit runs in a worker'), await context.newPage())
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText(/Stopped at block/)).toBeVisible()
  await expect(page.getByRole('progressbar')).toBeHidden()
  openGate()
  await page.getByRole('button', { name: 'Start the audit' }).click()
  await expect(page.getByText(holds)).toBeVisible({ timeout: AUDIT_MS })
})

test('a row that somebody changed in the database is found and named', async ({ page }, info) => {
  test.setTimeout(300_000)
  await regulator(page)
  const before = await askOperator('alterOutput', { txid: history.loan, index: 2, amount: '7' })
  try {
    await page.getByRole('button', { name: 'Start the audit' }).click()
    await expect(page.getByText('1 difference between the portal and the ledger')).toBeVisible({
      timeout: AUDIT_MS,
    })
    const row = page.getByRole('table', { name: 'Differences' }).getByRole('row', { name: /outputs/ })
    await expect(row).toContainText(`${history.loan}:2`)
    await expect(row).toContainText('amount')
    await expect(row).toContainText(before)
    await expectAccessible(page)

    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the audit pack' }).click()
    const path = info.outputPath('evidence.vcpack.jsonl')
    await (await saving).saveAs(path)
    const { status, stdout } = spawnSync(process.execPath, [vc, 'verify', path], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stdout).toContain(history.loan)
  } finally {
    await askOperator('alterOutput', { txid: history.loan, index: 2, amount: before })
  }
  await page.getByRole('button', { name: 'Start the audit' }).click()
  await expect(page.getByText(holds)).toBeVisible({ timeout: AUDIT_MS })
})

test('a debt and a record are walked back to their origin', async ({ page }) => {
  test.setTimeout(180_000)
  await regulator(page)
  await page.getByRole('tab', { name: 'Trace a debt' }).click()
  await page.getByRole('row', { name: new RegExp(history.loan.slice(0, 6)) }).click()
  const graph = page.getByRole('group', { name: /Graph of/ })
  await expect(graph.getByRole('button', { name: /Credit authorised/, pressed: true })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Credit authorised' })).toBeVisible()
  await expect(page.getByText(/^\d+ of \d+ keys of the admission group$/)).toBeVisible()
  await expect(page.locator(`dd a[href*="/explorer/account/${history.debtor}"]`)).toBeVisible()
  await expectAccessible(page)

  const granted = graph.getByRole('button', { name: new RegExp(`granted.*${short(history.grant)}`) })
  await granted.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'Management credit granted' })).toBeVisible()
  await granted.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: 'Credit authorised' })).toBeVisible()
  await page.getByRole('button', { name: `Walk on to ${short(history.repayment)}` }).click()
  await expect(graph.getByRole('button', { name: new RegExp(short(history.repayment)) })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 720 })

  await page.getByRole('tab', { name: 'Trace a right' }).click()
  const key = page.getByLabel('Id or key of the record')
  await key.fill('ffffffff')
  await page.getByRole('button', { name: 'Follow' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('There is no such thing here')
  await expectAccessible(page)
  await key.fill(history.record)
  await page.getByRole('button', { name: 'Follow' }).click()
  await expect(graph.getByRole('button', { name: /Record in force/, pressed: true })).toBeVisible()
  await graph.getByRole('button', { name: /Commitment/ }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Commitment' })).toBeVisible()
  await expectAccessible(page)
})

test('every id in the explorer leads to what it names', async ({ page }) => {
  test.setTimeout(240_000)
  await enrolAs(page, 'regulator')
  await page.goto('/en/explorer')
  await expect(page.getByRole('table', { name: 'Blocks' })).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(page)
  await page.goto('/en/explorer/block/0')
  await expect(page.getByRole('heading', { level: 1, name: 'Block 0' })).toBeVisible({ timeout: BLOCK_MS })
  await expectAccessible(page)
  await page.getByRole('link', { name: 'After' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Block 1' })).toBeVisible()

  await page.goto(`/en/explorer/transaction/${history.loan}`)
  await expect(page.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible()
  await expect(page.getByRole('img', { name: /three layers/ })).toBeVisible()
  await expect(page.locator('path[data-how="writes"]').first()).toBeAttached()
  await expect(page.locator('path[data-how="reads"]').first()).toBeAttached()
  await expectAccessible(page)
  await page.locator('a[href*="/explorer/account/"]').first().click()
  await expect(page).toHaveURL(/\/explorer\/account\/[0-9a-f]{40}/)
  await expect(page.getByRole('heading', { level: 2, name: /Outputs/ })).toBeVisible()
  await expectAccessible(page)

  await page.goto(`/en/explorer/transaction/${history.grant}`)
  await page.locator('dd a[href*="/explorer/transaction/"]').last().click()
  await expect(page.getByText('Writes one pair of a table.')).toBeVisible()
  await page.locator('a[href*="/explorer/record/"]').first().click()
  await expect(page.getByRole('heading', { level: 1, name: /Record in/ })).toBeVisible()
  await expectAccessible(page)

  await page.goto('/en/explorer/search?q=0')
  await page.locator('main a[href$="/explorer/block/0"]').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Block 0' })).toBeVisible()
  for (const [text, link] of [
    [history.loan, `transaction/${history.loan}`],
    [history.debtor, `account/${history.debtor}`],
    [history.record, `record/account/${history.record}`],
  ]) {
    await page.goto(`/en/explorer/search?q=${text}`)
    await expect(page.locator(`main a[href$="/explorer/${link}"]`)).toBeVisible()
  }
  await expectAccessible(page)
  await page.goto('/zh-CN/explorer')
  await expect(page.getByRole('heading', { level: 1, name: '账本' })).toBeVisible()
})

test('what is not on the ledger is said so, with where to go on', async ({ page }) => {
  test.setTimeout(240_000)
  await enrolAs(page, 'holder')
  const none = '0123456789abcdef'.repeat(4)
  const unknown = [
    'block/999999999',
    `block/${none}`,
    'block/nonsense',
    `transaction/${none}`,
    'transaction/xyz',
    'account/xyz',
    'record/rights/abcdef',
  ]
  for (const path of unknown) {
    await page.goto(`/en/explorer/${path}`)
    await expect(page.getByText(/Nothing on the ledger is named/)).toBeVisible({ timeout: BLOCK_MS })
    await expect(page.getByRole('link', { name: 'To the newest blocks' })).toBeVisible()
  }
  await expectAccessible(page)
  await page.goto(`/en/explorer/account/${'0'.repeat(40)}`)
  await expect(page.getByText('Nothing stands under this key hash')).toBeVisible()
  await page.goto('/en/explorer/search?q=nothing-of-this-name')
  await expect(page.getByText('Nothing of that name')).toBeVisible()
  await expectAccessible(page)
})

test('nobody but a regulator audits', async ({ page }) => {
  await enrolAs(page, 'holder')
  await page.goto('/en/audit')
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
  await expectAccessible(page)
})
