import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'

const licence = Buffer.from('%PDF-1.7\nA business licence\n%%EOF')
const document = { name: 'licence.pdf', mimeType: 'application/pdf', buffer: licence }

test('a holder seals a licence, lets one office read it, sees who opened it and why, and destroys its key', async ({
  page: holder,
  browser,
}) => {
  test.setTimeout(120_000)
  const office = await (await browser.newContext()).newPage()
  const [, name] = await Promise.all([
    holderWith(holder, 'Li Na', 0),
    enrolAs(office, 'admission', 'Chen Qi'),
  ])
  await holder.goto('/en/account')
  const section = holder.getByRole('region', { name: 'Identity documents' })
  const file = section.getByLabel('A document')
  await file.setInputFiles({ ...document, buffer: Buffer.from('MZ, a program') })
  await expect(section.getByRole('alert')).toContainText('This is no PDF, PNG or JPEG')
  await section.getByLabel('What it is').selectOption('registration')
  await file.setInputFiles(document)
  await expect(section.getByRole('row', { name: /Business licence/ })).toBeVisible()
  await expectAccessible(holder)
  const account = new URL(
    (await holder.getByRole('link', { name: 'All keys of the account' }).getAttribute('href')) ?? '',
    holder.url(),
  ).pathname

  await office.goto(account)
  const documents = office.getByRole('region', { name: 'Identity documents' })
  await expect(documents).toContainText('The holder lets this office read nothing')
  await documents.getByRole('button', { name: 'Make my reading key' }).click()
  await expect(documents.getByText('You have no reading key yet')).toBeHidden()
  await holder.reload()
  await section.getByLabel('An office').selectOption({ label: name })
  await section.getByRole('button', { name: 'Let this office read' }).click()
  await expect(section.getByRole('button', { name: 'Let it read no longer' })).toBeVisible()

  await office.reload()
  await documents.getByRole('button', { name: 'Open', exact: true }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Open with my key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('No reason was given')
  await dialog.getByLabel('Reason').fill('Their application of today')
  await expectAccessible(office)
  const saved = office.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Open with my key' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('licence.pdf')
  expect(await readFile(await download.path())).toEqual(licence)

  await holder.goto('/zh-CN/account')
  await expect(holder.getByText('Their application of today')).toBeVisible()
  await expectAccessible(holder)
  await holder.getByRole('button', { name: '销毁全部资料' }).click()
  await holder.getByRole('dialog').getByRole('button', { name: '销毁密钥' }).click()
  await expect(holder.getByText('密钥已销毁').first()).toBeVisible()
  await office.reload()
  await expect(documents).toContainText('The holder lets this office read nothing')
  await office.context().close()
})
