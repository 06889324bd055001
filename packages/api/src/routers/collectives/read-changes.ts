import { toHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { findCollective, findProposal, namesByKey, type Seat, seatsOf } from './find.ts'
import { termsOf } from './paper.ts'

const { collectiveChanges, collectiveVersions } = schema
const MOST_VERSIONS = 20
const NAMED = 50

/**
 * What a change of members would change: who goes, who comes, and the whole list in force, so that a page computes both
 * descriptors itself; null for a proposal that changes no members.
 */
export const changeRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input }) => {
    const { proposal, collective } = await findProposal(ctx.db, ctx, input.proposalId)
    const { nextDescriptor, descriptor, id } = proposal
    if (!nextDescriptor) return null
    const seats = await seatsOf(ctx.db, collective.ledgerId, descriptor)
    const rows = await ctx.db
      .select()
      .from(collectiveChanges)
      .where(eq(collectiveChanges.proposalId, id))
      .orderBy(asc(collectiveChanges.position))
    return {
      before: seats.map(({ key, weight, owner }) => ({ key, weight: Number(weight), owner })),
      nextDescriptor: toHex(nextDescriptor),
      terms: {
        before: { ...termsOf({ descriptor }), count: seats.length },
        after: { ...termsOf({ descriptor: nextDescriptor }), count: countAfter(seats, rows) },
      },
      lines: rows.map(({ comes, name, key, weight, owner }) => ({
        ...{ comes, name, key, weight: Number(weight), owner },
      })),
    }
  })

const countAfter = (seats: readonly Seat[], rows: readonly { readonly comes: boolean }[]) =>
  rows.reduce((count, { comes }) => count + (comes ? 1 : -1), seats.length)

/** Every list that a collective ever had, the newest first: who came and who went by it, as the ledger has it. */
export const historyRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const { ledgerId, id } = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const versions = await ctx.db
      .select()
      .from(collectiveVersions)
      .where(eq(collectiveVersions.ledgerId, ledgerId))
      .orderBy(desc(collectiveVersions.height), desc(collectiveVersions.index))
      .limit(MOST_VERSIONS + 1)
    const names = await namesByKey(ctx.db, id)
    const lists = await Promise.all(versions.map(({ descriptor }) => seatsOf(ctx.db, ledgerId, descriptor)))
    return versions.slice(0, MOST_VERSIONS).map((version, i) => {
      const { height, index, txid, weight, threshold } = version
      const before = versions[i + 1]
      const [now, old] = [lists[i] ?? [], lists[i + 1] ?? []]
      const terms = {
        ...{ members: version.members ?? now.length, weight: Number(weight), threshold: Number(threshold) },
      }
      return {
        ...{ height, index, txid, ...terms, isFirst: !before },
        came: before ? named(without(now, old), names) : { count: now.length, names: [] },
        went: named(without(old, now), names),
      }
    })
  })

/** The seats of one list that another does not have: by key and weight. */
function without(seats: readonly Seat[], others: readonly Seat[]): readonly Seat[] {
  const known = new Set(others.map(({ key, weight }) => `${key}:${weight}`))
  return seats.filter(({ key, weight }) => !known.has(`${key}:${weight}`))
}

const named = (seats: readonly Seat[], names: ReadonlyMap<string, string>) => ({
  count: seats.length,
  names: seats.slice(0, NAMED).map(({ key, weight }) => ({
    ...{ key, name: names.get(key) ?? null, weight: Number(weight) },
  })),
})
