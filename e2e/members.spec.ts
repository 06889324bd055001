import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { ed25519PublicKey, schnorrPublicKey, toHex } from '@vc/crypto'
import refusals from '../apps/portal/src/messages/en/refusals.json' with { type: 'json' }
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { openTab, propose } from './foundation-steps.ts'

const BLOCK_MS = 60_000

/** What `vc node init` prints for a new operator. */
const newNode = () => ({
  'Peer key': toHex(ed25519PublicKey(randomBytes(32))),
  'Stake key': toHex(schnorrPublicKey(randomBytes(32))),
  'Certificate hash': randomBytes(32).toString('hex'),
})

test('the council admits a member of the network and ends it; too little stake online is refused in words', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await enrolAs(page, 'admission', 'Chen Council')
  await openTab(page, /^Members of the network/)
  const dialog = page.getByRole('dialog')
  const table = page.getByRole('table', { name: 'Members of the network' })
  const founder = table.getByRole('row', { name: /makes blocks, votes, regulates/ }).first()
  await expect(founder).toContainText('Online, block', { timeout: BLOCK_MS })
  await founder.getByRole('button', { name: 'End', exact: true }).click()
  await dialog.getByRole('button', { name: 'Propose to end it' }).click()
  await expect(dialog.getByRole('alert')).toContainText(refusals['stake-online-short'].title)
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  const node = newNode()
  await page.getByRole('button', { name: 'Propose a member of the network' }).click()
  await dialog.getByRole('button', { name: 'Propose this member' }).click()
  await expect(dialog.getByRole('alert')).toContainText(refusals['node-key-bad'].title)
  for (const [label, text] of Object.entries(node)) await dialog.getByLabel(label).fill(text)
  // One that votes would have to be there for anything to become final.
  await dialog.getByRole('checkbox', { name: 'votes' }).uncheck()
  await propose(page, /Propose this member/)
  const row = table.getByRole('row', { name: new RegExp(node['Peer key'].slice(0, 6)) })
  await expect(row).toContainText('makes blocks', { timeout: BLOCK_MS })
  await expect(row).toContainText('Not seen lately', { timeout: BLOCK_MS })
  await expectAccessible(page)
  await row.getByRole('button', { name: 'End', exact: true }).click()
  await propose(page, /Propose to end it/)
  await expect(row).toContainText('Member no more', { timeout: BLOCK_MS })
  await page.goto('/zh-CN/foundation')
  await page.getByRole('tab', { name: '网络成员' }).click()
  await expect(page.getByRole('table', { name: '网络成员' })).toContainText('已非成员')
  await expectAccessible(page)
})
