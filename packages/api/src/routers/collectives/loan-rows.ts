import { blocksPerDayOf } from '@vc/admission'
import { findCursor, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { loanBooks } from '@vc/settlement'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { type ActState, actState } from '../../acts/act-state.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { type CollectiveRow, findCollective, findProposal, namesByKey } from './find.ts'
import { nowOf, type ProposalStage, stageOf } from './stage-of.ts'

const {
  acts,
  collectiveLoans,
  collectiveMembers,
  collectiveChanges,
  collectiveProposals,
  collectiveRepayments,
} = schema
const { outputs } = schema
const MOST_LOANS = 500

/** A loan: its vote until a block has paid it, then what is owed. */
export type LoanStage = ProposalStage | 'owed' | 'overdue' | 'repaid'
const isPaid = (stage: ProposalStage) => stage === 'in-block' || stage === 'final'

/** The loans that a collective was asked for, the newest first, as they stand at the height of the chain; `owed` of those that a block has paid. */
export async function loansOf(db: DbOrTransaction, collective: CollectiveRow) {
  const rows = await db
    .select({ loan: collectiveLoans, proposal: collectiveProposals })
    .from(collectiveLoans)
    .innerJoin(collectiveProposals, eq(collectiveProposals.id, collectiveLoans.proposalId))
    .where(eq(collectiveProposals.collectiveId, collective.id))
    .orderBy(desc(collectiveProposals.createdAt))
    .limit(MOST_LOANS)
  const now = await nowOf(db, collective)
  const parts = await partsOf(
    db,
    rows.map(({ loan }) => loan.proposalId),
  )
  return rows.map(({ loan, proposal }) => {
    const { purpose, createdAt, closesAt, txid, height } = proposal
    const stage = stageOf(proposal, now)
    const told = { ...loan, purpose, createdAt, closesAt, txid, height, stage }
    if (!isPaid(stage)) return { ...told, state: stage as LoanStage, repaid: 0n, owed: undefined }
    return { ...told, ...(loanBooks(loan, parts.get(loan.proposalId) ?? [], now.height) as Standing) }
  })
}
type Standing = { readonly repaid: bigint; readonly owed: bigint; readonly state: LoanStage }

/** What blocks have paid back of these loans. */
async function partsOf(db: DbOrTransaction, ids: readonly string[]): Promise<Map<string, readonly bigint[]>> {
  const rows = await db
    .select({ id: collectiveRepayments.proposalId, amount: outputs.amount })
    .from(collectiveRepayments)
    .innerJoin(outputs, and(eq(outputs.txid, collectiveRepayments.txid), eq(outputs.index, 0)))
    .where(inArray(collectiveRepayments.proposalId, [...ids]))
  const parts = new Map<string, readonly bigint[]>()
  for (const { id, amount } of rows) parts.set(id, [...(parts.get(id) ?? []), amount])
  return parts
}

/** The parts that were paid back, the oldest first, each with where it is. */
export async function repaymentRows(db: DbOrTransaction, proposalIds: readonly string[], nowMs: number) {
  const finalHeight = (await findCursor(db))?.finalHeight ?? 0
  const rows = await db
    .select({ part: collectiveRepayments, act: acts, height: outputs.createdHeight })
    .from(collectiveRepayments)
    .innerJoin(acts, eq(acts.id, collectiveRepayments.actId))
    .leftJoin(outputs, and(eq(outputs.txid, collectiveRepayments.txid), eq(outputs.index, 0)))
    .where(inArray(collectiveRepayments.proposalId, [...proposalIds]))
    .orderBy(asc(collectiveRepayments.createdAt))
  return rows.map(({ part: { id, amount, txid, createdAt }, act, height }) => {
    const state: ActState = actState(act, height, { finalHeight, nowMs })
    return { id, amount, txid, createdAt, height, state }
  })
}

/** What a collective has lent: its loans, what is owed in all, and how much of it is overdue. */
export const loansRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const [loans, names] = [await loansOf(ctx.db, collective), await namesByOwner(ctx.db, collective.id)]
    const sum = (of: typeof loans, what: 'owed' | 'repaid') =>
      of.reduce((total, loan) => total + (loan[what] ?? 0n), 0n)
    const { height, parameters } = must(await findCursor(ctx.db), 'the portal follows a chain')
    return {
      ...{ height, blocksPerDay: blocksPerDayOf(parameters) },
      owed: sum(loans, 'owed'),
      overdue: sum(
        loans.filter(({ state }) => state === 'overdue'),
        'owed',
      ),
      repaid: sum(loans, 'repaid'),
      rows: loans.map(({ proposalId, borrower, amount, price, due, purpose, createdAt, state, owed }) => ({
        ...{ proposalId, borrower, amount, price, due, purpose, createdAt, state, owed: owed ?? 0n },
        name: names.get(borrower) || null,
      })),
    }
  })

/** The loan of a vote with the parts that came back; null when the vote is on something else. */
export const loanRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input }) => {
    const { collective } = await findProposal(ctx.db, ctx, input.proposalId)
    const loan = (await loansOf(ctx.db, collective)).find(({ proposalId }) => proposalId === input.proposalId)
    if (!loan) return null
    const { borrower, amount, price, due, purpose, state, repaid, owed } = loan
    const names = await namesByOwner(ctx.db, collective.id)
    return {
      ...{ borrower, amount, price, due, purpose, state, repaid },
      owed: owed ?? 0n,
      name: names.get(borrower) || null,
      isMine: (await ownAccounts(ctx.db, ctx.user)).includes(borrower),
      parts: await repaymentRows(ctx.db, [input.proposalId], ctx.clock.nowMs()),
    }
  })

/** Names of members by their account, as registrations and changes gave them. */
async function namesByOwner(db: DbOrTransaction, collectiveId: string): Promise<Map<string, string>> {
  const registered = await db
    .select({ key: collectiveMembers.key, owner: collectiveMembers.owner })
    .from(collectiveMembers)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
  const came = await db
    .select({ key: collectiveChanges.key, owner: collectiveChanges.owner })
    .from(collectiveChanges)
    .innerJoin(collectiveProposals, eq(collectiveProposals.id, collectiveChanges.proposalId))
    .where(and(eq(collectiveProposals.collectiveId, collectiveId), eq(collectiveChanges.comes, true)))
  const names = await namesByKey(db, collectiveId)
  return new Map([...registered, ...came].map(({ key, owner }) => [owner, names.get(key) ?? '']))
}
