import { blocksPerDayOf } from '@vc/admission'
import { findCursor, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { and, eq, sql } from 'drizzle-orm'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import type { CollectiveRow } from './find.ts'

const { collectiveProposals } = schema
type NewProposal = typeof collectiveProposals.$inferInsert
type Drafted = Omit<
  NewProposal,
  'id' | 'collectiveId' | 'purpose' | 'closesAt' | 'createdBy' | 'createdAt' | 'updatedAt'
>
/** What every proposal is asked with: its id, drawn by whoever asks, what for, and for how many days. */
export type Asked = { readonly commandKey: string; readonly purpose: string; readonly days: number }

/** Of two proposals of one collective at once one waits; gives whether this person has made this one before. */
export async function isKnown(
  tx: DbOrTransaction,
  { user }: MemberContext,
  { ledgerId }: CollectiveRow,
  commandKey: string,
): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`collective ${ledgerId}`}, 0))`)
  const { id, createdBy } = collectiveProposals
  const same = and(eq(id, commandKey), eq(createdBy, user.personId))
  const [known] = await tx.select({ id }).from(collectiveProposals).where(same)
  return known !== undefined
}

/** Keeps a proposal of this person, on the audit trail. */
export async function keepProposal(
  tx: DbOrTransaction,
  ctx: MemberContext,
  { commandKey, purpose, days }: Asked,
  drafted: Drafted & Pick<NewProposal, 'collectiveId'>,
): Promise<void> {
  const at = new Date(ctx.clock.nowMs())
  const by = { createdBy: ctx.user.personId, createdAt: at, updatedAt: at }
  const closesAt = await heightIn(tx, days)
  await tx.insert(collectiveProposals).values({ ...drafted, id: commandKey, purpose, closesAt, ...by })
  await auditIn(tx, ctx, { subject: commandKey })
}

/** The height of the chain so many days from now. */
export async function heightIn(tx: DbOrTransaction, days: number): Promise<number> {
  const { height, parameters } = must(await findCursor(tx), 'a collective is on a chain that is followed')
  return height + days * blocksPerDayOf(parameters)
}
