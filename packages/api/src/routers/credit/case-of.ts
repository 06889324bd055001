import { type AgeingRules, type DebtCase, type DebtStory, debtStory } from '@vc/admission'
import { agentsOf, badDebtAgeOf, debtCaseOf, findCursor, paidToOthers, reserveScripts } from '@vc/db'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { blockTimes } from '../../people/debtor-standing.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { debtorsSeenBy } from './debtors-seen-by.ts'
import { agentFacts } from './facts.ts'

export type Told = {
  readonly debtCase: DebtCase
  readonly story: DebtStory
  /** The reader's own act key gave the debt: it may sign for the creditor. */
  readonly isCreditor: boolean
  /** An agent of the reader's authority gave it: who works there reads it and keeps its file. */
  readonly isOfCreditor: boolean
  /** By which the story says how each lot stands. */
  readonly rules: AgeingRules & { readonly height: number }
}

/**
 * The debt that a transaction belongs to, with its story, for who may read it: its debtor (of a collective whoever sees that), everybody of the authority whose
 * agent gave it, revoked since or not, and who watches the network. To others it is `not-found`.
 */
export async function caseOf(db: DbOrTransaction, ctx: MemberContext, txid: string): Promise<Told> {
  const debtCase = await debtCaseOf(db, txid)
  if (!debtCase) throw refusalToError({ code: 'not-found' })
  const { height, blocksPerDay } = await blockTimes(db)
  const badDebtAge = badDebtAgeOf(await findCursor(db))
  const rules = { height, badDebtAge, dueSoonBlocks: 7 * blocksPerDay }
  const others = await paidToOthers(
    db,
    debtCase.transactions.map((one) => one.txid),
  )
  const scripts = await reserveScripts(db)
  const story = debtStory(debtCase, { ...rules, reserveScripts: scripts, paidToOthers: others })
  const isCreditor = await gaveIt(db, ctx, story)
  const isOfCreditor = await isOfItsAuthority(db, ctx, story)
  if (!isOfCreditor && !(await mayRead(db, ctx, debtCase))) throw refusalToError({ code: 'not-found' })
  return { debtCase, story, isCreditor, isOfCreditor, rules }
}

async function gaveIt(db: DbOrTransaction, { user, clock }: MemberContext, { creditors }: DebtStory) {
  if (user.role !== 'authority') return false
  const agent = await agentFacts(db, user, clock.nowMs())
  return agent !== undefined && creditors.includes(agent.keyHash)
}

async function isOfItsAuthority(db: DbOrTransaction, { user }: MemberContext, { creditors }: DebtStory) {
  if (user.role !== 'authority') return false
  return (await agentsOf(db, user.organisationId)).some((agent) => creditors.includes(agent))
}

async function mayRead(db: DbOrTransaction, { user }: MemberContext, { debtor }: DebtCase) {
  if (user.role === 'holder') return (await debtorsSeenBy(db, user)).includes(debtor)
  return user.role !== 'authority'
}
