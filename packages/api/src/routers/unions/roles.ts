import { fromHex } from '@vc/crypto'
import { schema } from '@vc/db'
import { must } from '@vc/kernel'
import { checkRoles, type RoleGiven, unionRoles as roleNames, rolesMark } from '@vc/settlement'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, hexInput, idInput, lineInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mustBeAlone } from '../collectives/change.ts'
import { draftSpend, mustBeInForce } from '../collectives/draft-spend.ts'
import { type CollectiveRow, findProposal, namesByKey, type Seat, seatsOf } from '../collectives/find.ts'
import { isKnown, keepProposal } from '../collectives/keep-proposal.ts'
import { ownSeat } from '../collectives/loans.ts'
import { markedBy } from '../collectives/paper.ts'
import { findUnion, rolesByVote, rolesInForce } from './find.ts'

const { unionRoleChanges } = schema
const MOST_ROLES = 900

const asking = z.strictObject({
  commandKey: commandKeyInput,
  collectiveId: idInput,
  /** The credentials of members, each once, with what they become. */
  roles: z
    .array(z.strictObject({ credential: hexInput(48), role: z.enum([...roleNames, 'none']) }))
    .min(1)
    .max(MOST_ROLES)
    .refine((roles) => new Set(roles.map(({ credential }) => credential)).size === roles.length),
  purpose: lineInput(300),
  days: z.int().min(1).max(60),
})
type Asking = z.infer<typeof asking>

/**
 * Asks the members of a union to change who is what in it: the vote is over one transaction that commits to the new roles
 * (docs/adr/0056). Asked by a member; one change at a time. Refuses `not-found`, `seat-unknown`, `role-no-member`, `change-under-way`,
 * `collective-not-ready`, `collective-short`, `coins-too-many`, and what `checkRoles` refuses.
 */
export const askRolesRoute = allowed('collective.propose', {
  ...{ stepUp: 'none', idempotency: 'command-key', audit: 'decision', rate: 'act' },
})
  .input(asking)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => ask(tx, ctx, input)))

async function ask(tx: DbOrTransaction, ctx: MemberContext, asked: Asking) {
  const { commandKey: vote, collectiveId } = asked
  const { collective } = await findUnion(tx, ctx.user, collectiveId)
  if (await isKnown(tx, ctx, collective, vote)) return { proposalId: vote }
  const { descriptor } = await mustBeInForce(tx, collective)
  const member = await ownSeat(tx, ctx, collective, descriptor)
  await mustBeAlone(tx, collective, descriptor, 'roles')
  const roles = await given(tx, collective, descriptor, asked.roles)
  const mark = rolesMark({ collective: collective.ledgerId, vote, roles }, fromHex(member))
  const drafted = await draftSpend(tx, { collective, descriptor }, [mark])
  await keepProposal(tx, ctx, asked, { collectiveId, kind: 'roles', step: 'open', ...drafted, descriptor })
  const rows = roles.map(({ name, account, credential, role }, position) => ({
    ...{ proposalId: vote, position, name, owner: account, key: credential, role },
  }))
  await tx.insert(unionRoleChanges).values(rows)
  return { proposalId: vote }
}

/** What is asked, with the names and accounts of the members. Refuses `role-no-member` and what `checkRoles` refuses. */
async function given(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  descriptor: Uint8Array,
  asked: Asking['roles'],
): Promise<readonly RoleGiven[]> {
  const seats = await seatsOf(tx, collective.ledgerId, descriptor)
  const byKey = new Map<string, Seat>(seats.map((seat) => [seat.key, seat]))
  if (!asked.every(({ credential }) => byKey.has(credential)))
    throw refusalToError({ code: 'role-no-member' })
  const roles = [...(await rolesInForce(tx, collective))].filter(([credential]) => byKey.has(credential))
  const wrong = checkRoles(new Map(roles), asked)
  if (wrong) throw refusalToError({ code: wrong })
  const names = await namesByKey(tx, collective.id)
  return asked.map(({ credential, role }) => {
    const { owner: account } = must(byKey.get(credential), 'a member in force')
    return { name: names.get(credential) ?? '', account, credential, role }
  })
}

/** What a vote on roles is about: who becomes what, and whose mark it is; null when the vote is on something else. */
export const rolesRoute = allowed('collective.list', reads)
  .input(z.strictObject({ proposalId: idInput }))
  .query(async ({ ctx, input: { proposalId: vote } }) => {
    const { proposal, collective } = await findProposal(ctx.db, ctx, vote)
    if (proposal.kind !== 'roles') return null
    const roles = (await rolesByVote(ctx.db, [vote])).get(vote) ?? []
    return { collective: collective.ledgerId, vote, roles, member: markedBy(proposal) }
  })
