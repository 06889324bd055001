import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { enrolAs, makeActKey } from './enrol-as.ts'
import { holderWith } from './holder-with.ts'
import { newPage } from './loan-steps.ts'
import { publishForPledges, signTerms } from './order-steps.ts'
import { pledge } from './pledge-steps.ts'

const BLOCK_MS = 60_000
/** Blocks of this network that pass before the order's time is over: keys are asked and pledges signed meanwhile. */
const OPEN_FOR = 45

/** The page with what the own account holds. */
async function openHolding(page: Page): Promise<void> {
  await page.goto('/en/account')
  await page.getByRole('link', { name: 'All keys of the account' }).click()
}

/** So much is free on the first key of the own account; what a key holds is asked again by the page itself. */
const expectFree = (page: Page, amount: string) =>
  expect(page.getByRole('row', { name: /m\/0\/0/ })).toContainText(amount, { timeout: BLOCK_MS })

test('an order that its supporters do not fund by its deadline gives every pledge back whole', {
  tag: '@long',
}, async ({ page: coop, browser }) => {
  test.setTimeout(420_000)
  const [supplier, ann, ben] = [await newPage(browser), await newPage(browser), await newPage(browser)]
  const [account] = await Promise.all([
    holderWith(supplier, 'Zhang Min', 0).then(async (made) => {
      await makeActKey(supplier)
      return made
    }),
    holderWith(ann, 'Wang Wei', 30_000),
    holderWith(ben, 'Sun Li', 30_000),
    enrolAs(coop, 'holder', 'Li Na').then(() => makeActKey(coop)),
  ])
  await openHolding(ann)
  await expectFree(ann, '300.00')
  const path = await publishForPledges(coop, account, OPEN_FOR)
  await supplier.goto(path)
  await supplier.getByRole('button', { name: 'Agree to our contracts' }).click()
  await Promise.all([signTerms(supplier), signTerms(coop)])
  await ann.goto(path)
  await pledge(ann, '150.00')
  await ben.goto(path)
  await pledge(ben, '200.00')
  const pledges = coop.getByRole('table', { name: 'Pledges' })
  await expect(pledges.getByText('Stands', { exact: true })).toHaveCount(2, { timeout: BLOCK_MS })
  await openHolding(ann)
  await expectFree(ann, '149.00')

  await expect(coop.getByText('Not funded, all given back').first()).toBeVisible({ timeout: 240_000 })
  await expect(pledges.getByText('Given back whole', { exact: true })).toHaveCount(2, { timeout: BLOCK_MS })
  await expect(coop.getByText('No supplier was paid, and nothing is held back.')).toBeVisible()
  await expectAccessible(coop)
  // Each paid the fee of pledging; what giving back costs the operator pays.
  await openHolding(ben)
  for (const supporter of [ann, ben]) await expectFree(supporter, '299.00')
})
