import { advisedCeiling } from '@vc/admission'
import { fromHex, hash160, toHex } from '@vc/crypto'
import { newestRecords, pendingCredit, schema } from '@vc/db'
import { CREDIT, holderHashOf, isHandedOn, MANAGEMENT, parseAgent } from '@vc/ledger'
import { eq } from 'drizzle-orm'
import type { MemberContext } from '../context.ts'
import { agentUse } from '../people/agent-use.ts'
import { standingOfDebtor } from '../people/debtor-standing.ts'
import { legsOf, type StoredAct } from './stored-act.ts'

/** What is given and unpaid before and after an act, and what it should not exceed; smallest units. */
export type Exposure = { readonly before: bigint; readonly after: bigint; readonly ceiling: bigint }
export type GrantExposure = { readonly agent: Exposure; readonly debtor: Exposure }
type Asker = Pick<MemberContext, 'db' | 'clock'>

/**
 * How a grant fills the agent's ceiling and what is advised for its debtor, counted as the approval counts: with what was
 * approved and is not on the ledger yet. Undefined of an act that gives no credit.
 */
export async function exposureOf({ db, clock }: Asker, act: StoredAct): Promise<GrantExposure | undefined> {
  const agent = act.subjectKind === 'credit-application' ? await agentOf({ db }, act) : undefined
  if (!agent) return undefined
  const { creditApplications } = schema
  const [application] = await db
    .select()
    .from(creditApplications)
    .where(eq(creditApplications.id, act.subjectId))
  if (!application?.authorityId) return undefined
  const { id, authorityId, debtKeyHash, amount } = application
  const now = new Date(clock.nowMs())
  const debtorWaits = await pendingCredit(db, { debtKeyHash }, now, id)
  const { score, inputs } = await standingOfDebtor(db, debtKeyHash)
  const { exposure: given } = await agentUse(db, agent, authorityId, now, id)
  const owed = inputs.unpaid + debtorWaits
  const advised = advisedCeiling(agent.ceiling, score)
  return {
    // What was handed on is counted as used already.
    agent: { before: given, after: agent.isHandedOn ? given : given + amount, ceiling: agent.ceiling },
    debtor: { before: owed, after: owed + amount, ceiling: advised },
  }
}

/** The agent whose credit the act draws on, by its record on the ledger. */
async function agentOf({ db }: Pick<MemberContext, 'db'>, act: StoredAct) {
  const named = legsOf(act).flatMap((leg) => leg.named)
  const credit = named.find((one) => (one.element === CREDIT && one.layer === MANAGEMENT) || isHandedOn(one))
  const keyHash = credit && holderHashOf(credit)
  if (!credit || !keyHash) return undefined
  const { agentKey } = act.context
  if (typeof agentKey !== 'string' || toHex(hash160(fromHex(agentKey))) !== keyHash) return undefined
  const [row] = await newestRecords(db, 'agent', agentKey)
  const agent = row && parseAgent(row.value)
  return agent && { key: agentKey, keyHash, ceiling: agent.ceiling, isHandedOn: isHandedOn(credit) }
}
