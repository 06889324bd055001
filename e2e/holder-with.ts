import type { Page } from '@playwright/test'
import { must } from '@vc/kernel'
import { askOperator } from './ask-operator.ts'
import { enrolAs } from './enrol-as.ts'
import { makeWallet } from './make-wallet.ts'

const noLook = async () => {}

/** A holder with a wallet, into which the treasury of this development network pays so many units; gives the key hash. */
export async function holderWith(page: Page, name: string, units: number): Promise<string> {
  await enrolAs(page, 'holder', name)
  return walletWith(page, units)
}

/** Makes the wallet of who is signed in, into which the treasury pays so many units; gives the key hash. */
export async function walletWith(page: Page, units: number): Promise<string> {
  await makeWallet(page, noLook)
  const seeds = await page.evaluate(
    async () => (await (await fetch('/api/trpc/seeds.read')).json()).result.data.json,
  )
  const keyHash: string = must(seeds[0], 'a wallet has a seed').debtKeyHash
  if (units > 0) await askOperator('payIn', { keyHash, units })
  return keyHash
}
