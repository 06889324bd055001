import { ownersOf, schema } from '@vc/db'
import { desc, eq } from 'drizzle-orm'
import type { MemberContext } from '../../context.ts'
import { standingOfDebtor } from '../../people/debtor-standing.ts'
import { readsWhatIsThere } from './credit-of-now.ts'
import { votesOf } from './restructuring-vote.ts'

const { acts, creditTransfers, submissions } = schema

/**
 * What was asked to be taken over of a debt, the newest first: by whom, how far each is, who has signed. The creditor sees
 * besides how the next debtor stands. Amounts in smallest units.
 */
export async function transfersFor({ db, clock }: MemberContext, root: string, isCreditor: boolean) {
  const rows = await db
    .select({ transfer: creditTransfers, act: acts, submission: submissions })
    .from(creditTransfers)
    .leftJoin(acts, eq(acts.id, creditTransfers.actId))
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(eq(creditTransfers.root, root))
    .orderBy(desc(creditTransfers.createdAt), desc(creditTransfers.id))
  const votes = await votesOf(
    db,
    rows.flatMap(({ act }) => act ?? []),
  )
  const owners = await ownersOf(db, [...new Set(rows.map(({ transfer }) => transfer.toKeyHash))])
  return Promise.all(
    rows.map(async ({ transfer, act, submission }) => {
      const { id, lots, amount, toKeyHash, grounds, reason, createdAt } = transfer
      return {
        ...{ id, lots: lots.length, amount, toKeyHash, grounds, reason, createdAt },
        owner: owners.find(({ keyHash }) => keyHash === toKeyHash) ?? null,
        standing: isCreditor ? await shortStanding(db, toKeyHash) : null,
        state: stateOf(transfer.step, act, submission?.state, clock.nowMs()),
        actId: act?.id ?? null,
        expiresAt: act?.expiresAt ?? null,
        ...(await signaturesOf(db, act, votes)),
        vote: (act && votes.get(act.id)) ?? null,
        txid: submission?.txids[0] ?? null,
        refusal: submission?.refusal ?? null,
      }
    }),
  )
}

async function shortStanding(db: MemberContext['db'], keyHash: string) {
  const { score, inputs } = await standingOfDebtor(db, keyHash)
  return { score, unpaid: inputs.unpaid, overdue: inputs.overdue }
}

type Act = typeof acts.$inferSelect

type Step = (typeof creditTransfers.$inferSelect)['step']
type SubmissionState = (typeof submissions.$inferSelect)['state']

/** A draft that ran out or was taken back leaves the wish: the creditor may draft it anew. */
function stateOf(step: Step, act: Act | null, sent: SubmissionState | undefined, nowMs: number) {
  if (step !== 'drafted') return step
  if (sent !== undefined) return sent
  const isOpen = act?.status === 'open' && act.expiresAt.getTime() > nowMs
  return isOpen ? ('open' as const) : ('asked' as const)
}

type Votes = Awaited<ReturnType<typeof votesOf>>
/**
 * Who of the three has signed, and whether the creditor's credit has moved since: then only what was signed over the lots alone still
 * counts (docs/adr/0055). Members have agreed once their vote is joined, before it enters the act.
 */
async function signaturesOf(db: MemberContext['db'], act: Act | null, votes: Votes) {
  if (!act) return { signed: null, hasMoved: false }
  const vote = votes.get(act.id)
  const hasMoved = act.status === 'open' && !(await readsWhatIsThere(db, act))
  const agreed = vote ? { debtor: vote.stage === 'final' } : {}
  return { signed: { ...signedOf(act, hasMoved), ...agreed }, hasMoved }
}

/** Input 0 is the creditor's, the others the debtor's, the acceptances the next debtor's. */
function signedOf({ required, signatures }: Act, hasMoved: boolean) {
  const has = (isTheirs: (part: Act['required'][number]) => boolean) =>
    required
      .filter(isTheirs)
      .every(({ part, index }) => signatures.some((given) => given.part === part && given.index === index))
  return {
    creditor: !hasMoved && has(({ part, index }) => part === 'input' && index === 0),
    debtor: has(({ part, index }) => part === 'input' && index > 0),
    next: !hasMoved && has(({ part }) => part === 'acceptance'),
  }
}
