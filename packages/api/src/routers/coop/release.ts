import { fromHex, toHex } from '@vc/crypto'
import { findTransaction, outputAtOf, owedLotsOf, schema } from '@vc/db'
import { must } from '@vc/kernel'
import {
  collectiveLots,
  collectiveScript,
  type OutputAt,
  outputKey,
  putRelease,
  type Transaction,
} from '@vc/ledger'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { writeOutput } from '../../acts/stored-act.ts'
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
 * collective's. Refuses `release-overtaken` when the members in force have not released them.
 */
export async function votedDebt(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  lots: OrderDebt['lots'],
): Promise<OrderDebt> {
  const releases = await releasesOf(tx, collective, lots)
  const openOne = (paid: Transaction, { outpoint }: OutputAt, at: number): Transaction => {
    const release = releases.get(outputKey(outpoint))
    if (!release) throw refusalToError({ code: 'release-overtaken' })
    return putRelease(paid, at + 1, release)
  }
  const changeTo = collectiveScript(fromHex(collective.ledgerId))
  return { changeTo, lots, signers: [], open: (paid, debts) => debts.reduce(openOne, paid) }
}

/** The releases of lots, of whatever transactions wrote them, that hold under the descriptor in force; by outpoint. */
async function releasesOf(
  tx: DbOrTransaction,
  { ledgerId }: Pick<CollectiveRow, 'ledgerId'>,
  lots: readonly Lot[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const version = await versionInForce(tx, ledgerId)
  const { txid, joined, kind, descriptor } = collectiveProposals
  const voted = and(
    ...[inArray(txid, [...new Set(lots.map((lot) => lot.txid))]), isNotNull(joined)],
    ...[inArray(kind, ['credit', 'release']), version && eq(descriptor, version.descriptor)],
  )
  const rows = version && lots.length > 0 ? await tx.select().from(collectiveProposals).where(voted) : []
  return new Map(rows.flatMap(releasesIn))
}

type Lot = Pick<OrderDebt['lots'][number], 'txid' | 'index'>

const releasesIn = ({ transaction, joined }: typeof collectiveProposals.$inferSelect) =>
  collectiveLots(readTransaction(transaction)).map(({ outpoint }, at) => {
    const release = must(joined?.releases[at], 'a vote releases every lot')
    return [outputKey(outpoint), fromHex(release)] as const
  })

/** The transaction of the first of a collective's lots that its members of today have not released; undefined when they have all. */
async function unreleased(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  lots: readonly Lot[],
): Promise<string | undefined> {
  const releases = await releasesOf(tx, collective, lots)
  return lots.find(({ txid, index }) => !releases.has(outputKey({ txid: fromHex(txid), index })))?.txid
}

const asking = z.strictObject({ commandKey: commandKeyInput, orderId: idInput, days: z.int().min(1).max(60) })

/**
 * Asks the members of today to release the lots of an own order's credit, when those who did are not in force any more or the lots
 * were restructured since: one transaction's lots at a time. Refuses `not-found`, `release-holds`, `collective-not-ready`.
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
  const lots = await owedLotsOf(tx, application.txid, application.debtKeyHash)
  const txid = await unreleased(tx, collective, lots)
  if (txid === undefined) throw refusalToError({ code: 'release-holds' })
  const { descriptor } = await mustBeInForce(tx, collective)
  const { transaction, named } = must(await findTransaction(tx, txid), 'what is owed stands in a block')
  const paper = { transaction: toHex(transaction.bytes), txid, named: named.map(written), outpoints: [] }
  const kept = { collectiveId: collective.id, kind: 'release', step: 'open', descriptor, ...paper } as const
  await keepProposal(tx, ctx, { ...asked, purpose: order.title }, kept)
  return made
}

const written = (row: Parameters<typeof outputAtOf>[0]) => writeOutput(outputAtOf(row).output)

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
  return (await unreleased(db, collective, lots)) !== undefined
}
