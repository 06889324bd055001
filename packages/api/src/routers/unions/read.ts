import { toHex } from '@vc/crypto'
import { foundersOf, newestRecords, schema } from '@vc/db'
import { parseChain } from '@vc/ledger'
import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import {
  accountOfCollective,
  type CollectiveRow,
  namesByKey,
  seatsOf,
  versionInForce,
  visibleTo,
} from '../collectives/find.ts'
import { heldBy } from '../collectives/held-by.ts'
import { booksOf } from '../credit/collective-standing.ts'
import { findUnion, rolesInForce } from './find.ts'
import { standingOf } from './standing.ts'

const { collectives, unionRoles, unions } = schema
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
 * One union: its founding as it was brought, which is what its genesis is the root of; its members now and what each is in it; the
 * community as the network lists it; and the books of its account.
 */
export const showRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const { union, collective } = await findUnion(ctx.db, ctx.user, input.collectiveId)
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
      founders: await foundersOf(ctx.db, collective.id),
      members: await membersNow(ctx.db, collective, version?.descriptor),
      listed: await listedAs(ctx.db, union.chainId),
    }
  })

/** The members in force in the order of the list, with the role of each; before a block has the list, who is to found it. */
async function membersNow(
  db: DbOrTransaction,
  collective: CollectiveRow,
  descriptor: Uint8Array | undefined,
) {
  const founders = await foundersOf(db, collective.id)
  if (!descriptor) return founders
  const roles = await rolesInForce(db, collective)
  const names = await namesByKey(db, collective.id)
  const seats = await seatsOf(db, collective.ledgerId, descriptor)
  return seats.map(({ position, key: credential, owner: account, weight }) => ({
    ...{ position, name: names.get(credential) ?? '', role: roles.get(credential) ?? null },
    ...{ account, credential, weight },
  }))
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
