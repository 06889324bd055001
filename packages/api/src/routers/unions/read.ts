import { toHex } from '@vc/crypto'
import { newestRecords, schema } from '@vc/db'
import { parseChain } from '@vc/ledger'
import { and, asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { accountOfCollective, findCollective, versionInForce, visibleTo } from '../collectives/find.ts'
import { heldBy } from '../collectives/held-by.ts'
import { booksOf } from '../credit/collective-standing.ts'
import { standingOf } from './standing.ts'

const { collectiveMembers, collectives, unionRoles, unions } = schema
const MOST_UNIONS = 200

/** The unions that the person may see, the newest first, with how far the founding of each is and what it holds. */
export const listRoute = allowed('collective.list', reads).query(async ({ ctx }) => {
  const rows = await ctx.db
    .select({ union: unions, collective: collectives })
    .from(unions)
    .innerJoin(collectives, eq(collectives.id, unions.collectiveId))
    .where(visibleTo(ctx.user))
    .orderBy(desc(unions.createdAt))
    .limit(MOST_UNIONS)
  const held = await heldBy(
    ctx.db,
    rows.map(({ collective }) => collective),
  )
  return Promise.all(
    rows.map(async ({ union, collective }) => {
      const { stage } = await standingOf(ctx.db, ctx.clock.nowMs(), union, collective)
      const members = await ctx.db.$count(unionRoles, eq(unionRoles.collectiveId, collective.id))
      const { id, name, createdAt } = collective
      return { id, name, createdAt, stage, members, held: held.get(accountOfCollective(collective)) ?? 0n }
    }),
  )
})

/**
 * One union: its founding as it was brought, which is what its genesis is the root of; the community as the network lists it; and
 * the books of its account.
 */
export const showRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const [union] = await ctx.db.select().from(unions).where(eq(unions.collectiveId, collective.id))
    if (!union) throw refusalToError({ code: 'not-found' })
    const { id, name, ledgerId, txid, height, finality } = collective
    const version = await versionInForce(ctx.db, ledgerId)
    return {
      ...{ id, name, ledgerId, txid, height, finality, reason: union.reason },
      ...(await standingOf(ctx.db, ctx.clock.nowMs(), union, collective)),
      ...{ chainId: union.chainId, genesis: union.genesis },
      ...(await booksOf(ctx.db, collective)),
      account: accountOfCollective(collective),
      ...{ weight: version?.weight ?? 0n, threshold: version?.threshold ?? 0n },
      isMine: union.organisationId === ctx.user.organisationId,
      members: await foundersOf(ctx.db, collective.id),
      listed: await listedAs(ctx.db, union.chainId),
    }
  })

/** The members that a union was founded with, in the order of its list. */
function foundersOf(db: DbOrTransaction, collectiveId: string) {
  const { position, name, owner, key, weight } = collectiveMembers
  const same = and(
    eq(unionRoles.collectiveId, collectiveMembers.collectiveId),
    eq(unionRoles.position, position),
  )
  return db
    .select({ position, name, role: unionRoles.role, account: owner, credential: key, weight })
    .from(collectiveMembers)
    .innerJoin(unionRoles, same)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
    .orderBy(asc(position))
}

/** What the network's own record says of the community; null while no block has one. */
async function listedAs(db: DbOrTransaction, chainId: string) {
  const [row] = await newestRecords(db, 'chain', chainId)
  const chain = row && parseChain(row.value)
  if (!chain) return null
  const { level, genesis, keys } = chain
  const told = { genesis: toHex(genesis), level, authorities: keys.map(toHex) }
  return { ...told, height: row.height, txid: row.txid }
}
