import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Role } from '@vc/api'
import { plugIn } from './authenticator.ts'
import { folderFile } from './place.ts'

/** Signs a new person in, first administrator of a new organisation with this role, with a virtual key of their own. */
export async function enrolAs(page: Page, role: Role): Promise<void> {
  const folder = readFileSync(folderFile, 'utf8')
  const script = join(import.meta.dirname, 'invite-as.ts')
  const organisation = `${role} ${randomUUID().slice(0, 8)}`
  const token = execFileSync(process.execPath, [script, folder, role, organisation], { encoding: 'utf8' })
  await plugIn(page)
  await page.goto(`/en/enrol/${token.trim()}`)
  await page.getByLabel('Your name').fill('Wen Audit')
  await page.getByRole('button', { name: 'Make my key' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Go to the overview' }).click()
  await expect(page).toHaveURL(/\/en\/overview/)
}
