import { fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { hexInput, idInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
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
import { MOST_BALLOT_MEMBERS, memberKinds } from './member-kind.ts'
import { majorityOf, register, weightOf } from './register.ts'

const { collectiveChanges, collectiveMembers, collectiveProposals, collectives } = schema

/**
 * Forms a group of members of a collective, VCB1 as that: a collective of its own with an account of its own, of the
 * credentials that its members have proved already. A majority decides unless told. Refuses `seat-unknown`,
 * `threshold-too-high`, `collective-known`, `collective-not-ready`.
 */
export const formGroupRoute = allowed('collective.register', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
  rate: 'act',
})
  .input(
    z.strictObject({
      collectiveId: idInput,
      name: lineInput(100),
      keys: z.array(hexInput(48)).min(1).max(MOST_BALLOT_MEMBERS),
      threshold: z.int().min(1).optional(),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const made = await ctx.db.transaction(async (tx) => {
      const parent = await findCollective(tx, ctx.user, input.collectiveId)
      const members = await membersNamed(tx, parent, input.keys)
      const weight = weightOf(members)
      const descriptor = descriptorOf(ctx, members, input.threshold)
      if (!descriptor) throw refusalToError({ code: 'threshold-too-high', facts: { weight } })
      const asked = { fileName: '', name: input.name, descriptor, members, parentId: parent.id }
      return register(tx, ctx, asked)
    })
    if (made.isNew) await ctx.wake('register-collective', `register-collective-${made.collectiveId}`)
    return made
  })

type Members = Awaited<ReturnType<typeof membersNamed>>
const descriptorOf = (ctx: MemberContext, members: Members, threshold: number | undefined) =>
  memberKinds(ctx).VCB1.descriptorOf(members, threshold ?? majorityOf(weightOf(members)))

/** The members in force with these credentials, with the proofs that they came with, in the order of the list. */
async function membersNamed(tx: DbOrTransaction, parent: CollectiveRow, keys: readonly string[]) {
  const version = await versionInForce(tx, parent.ledgerId)
  if (!version) throw refusalToError({ code: 'collective-not-ready' })
  const wanted = new Set(keys)
  const seats = (await seatsOf(tx, parent.ledgerId, version.descriptor)).filter(({ key }) => wanted.has(key))
  if (seats.length !== wanted.size) throw refusalToError({ code: 'seat-unknown' })
  const [names, proofs] = [await namesByKey(tx, parent.id), await proofsOf(tx, parent.id)]
  return seats.map(({ key, weight, owner }) => {
    const possession = proofs.get(`${key}:${weight}`)
    if (!possession) throw refusalToError({ code: 'seat-unknown' })
    const named = { name: names.get(key) ?? '', key: fromHex(key), owner: fromHex(owner) }
    return { ...named, weight: Number(weight), possession }
  })
}

/** Proofs of possession that members registered or came with, by key and weight. */
async function proofsOf(tx: DbOrTransaction, collectiveId: string): Promise<Map<string, Uint8Array>> {
  const registered = await tx
    .select({
      key: collectiveMembers.key,
      weight: collectiveMembers.weight,
      possession: collectiveMembers.possession,
    })
    .from(collectiveMembers)
    .where(eq(collectiveMembers.collectiveId, collectiveId))
  const { key, weight, possession, proposalId } = collectiveChanges
  const came = await tx
    .select({ key, weight, possession })
    .from(collectiveChanges)
    .innerJoin(collectiveProposals, eq(collectiveProposals.id, proposalId))
    .where(and(eq(collectiveProposals.collectiveId, collectiveId), isNotNull(possession)))
  return new Map(
    [...registered, ...came].flatMap((row) =>
      row.possession ? [[`${row.key}:${row.weight}`, row.possession]] : [],
    ),
  )
}

/** The groups of a collective that the person may see, with what each holds. */
export const groupsRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const parent = await findCollective(ctx.db, ctx.user, input.collectiveId)
    const rows = await ctx.db
      .select()
      .from(collectives)
      .where(and(eq(collectives.parentId, parent.id), visibleTo(ctx.user)))
      .orderBy(asc(collectives.createdAt))
    const held = await heldBy(ctx.db, rows)
    return rows.map((row) => ({
      ...{ id: row.id, name: row.name, step: row.step, finality: row.finality },
      held: held.get(accountOfCollective(row)) ?? 0n,
    }))
  })
