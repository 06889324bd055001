import { toHex } from '@vc/crypto'
import { across, isSoftwareKey, schema } from '@vc/db'
import { memberships, organisations, passkeys, people } from '@vc/db/identity'
import { prepareFoundation } from '@vc/jobs'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { countsOf } from '../../acts/list-acts.ts'
import type { DbOrTransaction } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'

const { acts, outbox, submissions } = schema
const MOST = 100

/** What was proposed, the newest first, and how far it is. */
export const proposalsRoute = allowed('foundation.read', reads).query(async ({ ctx }) =>
  (await proposalsOf(ctx.db, ctx.clock.nowMs())).map(
    ({ act, refusal, txid, createdAt, proposalId, ask, state }) => ({
      ...{ proposalId, ask, state, createdAt, refusal, txid },
      ...(act ? countsOf(act) : { need: null, given: null }),
      expiresAt: act?.expiresAt ?? null,
    }),
  ),
)

/** Those that can still come to something before they are final. */
export async function openProposals(db: DbOrTransaction, nowMs: number) {
  return (await proposalsOf(db, nowMs)).filter(({ state }) => state === 'preparing' || state === 'open')
}

async function proposalsOf(db: DbOrTransaction, nowMs: number) {
  const id = sql<string>`(${outbox.payload} ->> 'proposalId')`
  const rows = await db
    .select({
      proposalId: id,
      payload: outbox.payload,
      createdAt: outbox.createdAt,
      act: acts,
      submission: submissions,
    })
    .from(outbox)
    .leftJoin(acts, and(eq(acts.subjectKind, 'foundation'), eq(acts.subjectId, id)))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(eq(outbox.topic, prepareFoundation.name), sql`${outbox.key} = 'foundation-' || ${id}`))
    .orderBy(desc(outbox.createdAt))
    .limit(MOST)
  return rows.map(({ proposalId, payload, createdAt, act, submission }) => {
    const { ask } = prepareFoundation.payload.parse(payload)
    return {
      ...{ proposalId, createdAt, act, ask },
      refusal: submission?.refusal ?? null,
      /** In a block. */
      txid: submission?.height == null ? null : (submission.txids[0] ?? null),
      state: stateOf(act, nowMs),
    }
  })
}

type Act = typeof acts.$inferSelect

function stateOf(act: Act | null, nowMs: number): 'preparing' | Act['status'] {
  if (act === null) return 'preparing'
  return act.status === 'open' && act.expiresAt.getTime() <= nowMs ? 'expired' : act.status
}

/** Keys for acts of people who can come onto a roster or become agents, with whose they are. */
export const candidatesRoute = allowed('foundation.propose', reads).query(async ({ ctx: { db } }) => {
  const rows = await across(db, async (all) =>
    all
      .select({
        ...{ actKey: passkeys.actKey, person: people.name, role: memberships.role },
        ...{ name: organisations.name, nameZh: organisations.nameZh, isSoftware: isSoftwareKey },
      })
      .from(passkeys)
      .innerJoin(people, eq(people.id, passkeys.personId))
      .innerJoin(memberships, eq(memberships.personId, people.id))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(
        and(
          ...[eq(passkeys.kind, 'act'), isNull(passkeys.revokedAt), eq(memberships.status, 'active')],
          inArray(memberships.role, ['admission', 'authority', 'regulator']),
        ),
      )
      .orderBy(desc(passkeys.createdAt)),
  )
  return rows.flatMap(({ actKey, ...rest }) => (actKey ? [{ key: toHex(actKey), ...rest }] : []))
})
