import { formatAddress, fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { and, count, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { idInput, pageInput } from '../../input.ts'
import { addressPrefixOf } from '../../people/address-prefix.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import {
  accountOfCollective,
  type CollectiveRow,
  findCollective,
  namesByKey,
  seatsOf,
  versionInForce,
  visibleTo,
} from './find.ts'
import { heldBy } from './held-by.ts'
import { kindOf } from './member-kind.ts'
import { nowOf, stageOf } from './stage-of.ts'

const { collectiveProposals, collectives, collectiveVersions, collectiveVotes, unions } = schema
const MOST_COLLECTIVES = 200
const MOST_PROPOSALS = 100
const MEMBERS_A_PAGE = 1000
const names = { name: organisations.name, nameZh: organisations.nameZh }

/** The collectives that the person may see, the newest first, with what each holds. */
export const listRoute = allowed('collective.list', reads).query(async ({ ctx }) => {
  const rows = await ctx.db
    .select({ collective: collectives, keeper: names })
    .from(collectives)
    .innerJoin(organisations, eq(organisations.id, collectives.organisationId))
    .where(visibleTo(ctx.user))
    .orderBy(desc(collectives.createdAt))
    .limit(MOST_COLLECTIVES)
  const held = await heldBy(
    ctx.db,
    rows.map(({ collective }) => collective),
  )
  const ids = rows.map(({ collective }) => collective.ledgerId)
  const versions = await ctx.db
    .select()
    .from(collectiveVersions)
    .where(inArray(collectiveVersions.ledgerId, ids))
    .orderBy(collectiveVersions.height, collectiveVersions.index)
  const inForce = new Map(versions.map((version) => [version.ledgerId, version]))
  return rows.map(({ collective, keeper }) => ({
    ...shown(collective),
    keeper,
    ...termsOf(inForce.get(collective.ledgerId)),
    held: held.get(accountOfCollective(collective)) ?? 0n,
  }))
})

const shown = ({
  id,
  name,
  ledgerId,
  step,
  txid,
  height,
  finality,
  reason,
  createdAt,
  fileName,
}: CollectiveRow) => ({
  ...{ id, name, ledgerId, step, txid, height, finality, reason, createdAt, fileName },
})

function termsOf(version: typeof collectiveVersions.$inferSelect | undefined) {
  const { members = null, weight = 0n, threshold = 0n } = version ?? {}
  return { members, weight: Number(weight), threshold: Number(threshold) }
}

/** One collective: its terms on the ledger, what it holds, and which seats are this person's. */
export const showRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const version = await versionInForce(ctx.db, collective.ledgerId)
    const account = accountOfCollective(collective)
    const own = await ownAccounts(ctx.db, ctx.user)
    const seats = version ? await seatsOf(ctx.db, collective.ledgerId, version.descriptor) : []
    return {
      ...shown(collective),
      parentId: collective.parentId,
      /** It is the account of a farm union. */
      isUnion: (await ctx.db.$count(unions, eq(unions.collectiveId, collective.id))) > 0,
      ...termsOf(version),
      ...(version && { members: seats.length }),
      scheme: kindOf(collective.descriptor),
      account,
      /** By which anybody pays it. */
      address: formatAddress({ kind: 'collective', id: fromHex(collective.ledgerId) }, addressPrefixOf(ctx)),
      held: (await heldBy(ctx.db, [collective])).get(account) ?? 0n,
      mySeats: seats
        .filter(({ owner }) => own.includes(owner))
        .map(({ position, key }) => ({ position, key })),
    }
  })

/** The members of a collective in the order of its list, a page of at most 1,000, by the ledger's list once it is there. */
export const membersRoute = allowed('collective.list', reads)
  .input(pageInput.extend({ collectiveId: idInput, limit: z.int().min(1).max(MEMBERS_A_PAGE).default(200) }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const version = await versionInForce(ctx.db, collective.ledgerId)
    const seats = version ? await seatsOf(ctx.db, collective.ledgerId, version.descriptor) : []
    const known = await namesByKey(ctx.db, collective.id)
    const from = Number(input.cursor ?? 0)
    const { limit } = input
    const rows = seats.slice(from, from + limit).map(({ position, key, weight, owner }) => ({
      ...{ position, key, weight: Number(weight), owner },
      name: known.get(key) ?? null,
    }))
    return { rows, total: seats.length, next: from + limit < seats.length ? String(from + limit) : null }
  })

/** What a collective was asked to decide, the newest first, with how far each vote is. */
export const proposalsRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const collective = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const rows = await ctx.db
      .select()
      .from(collectiveProposals)
      .where(eq(collectiveProposals.collectiveId, collective.id))
      .orderBy(desc(collectiveProposals.createdAt))
      .limit(MOST_PROPOSALS)
    const counts = await ctx.db
      .select({ proposalId: collectiveVotes.proposalId, votes: count() })
      .from(collectiveVotes)
      .where(
        and(
          inArray(
            collectiveVotes.proposalId,
            rows.map(({ id }) => id),
          ),
        ),
      )
      .groupBy(collectiveVotes.proposalId)
    const votes = new Map(counts.map((row) => [row.proposalId, row.votes]))
    const now = await nowOf(ctx.db, collective)
    return rows.map((row) => ({
      ...{
        id: row.id,
        kind: row.kind,
        purpose: row.purpose,
        amount: row.amount,
        closesAt: row.closesAt,
        createdAt: row.createdAt,
      },
      stage: stageOf(row, now),
      votes: votes.get(row.id) ?? 0,
    }))
  })
