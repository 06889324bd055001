import { schema } from '@vc/db'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { accountOfCollective, visibleTo } from '../collectives/find.ts'

const { collectives } = schema

/** Whose debts a holder may read, by key hash in hex: the own accounts', and of the collectives that the person sees. */
export async function debtorsSeenBy(db: DbOrTransaction, user: SessionUser): Promise<readonly string[]> {
  const seen = await db.select({ ledgerId: collectives.ledgerId }).from(collectives).where(visibleTo(user))
  return [...(await ownAccounts(db, user)), ...seen.map(accountOfCollective)]
}
