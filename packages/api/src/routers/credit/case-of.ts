import { type DebtCase, type DebtStory, debtStory } from '@vc/admission'
import { badDebtAgeOf, debtCaseOf, findCursor, reserveScripts } from '@vc/db'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { debtorsSeenBy } from './debtors-seen-by.ts'
import { agentFacts } from './facts.ts'

export type Told = { readonly debtCase: DebtCase; readonly story: DebtStory; readonly isCreditor: boolean }

/**
 * The debt that a transaction belongs to, with its story, for who may read it: its debtor (of a collective whoever sees that), the authority whose agent gave
 * it, and who watches the network. To others it is `not-found`.
 */
export async function caseOf(db: DbOrTransaction, ctx: MemberContext, txid: string): Promise<Told> {
  const debtCase = await debtCaseOf(db, txid)
  if (!debtCase) throw refusalToError({ code: 'not-found' })
  const { height, blocksPerDay } = await blockTimes(db)
  const badDebtAge = badDebtAgeOf(await findCursor(db))
  const rules = { height, badDebtAge, dueSoonBlocks: 7 * blocksPerDay }
  const story = debtStory(debtCase, { ...rules, reserveScripts: await reserveScripts(db) })
  const isCreditor = await gaveIt(db, ctx, story)
  if (!isCreditor && !(await mayRead(db, ctx, debtCase))) throw refusalToError({ code: 'not-found' })
  return { debtCase, story, isCreditor }
}

async function gaveIt(db: DbOrTransaction, { user, clock }: MemberContext, { creditors }: DebtStory) {
  if (user.role !== 'authority') return false
  const agent = await agentFacts(db, user, clock.nowMs())
  return agent !== undefined && creditors.includes(agent.keyHash)
}

async function mayRead(db: DbOrTransaction, { user }: MemberContext, { debtor }: DebtCase) {
  if (user.role === 'holder') return (await debtorsSeenBy(db, user)).includes(debtor)
  return user.role !== 'authority'
}
