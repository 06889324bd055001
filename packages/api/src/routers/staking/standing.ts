import { LEDGER_FEE } from '@vc/admission'
import { blocksMade, freeValueIn, schema, sharesReceived } from '@vc/db'
import { CIRCULATION, DEBT_LAYER } from '@vc/ledger'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { MemberContext } from '../../context.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { isCounting, producersOf } from './producers-of.ts'
import { type JudgedStake, judgedStakes, type StakeRules, stakeRules, sumOf } from './stakes.ts'

/** The acts that move stake, as the signing screens name them. */
export const STAKE_ACTS = ['stake.register', 'stake.release'] as const

/**
 * What the person holds: value free to stake, locked value, stakes and how each stands, shares that came, what is under
 * way, and how much of all counting stake is theirs. Amounts in smallest units.
 */
export const standingRoute = allowed('stake.list', reads).query(async ({ ctx }) => {
  const rules = await stakeRules(ctx.db)
  const all = await judgedStakes(ctx.db, rules)
  const owners = await ownAccounts(ctx.db, ctx.user)
  const mine = all.filter(({ keyHash }) => keyHash !== null && owners.includes(keyHash))
  const accounts = owners.map(async (keyHash) => ({
    keyHash,
    circulating: await freeValueIn(ctx.db, keyHash, CIRCULATION),
    locked: await freeValueIn(ctx.db, keyHash, DEBT_LAYER),
  }))
  return {
    ...{ ...rules, fee: LEDGER_FEE },
    accounts: await Promise.all(accounts),
    stakes: mine.map((stake) => shownStake(stake, rules)),
    counting: sumOf(mine.filter(isCounting)),
    allCounting: sumOf(all.filter(isCounting)),
    received: await sharesReceived(ctx.db, owners),
    underWay: await underWay(ctx),
  }
})

function shownStake(stake: JudgedStake, rules: StakeRules) {
  const { txid, index, amount, producerKey, standing, createdHeight, registered, isFree } = stake
  const left = registered + rules.stakeMaturity - rules.time
  return {
    name: `${txid}:${index}`,
    ...{ txid, amount, producerKey, standing, createdHeight, isFree },
    /** The height at which it has its age, if blocks come as they should. */
    countsFrom: standing === 'maturing' ? rules.height + Math.ceil(left / rules.blockInterval) : null,
  }
}

/** What was signed or waits for a signature and stands in no block yet. */
async function underWay({ db, user, clock }: MemberContext) {
  const { acts, submissions } = schema
  const own = and(eq(acts.createdBy, user.organisationId), inArray(acts.kind, [...STAKE_ACTS]))
  const rows = await db
    .select({ act: acts, submission: submissions })
    .from(acts)
    .leftJoin(submissions, eq(submissions.id, acts.submissionId))
    .where(and(own, inArray(acts.status, ['open', 'submitted', 'refused'])))
    .orderBy(desc(acts.createdAt))
    .limit(50)
  return rows.flatMap(({ act, submission }) => {
    const isOver = act.status === 'open' && act.expiresAt.getTime() <= clock.nowMs()
    const isInBlock = submission?.state === 'in-block' || submission?.state === 'final'
    if (isOver || isInBlock) return []
    const { id: actId, kind, createdAt } = act
    const amount = BigInt(String(act.context.amount ?? '0'))
    return [{ actId, kind, amount, createdAt, state: act.status, refusal: submission?.refusal ?? null }]
  })
}

/** The last so many blocks tell who produces. */
const MADE_OF = 1000

/** Every member that produces, and whoever else has stake: how much, what it keeps of rewards, how many blocks it made. */
export const producersRoute = allowed('stake.list', reads).query(async ({ ctx }) => {
  const rules = await stakeRules(ctx.db)
  const stakes = await judgedStakes(ctx.db, rules)
  const owners = await ownAccounts(ctx.db, ctx.user)
  const made = await blocksMade(ctx.db, rules.height - MADE_OF)
  const isMine = ({ keyHash }: JudgedStake) => keyHash !== null && owners.includes(keyHash)
  const rows = (await producersOf(ctx, stakes)).map((row) => {
    const under = stakes.filter((stake) => stake.producerKey === row.producerKey)
    return {
      ...row,
      maturing: sumOf(under.filter(({ standing }) => standing === 'maturing')),
      mine: sumOf(under.filter(isMine)),
      made: made.get(row.producerKey) ?? 0,
    }
  })
  return { rows, blocks: Math.min(MADE_OF, rules.height), allCounting: sumOf(stakes.filter(isCounting)) }
})
