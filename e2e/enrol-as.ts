import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import type { Role } from '@vc/api'
import { askOperator } from './ask-operator.ts'
import { plugIn, type VirtualKey } from './authenticator.ts'
import { makeAtVerifier } from './verifier.ts'

/** Founds an organisation of one role on the network; gives the token of an invitation for its first administrator. */
export const inviteAs = (role: Role, name: string, hours?: number): Promise<string> =>
  askOperator('invite', { role, name, hours })

export type Enrolled = { readonly key: VirtualKey; readonly recoveryCodes: readonly string[] }

/** Comes in by an invitation with a virtual key, as far as the overview. */
export async function enrolBy(page: Page, token: string, name: string): Promise<Enrolled> {
  const key = await plugIn(page)
  await page.goto(`/en/enrol/${token}`)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Make my key' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('checkbox').check()
  const shown = await page.locator('main').textContent()
  const codes = shown?.match(/[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/g) ?? []
  await page.getByRole('button', { name: 'Go to the overview' }).click()
  await page.waitForURL(/\/en\/overview/)
  return { key, recoveryCodes: codes }
}

/** Signs a new person in, first administrator of a new organisation with this role; gives the organisation's name. */
export async function enrolAs(page: Page, role: Role, name = 'Wen Audit'): Promise<string> {
  const organisation = `${role} ${randomUUID().slice(0, 8)}`
  await enrolBy(page, await inviteAs(role, organisation), name)
  return organisation
}

/** Makes the person's key for acts, on the key that is plugged in, at the verifier page. */
export async function makeActKey(page: Page): Promise<void> {
  await page.goto('/en/account')
  await page.getByRole('button', { name: 'Make an act key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make an act key' }).dblclick()
  await makeAtVerifier(page, page.getByRole('button', { name: 'Go on at the verifier page' }))
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByText('No act key yet')).toBeHidden()
}
