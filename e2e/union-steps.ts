import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { BLOCK_MS, bringUnion, lineOf, memberElsewhere, payIn, vote } from './collective-steps.ts'
import { signInInbox } from './foundation-steps.ts'

/** Three as one: a company founds the union of a cooperative and a farm, and the council's word puts it on the ledger whole. Gives the path of its page. */
export async function foundUnion(leader: Page, coop: Page): Promise<string> {
  const lines = [await lineOf(leader, 'Zhang Min'), await lineOf(coop, 'Wang Wei'), memberElsewhere('Sun Li')]
  const withRoles = (...roles: string[]) => lines.map((line, i) => `${line},${roles[i]}`)
  await leader.goto('/en/communities')
  await bringUnion(leader, withRoles('leader', 'leader', 'farm'))
  await expect(leader.getByRole('row', { name: /3 .*Only one company leads/ })).toBeVisible()
  await expect(leader.getByRole('button', { name: /^Found the union/ })).toHaveCount(0)
  await bringUnion(leader, withRoles('leader', 'cooperative', 'farm'))
  await expect(leader.getByText('1 leader company, 1 cooperative, 1 family farm')).toBeVisible()
  await leader.getByLabel('Name of the union').fill('Rice of Green Valley')
  await expectAccessible(leader)
  await leader.getByRole('button', { name: 'Found the union of 3 members' }).dblclick()
  await expect(leader.getByRole('heading', { level: 1, name: 'Rice of Green Valley' })).toBeVisible()
  await expectAccessible(leader)
  const members = leader.getByRole('table', { name: 'Members' })
  await expect(members.getByRole('row', { name: /Wang Wei/ })).toContainText('Cooperative')
  await expect(leader.getByText('The record fits the members of the founding')).toBeVisible({
    timeout: BLOCK_MS,
  })
  const path = new URL(leader.url()).pathname
  await coop.goto(path.replace('/en/', '/zh-CN/'))
  await expect(coop.getByText('记录与创建时的成员一致')).toBeVisible()
  await expectAccessible(coop)
  await leader.getByRole('link', { name: 'Open the union’s account' }).click()
  await expect(
    leader.getByRole('table', { name: 'Members' }).getByRole('row', { name: /Sun Li/ }),
  ).toBeVisible()
  return path
}

/** The members give the lead to the cooperative by a vote, which the union's own value pays for. */
export async function changeRoles(leader: Page, coop: Page, path: string): Promise<void> {
  await payIn(leader, '20.00')
  await leader.goto(path)
  await leader.getByRole('button', { name: 'Change roles' }).click()
  const dialog = leader.getByRole('dialog')
  await dialog.getByLabel('Wang Wei').selectOption('Leader company')
  await dialog.getByLabel('What for').fill('The cooperative leads now')
  await dialog.getByRole('button', { name: 'Open the vote' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Only one company leads a union')
  await dialog.getByLabel('Zhang Min').selectOption('Cooperative')
  await expectAccessible(leader)
  await dialog.getByRole('button', { name: 'Open the vote' }).dblclick()
  await expect(leader.getByRole('heading', { level: 1, name: 'The cooperative leads now' })).toBeVisible()
  await expect(leader.getByText('2 members become something else in the union').first()).toBeVisible()
  await expectAccessible(leader)
  await vote(leader)
  await coop.goto(new URL(leader.url()).pathname.replace('/en/', '/zh-CN/'))
  await expectAccessible(coop)
  await coop.goto(new URL(leader.url()).pathname)
  await vote(coop)
  await expect(coop.getByText('In force', { exact: true })).toBeVisible({ timeout: BLOCK_MS })
  await coop.goto(path)
  const members = coop.getByRole('table', { name: 'Members' })
  await expect(members.getByRole('row', { name: /Wang Wei/ })).toContainText('Leader company')
  await expect(members.getByRole('row', { name: /Zhang Min/ })).toContainText('Cooperative')
}

/** Who speaks for the community anchors all that its members decided; anybody holds a checkpoint against the ledger. */
export async function anchor(leader: Page, path: string): Promise<void> {
  await leader.goto(path)
  await leader.getByRole('button', { name: 'Anchor 5 entries' }).click({ timeout: BLOCK_MS })
  await signInInbox(leader, 'Anchor a checkpoint')
  await leader.goto(path)
  const anchors = leader.getByRole('table', { name: 'Checkpoints on the ledger' })
  await expect(anchors.getByRole('row', { name: /^5 / })).toContainText('Fits the entries', {
    timeout: BLOCK_MS,
  })
  await expect(leader.getByRole('button', { name: 'Anchor 5 entries' })).toBeDisabled()
  await expectAccessible(leader)
  await leader.goto('/en/communities')
  const chains = leader.getByRole('table', { name: 'Chains that the network lists' })
  await chains
    .getByRole('row', { name: /Rice of Green Valley/ })
    .first()
    .press('Enter')
  await leader.getByLabel('Height').fill('5')
  await leader.getByLabel('Hash').fill('00'.repeat(32))
  await leader.getByRole('button', { name: 'Compare' }).click()
  await expect(leader.getByText('It is not what the ledger has')).toBeVisible()
  await expectAccessible(leader)
}
