import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import {
  DEBT,
  type Lot,
  type NamedOutput,
  type OutputAt,
  outputsOf,
  renewDebts,
  type Transaction,
  txidOf,
  writtenOutput,
} from '@vc/ledger'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { draftAct } from '../../acts/draft-act.ts'
import { heightsOf, keptTransaction } from '../../acts/kept.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { KEPT_MS, restructuringLeg } from './restructure.ts'

const { acts, creditApplications } = schema

/** The restructuring of a grant that is kept: R of ledger.md 6, the grant's transaction, and what it owes. */
export type Kept = {
  readonly transaction: Transaction
  readonly named: readonly NamedOutput[]
  readonly grant: string
  readonly lots: readonly Lot[]
}

/** Of a grant's debts under a script of their own, R: it writes the same debts in the standard form, in the layer that penalties read. */
export function keptOfGrant(
  grant: Transaction,
  of: {
    readonly managementCredit: OutputAt
    readonly debtorKeyHash: Uint8Array
    readonly lots: readonly Lot[]
  },
): Kept {
  const debts = grant.outputs.flatMap(({ element }, index) =>
    element === DEBT ? [writtenOutput(grant, index)] : [],
  )
  const transaction = renewDebts({ ...of, debts, fee: 0n })
  const named = outputsOf([of.managementCredit, ...debts])
  return { transaction, named, grant: toHex(txidOf(grant)), lots: of.lots }
}

/** The act in which the debtor signs R now, and the authority's key when it will: as any restructuring that is kept (docs/adr/0012). */
export function draftKept(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { key, keyHash }: { readonly key: string; readonly keyHash: string },
  { transaction, named, grant, lots }: Kept,
): Promise<string> {
  const amount = String(lots.reduce((sum, lot) => sum + lot.amount, 0n))
  return draftAct(tx, ctx, {
    ...{ kind: 'credit.restructure', subject: { kind: 'credit-restructuring', id: grant } },
    legs: [restructuringLeg(transaction, named)],
    signerOf: (asked) => (asked === keyHash ? ctx.user.personId : undefined),
    context: {
      ...{ agentKey: key, old: amount, amount, grant },
      lots: lots.map(({ expiryHeight }) => expiryHeight),
    },
    expiresAt: new Date(ctx.clock.nowMs() + KEPT_MS),
  })
}

/** Takes back what was to be kept of a draft that is not given. */
export async function withdrawKept(
  tx: DbOrTransaction,
  { clock }: Pick<MemberContext, 'clock'>,
  { keptActId }: Pick<typeof creditApplications.$inferSelect, 'keptActId'>,
): Promise<void> {
  if (keptActId === null) return
  const set = { status: 'withdrawn', updatedAt: new Date(clock.nowMs()) } as const
  await tx
    .update(acts)
    .set(set)
    .where(and(eq(acts.id, keptActId), eq(acts.status, 'open')))
}

type Listed = { readonly txid: string; readonly index: number; readonly expiryHeight: number | null }

/** The same debts, those under a script of their own with the height at which the kept restructuring makes them due. */
export async function withKeptDues<D extends Listed>(
  db: DbOrTransaction,
  debts: readonly D[],
): Promise<readonly D[]> {
  const own = [...new Set(debts.filter(({ expiryHeight }) => expiryHeight === null).map(({ txid }) => txid))]
  if (own.length === 0) return debts
  const rows = await db
    .select({ act: acts })
    .from(creditApplications)
    .innerJoin(acts, eq(acts.id, creditApplications.keptActId))
    .where(and(inArray(creditApplications.txid, own), sql`${acts.status} <> 'withdrawn'`))
  const dues = new Map(
    rows.flatMap(({ act }) => {
      const kept = keptTransaction(act)
      const heights = heightsOf(kept)
      return kept.inputs
        .slice(1)
        .map(({ txid, index }, lot) => [`${toHex(txid)}:${index}`, heights[lot]] as const)
    }),
  )
  return debts.map((debt) => ({
    ...debt,
    expiryHeight: debt.expiryHeight ?? dues.get(`${debt.txid}:${debt.index}`) ?? null,
  }))
}
