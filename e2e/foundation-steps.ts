import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, inviteAs, makeActKey } from './enrol-as.ts'
import { expectSigned } from './sheet.ts'
import { signAtVerifier } from './verifier.ts'

const BLOCK_MS = 60_000

/** A name that no other walk has. */
export const newName = (family: string): string => `${family} ${randomUUID().slice(0, 6)}`

/** An authority whose key for acts is no agent yet: it was made before the person joined the authority. */
export async function enrolAuthority(page: Page, name: string): Promise<void> {
  await enrolAs(page, 'regulator', name)
  await makeActKey(page)
  const authority = `Authority ${randomUUID().slice(0, 8)}`
  await page.goto(`/en/enrol/${await inviteAs('authority', authority)}`)
  await page.getByRole('button', { name: `Join ${authority} with your key` }).dblclick()
  await expect(page).toHaveURL(/\/en\/overview/)
}

/** Opens a tab of the foundation's screen. */
export async function openTab(page: Page, tab: RegExp): Promise<void> {
  await page.goto('/en/foundation')
  await page.getByRole('tab', { name: tab }).click()
}

/** Proposes what the dialog says, pressing twice, and waits until it is closed. */
export async function propose(page: Page, button: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: button }).dblclick()
  await expect(dialog).toBeHidden()
}

async function choose(page: Page, label: string, name: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true })
  const option = field.getByRole('option', { name })
  await expect(option).toHaveCount(1)
  await field.selectOption((await option.getAttribute('value')) ?? '')
}

/** Reads the act in the inbox and signs it at the verifier page. */
export async function signInInbox(page: Page, act: string): Promise<void> {
  await page.goto('/en/approvals')
  const waiting = page.getByRole('region', { name: 'Waits for you' })
  await waiting.getByRole('row', { name: new RegExp(act) }).press('Enter', { timeout: BLOCK_MS })
  await page.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  const button = page.getByRole('dialog').getByRole('button', { name: 'Sign this act with your key' })
  await expect(button).toBeVisible()
  await expectAccessible(page)
  await signAtVerifier(page, button)
  await expectSigned(page)
}

export const rosterOf = (member: Page): Locator =>
  member.getByRole('table', { name: 'Roster of the Admission group' })

/** A person of the admission whose key comes onto the group's roster as the fourth; gives its organisation. */
export async function becomeFourth(member: Page, name: string): Promise<string> {
  const organisation = await enrolAs(member, 'admission', name)
  await makeActKey(member)
  await member.goto('/en/foundation')
  const roster = rosterOf(member)
  await expect(roster.getByRole('row', { name: /P-256/ })).toHaveCount(3)
  const steps = member.getByRole('list', { name: 'Founding of the Admission group' }).getByRole('listitem')
  await expect(steps.filter({ hasText: 'Three keys' })).toContainText('3 of 3')
  await expect(steps.filter({ hasText: 'A fourth key' })).toHaveAttribute('aria-current', 'step')
  await expectAccessible(member)
  await member.getByRole('button', { name: 'Propose a member of the Admission group' }).click()
  await member.getByRole('dialog').getByRole('button', { name: 'Propose this member' }).click()
  await expect(member.getByRole('dialog').getByRole('alert')).toContainText('No key was chosen')
  await choose(member, 'Key that comes', name)
  await propose(member, /Propose this member/)
  await expect(roster.getByRole('row', { name: /P-256/ })).toHaveCount(4, { timeout: BLOCK_MS })
  await expect(roster.getByRole('row', { name: new RegExp(organisation) })).toHaveCount(1)
  await expect(member.getByText(`${organisation} came: 4 keys`)).toBeVisible()
  await expect(steps.filter({ hasText: 'Each key in an authenticator' })).toContainText('1 of 4')
  await member.getByRole('tab', { name: 'Credit' }).click()
  const denominations = member.getByRole('table', { name: 'Credit of the admission group' })
  await expect(denominations.getByRole('row', { name: /3 keys/ })).toHaveCount(4)
  return organisation
}

/** The group appoints this person's key with a ceiling of 700.00 and gives it 600.00; gives the agent's row. */
export async function appointAndGrant(member: Page, name: string): Promise<Locator> {
  await openTab(member, /^Agents/)
  await member.getByRole('button', { name: 'Propose an agent' }).click()
  await choose(member, 'Agent', name)
  await member.getByLabel('Ceiling').fill('700')
  await propose(member, /Propose this agent/)
  await signInInbox(member, 'Appoint an agent')
  await openTab(member, /^Agents/)
  const agent = member.getByRole('table', { name: 'Agents' }).getByRole('row', { name: / 700\.00/ })
  await expect(agent).toHaveCount(1, { timeout: BLOCK_MS })
  await agent.getByRole('button', { name: 'Grant credit' }).click()
  await member.getByLabel('Amount').fill('700.01')
  await member.getByRole('dialog').getByRole('button', { name: 'Propose this grant' }).click()
  await expect(member.getByRole('dialog').getByRole('alert')).toContainText('more than its ceiling')
  await member.getByLabel('Amount').fill('600')
  await propose(member, /Propose this grant/)
  await signInInbox(member, 'Grant management credit')
  await openTab(member, /^Agents/)
  await expect(agent).toContainText('600.00', { timeout: BLOCK_MS })
  await expectAccessible(member)
  return agent
}

/** The explorer says what came of a proposal. */
export async function explainedProposal(member: Page, act: string, lead: string): Promise<void> {
  await openTab(member, /^Proposals/)
  const row = member.getByRole('table', { name: 'Proposals' }).getByRole('row', { name: new RegExp(act) })
  await row.first().locator('a[href*="/explorer/transaction/"]').click({ timeout: BLOCK_MS })
  await expect(member.getByRole('heading', { level: 1, name: /^Transaction/ })).toBeVisible()
  await expect(member.getByText(lead)).toBeVisible()
  await expectAccessible(member)
}

/** The agent is struck off. */
export async function strikeOff(member: Page, agent: Locator): Promise<void> {
  await openTab(member, /^Agents/)
  await agent.getByRole('button', { name: 'Strike off' }).click()
  await propose(member, /Propose to strike it off/)
  await signInInbox(member, 'Strike an agent off')
  await openTab(member, /^Agents/)
  await expect(member.getByRole('heading', { name: 'Struck off' })).toBeVisible({ timeout: BLOCK_MS })
  await expect(agent).toHaveCount(0)
}

/** The member whose key came as the fourth leaves the group again, which has three keys then. */
export async function leaveGroup(member: Page, organisation: string): Promise<void> {
  await openTab(member, /^Groups/)
  const own = rosterOf(member).getByRole('row', { name: new RegExp(organisation) })
  await own.getByRole('button', { name: 'Remove' }).click()
  await propose(member, /Propose that this member leaves/)
  await expect(rosterOf(member).getByRole('row', { name: /P-256/ })).toHaveCount(3, { timeout: BLOCK_MS })
  const gone = member.getByRole('listitem').filter({ hasText: `${organisation} went: 3 keys` })
  await gone.locator('a[href*="/explorer/transaction/"]').click()
  await expect(member.getByRole('region', { name: 'What it does' })).toContainText(
    'from the group; the group had 4 keys',
  )
  await expectAccessible(member)
}
