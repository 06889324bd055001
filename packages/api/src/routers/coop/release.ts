import { fromHex, toHex } from '@vc/crypto'
import { owedLotsOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  collectiveLots,
  collectiveScript,
  type OutputAt,
  outputKey,
  putRelease,
  type Transaction,
} from '@vc/ledger'
import { and, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeInForce } from '../collectives/draft-spend.ts'
import { type CollectiveRow, versionInForce } from '../collectives/find.ts'
import { isKnown, keepProposal } from '../collectives/keep-proposal.ts'
import { readTransaction } from '../collectives/paper.ts'
import { collectiveOf } from '../credit/collective-credit.ts'
import { applicationOn } from './credit.ts'
import { lockOwnOrder } from './suppliers.ts'

const { collectiveProposals, coopOrders } = schema

/** Who owes for an order and gets what is left of a delivery, and how the lots that one clears are opened. */
export type OrderDebt = {
  readonly changeTo: Uint8Array
  readonly lots: Awaited<ReturnType<typeof owedLotsOf>>
  /** Accounts that sign the delivery for its lots. */
  readonly signers: readonly string[]
  /** Puts into inputs 1 and on what the lots want beside signatures of the delivery. */
  readonly open: (paid: Transaction, debts: readonly OutputAt[]) => Transaction
}

/**
 * What a collective owes for an order: its lots are opened by the members' release, and what is left of a delivery is the
 * collective's. Refuses `release-overtaken` when the members who released them are not those in force.
 */
export async function votedDebt(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  txid: string,
  lots: OrderDebt['lots'],
): Promise<OrderDebt> {
  const releases = await releasesOf(tx, collective, txid)
  const openOne = (paid: Transaction, { outpoint }: OutputAt, at: number): Transaction => {
    const release = releases.get(outputKey(outpoint))
    if (!release) throw refusalToError({ code: 'release-overtaken' })
    return putRelease(paid, at + 1, release)
  }
  const changeTo = collectiveScript(fromHex(collective.ledgerId))
  return { changeTo, lots, signers: [], open: (paid, debts) => debts.reduce(openOne, paid) }
}

/** The releases of a credit's lots that hold under the descriptor in force, by outpoint. */
export async function releasesOf(
  tx: DbOrTransaction,
  { ledgerId }: Pick<CollectiveRow, 'ledgerId'>,
  txid: string,
) {
  const version = await versionInForce(tx, ledgerId)
  const voted = and(eq(collectiveProposals.txid, txid), isNotNull(collectiveProposals.joined))
  const rows = await tx.select().from(collectiveProposals).where(voted)
  const inForce = rows.find(({ descriptor }) => version && toHex(descriptor) === toHex(version.descriptor))
  const lots = inForce ? collectiveLots(readTransaction(inForce.transaction)) : []
  const release = (at: number) => fromHex(must(inForce?.joined?.releases[at], 'a vote releases every lot'))
  return new Map(lots.map(({ outpoint }, at) => [outputKey(outpoint), release(at)]))
}

const asking = z.strictObject({ commandKey: commandKeyInput, orderId: idInput, days: z.int().min(1).max(60) })

/**
 * Asks the members of today to release the lots of an own order's credit, when those who did are not in force any more. Refuses
 * `not-found`, `release-holds`, `collective-not-ready`.
 */
export const askReleaseRoute = allowed('collective.propose', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => askRelease(tx, ctx, input)))

async function askRelease(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof asking>) {
  const order = await lockOwnOrder(tx, ctx, asked.orderId)
  const application = await applicationOn(tx, order.id)
  const isMine = application?.organisationId === ctx.user.organisationId
  const collective = application && (await collectiveOf(tx, application))
  if (!isMine || !collective || !application.txid) throw refusalToError({ code: 'not-found' })
  const made = { proposalId: asked.commandKey }
  if (await isKnown(tx, ctx, collective, asked.commandKey)) return made
  if ((await releasesOf(tx, collective, application.txid)).size > 0)
    throw refusalToError({ code: 'release-holds' })
  const { descriptor } = await mustBeInForce(tx, collective)
  const granted = and(eq(collectiveProposals.txid, application.txid), eq(collectiveProposals.kind, 'credit'))
  const [grant] = await tx.select().from(collectiveProposals).where(granted)
  const { transaction, txid, named } = must(grant, 'a collective has voted on what it owes')
  const kept = {
    collectiveId: collective.id,
    kind: 'release',
    step: 'open',
    transaction,
    txid,
    descriptor,
  } as const
  await keepProposal(tx, ctx, { ...asked, purpose: order.title }, { ...kept, named, outpoints: [] })
  return made
}

/** Whether lots of the own order's credit wait for a release by the members of today. */
export async function needsRelease(
  { db, user }: MemberContext,
  order: typeof coopOrders.$inferSelect,
): Promise<boolean> {
  const application =
    order.organisationId === user.organisationId ? await applicationOn(db, order.id) : undefined
  const collective = application && (await collectiveOf(db, application))
  if (!collective || !application.txid) return false
  const lots = await owedLotsOf(db, application.txid, application.debtKeyHash)
  return lots.length > 0 && (await releasesOf(db, collective, application.txid)).size === 0
}
