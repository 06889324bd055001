import { fromHex, hash160, toHex } from '@vc/crypto'
import { across, findCursor, managementCreditOf, newestRecords } from '@vc/db'
import { passkeys, sealedSeeds } from '@vc/db/identity'
import { ACCOUNT_ACTIVE, POWER_CREDIT, parseAccount, parseAgent } from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { agentUse } from '../../people/agent-use.ts'

/** The most of a credit that may go to who produces the block, in parts of 10,000, by the rules in force. */
export async function maxPremiumOf(db: DbOrTransaction): Promise<number> {
  return Number((await findCursor(db))?.parameters?.maxPremium ?? 0)
}

/** The account's record on the ledger: there, active, and with this debt key? */
export async function accountFacts(db: DbOrTransaction, accountId: string, debtKeyHash: string) {
  const [row] = await newestRecords(db, 'account', accountId)
  const account = row && parseAccount(row.value)
  const isActive = account?.status === ACCOUNT_ACTIVE && toHex(account.debtKeyHash) === debtKeyHash
  const ofRecord = account ? toHex(account.debtKeyHash) : null
  return { isRegistered: row !== undefined, isActive, height: row?.height ?? null, ofRecord }
}

/** The agent that this person is on the ledger: an act key with an `agent` record that gives credit. Amounts in smallest units. */
export async function agentFacts(
  db: DbOrTransaction,
  user: SessionUser,
  nowMs: number,
  butApplication?: string,
) {
  const keys = await db
    .select({ actKey: passkeys.actKey })
    .from(passkeys)
    .where(and(eq(passkeys.personId, user.personId), eq(passkeys.kind, 'act'), isNull(passkeys.revokedAt)))
  for (const { actKey } of keys) {
    const [row] = actKey ? await newestRecords(db, 'agent', toHex(actKey)) : []
    const agent = row && parseAgent(row.value)
    if (!actKey || !agent || (agent.powers & POWER_CREDIT) === 0) continue
    const keyHash = toHex(hash160(actKey))
    const key = toHex(actKey)
    const use = await agentUse(db, { key, keyHash }, user.organisationId, new Date(nowMs), butApplication)
    const [source] = await managementCreditOf(db, keyHash)
    return {
      key,
      keyHash,
      ceiling: agent.ceiling,
      ...use,
      source,
    }
  }
  return undefined
}
export type AgentFacts = NonNullable<Awaited<ReturnType<typeof agentFacts>>>

/** The person's sealed account with this id in the active organisation. */
export async function ownAccount(db: DbOrTransaction, user: SessionUser, accountId: string) {
  const [row] = await db
    .select({ debtKeyHash: sealedSeeds.debtKeyHash })
    .from(sealedSeeds)
    .where(
      and(
        eq(sealedSeeds.personId, user.personId),
        eq(sealedSeeds.organisationId, user.organisationId),
        eq(sealedSeeds.accountId, fromHex(accountId)),
      ),
    )
    .limit(1)
  return row && { debtKeyHash: toHex(row.debtKeyHash) }
}

/** Whether the person keeps the seed of this debt key, in whatever organisation. */
export async function keepsDebtKey(
  db: DbOrTransaction,
  personId: string,
  debtKeyHash: string,
): Promise<boolean> {
  const rows = await across(db, async (all) =>
    all
      .select({ id: sealedSeeds.id })
      .from(sealedSeeds)
      .where(and(eq(sealedSeeds.personId, personId), eq(sealedSeeds.debtKeyHash, fromHex(debtKeyHash))))
      .limit(1),
  )
  return rows.length > 0
}
