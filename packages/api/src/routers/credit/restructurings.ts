import { schema } from '@vc/db'
import { and, desc, eq } from 'drizzle-orm'
import { isKeptOfGiven } from '../../acts/kept.ts'
import type { MemberContext } from '../../context.ts'
import { votesOf } from './restructuring-vote.ts'

const { acts, submissions } = schema

/** The restructurings of a debt, the newest first: what was proposed, who has agreed, how far each is. Amounts in smallest units. */
export async function restructuringsOf({ db, clock }: MemberContext, root: string) {
  const rows = await db
    .select({ act: acts, submission: submissions })
    .from(acts)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(eq(acts.subjectKind, 'credit-restructuring'), eq(acts.subjectId, root)))
    .orderBy(desc(acts.createdAt))
  const votes = await votesOf(
    db,
    rows.map(({ act }) => act),
  )
  const needed = await Promise.all(rows.map(({ act }) => act.status === 'open' && isKeptOfGiven(db, act)))
  return rows.map(({ act, submission }, at) => {
    const { id: actId, context, createdAt, expiresAt, createdBy } = act
    const ranOut = act.status === 'open' && expiresAt.getTime() <= clock.nowMs()
    const vote = votes.get(actId) ?? null
    const has = (isCreditor: boolean) =>
      act.required
        .filter(({ index }) => (index === 0) === isCreditor)
        .every(({ index }) => act.signatures.some((given) => given.index === index))
    return {
      ...{ actId, createdAt, expiresAt, createdBy },
      old: BigInt(String(context.old ?? '0')),
      amount: BigInt(String(context.amount ?? '0')),
      dueAt: Array.isArray(context.lots) ? context.lots.map(Number) : [],
      hasAgreed: vote === null ? has(false) : vote.stage === 'final',
      vote,
      hasSigned: has(true),
      /** Nobody can take it back: nothing else opens the debt. */
      isNeeded: needed[at] ?? false,
      state: submission?.state ?? (ranOut ? ('expired' as const) : act.status),
      refusal: submission?.refusal ?? null,
    }
  })
}
