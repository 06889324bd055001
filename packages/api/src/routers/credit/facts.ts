import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  debtHistory,
  debtsGivenBy,
  findCursor,
  type GivenDebt,
  managementCreditOf,
  newestRecords,
  pendingCredit,
} from '@vc/db'
import { passkeys, sealedSeeds } from '@vc/db/identity'
import { ACCOUNT_ACTIVE, POWER_CREDIT, parseAccount, parseAgent } from '@vc/ledger'
import { and, eq, isNull } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../../context.ts'

const SECONDS_PER_DAY = 86_400

/** Blocks of a day, from the interval of blocks. */
export async function blockTimes(db: DbOrTransaction) {
  const cursor = await findCursor(db)
  const given = cursor?.parameters.blockInterval ?? cursor?.parameters.slotSeconds
  const secondsPerBlock = typeof given === 'number' && given > 0 ? given : 10
  return {
    height: cursor?.height ?? 0,
    secondsPerBlock,
    blocksPerDay: Math.floor(SECONDS_PER_DAY / secondsPerBlock),
  }
}

/** The account's record on the ledger: there, active, and with this debt key? */
export async function accountFacts(db: DbOrTransaction, accountId: string, debtKeyHash: string) {
  const [row] = await newestRecords(db, 'account', accountId)
  const account = row && parseAccount(row.value)
  const isActive = account?.status === ACCOUNT_ACTIVE && toHex(account.debtKeyHash) === debtKeyHash
  return { isRegistered: row !== undefined, isActive, height: row?.height ?? null }
}

const sum = (debts: readonly GivenDebt[]) => debts.reduce((total, { amount }) => total + amount, 0n)

/** What a key hash ever owed, and how it stands. */
export async function historyOf(db: DbOrTransaction, debtKeyHash: string) {
  const debts = await debtHistory(db, debtKeyHash)
  const unpaid = debts.filter(({ state }) => state !== 'cleared')
  const late = debts.filter(
    ({ spentHeight, expiryHeight }) =>
      spentHeight !== null && expiryHeight !== null && spentHeight > expiryHeight,
  )
  return {
    given: sum(debts),
    cleared: sum(debts.filter(({ state }) => state === 'cleared')),
    clearedLate: late.length,
    unpaid: sum(unpaid),
    overdue: sum(unpaid.filter(({ state }) => state !== 'open')),
    debts: debts.slice(0, 200),
  }
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
    const given = await debtsGivenBy(db, [keyHash])
    const unpaid = sum(given.filter(({ state }) => state !== 'cleared'))
    const pending = await pendingCredit(db, user.organisationId, new Date(nowMs), butApplication)
    const [source] = await managementCreditOf(db, keyHash)
    return {
      key: toHex(actKey),
      keyHash,
      ceiling: agent.ceiling,
      unpaid,
      pending,
      exposure: unpaid + pending,
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
  const rows = await db
    .select({ id: sealedSeeds.id })
    .from(sealedSeeds)
    .where(and(eq(sealedSeeds.personId, personId), eq(sealedSeeds.debtKeyHash, fromHex(debtKeyHash))))
    .limit(1)
  return rows.length > 0
}
