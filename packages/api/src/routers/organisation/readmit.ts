import { memberships, readmissions } from '@vc/db/identity'
import { must } from '@vc/kernel'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { invite } from '../../people/invitation.ts'
import { isRole } from '../../permissions.ts'
import { allowed } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

const VALID_MS = 72 * 3_600_000
const habits = { stepUp: 'key', idempotency: 'same-result', audit: 'decision' } as const

/** A first admin proposes to let a person who lost the last key in again; one proposal is open for a person at a time. */
export const proposeReadmissionRoute = allowed('organisation.readmit', habits)
  .input(z.strictObject({ personId: idInput }))
  .mutation(({ ctx, input: { personId } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId: proposedBy } = ctx.user
      const member = await findMember(tx, personId, organisationId)
      if (!member) throw refusalToError({ code: 'not-found' })
      if (personId === proposedBy) throw refusalToError({ code: 'not-for-oneself' })
      const open = await openProposal(tx, personId, organisationId)
      if (open) return { readmissionId: open.id }
      const rows = await tx
        .insert(readmissions)
        .values({ organisationId, personId, proposedBy, proposedAt: new Date(ctx.clock.nowMs()) })
        .returning({ id: readmissions.id })
      await auditIn(tx, ctx, { subject: personId })
      return { readmissionId: must(rows[0], 'an inserted row comes back').id }
    }),
  )

/**
 * A second admin approves; gives the token, good from the end of the delay on. When the person uses it, all older
 * keys, sessions and memberships of the person end: an admin comes in again without the flag, and other
 * organisations invite the person anew.
 */
export const approveReadmissionRoute = allowed('organisation.readmit', habits)
  .input(z.strictObject({ readmissionId: idInput }))
  .mutation(({ ctx, input: { readmissionId } }) =>
    ctx.db.transaction(async (tx) => {
      const { organisationId, personId: approvedBy } = ctx.user
      const now = ctx.clock.nowMs()
      const proposal = await lockProposal(tx, readmissionId, organisationId)
      if (!proposal) throw refusalToError({ code: 'not-found' })
      if (proposal.proposedBy === approvedBy) throw refusalToError({ code: 'second-admin-needed' })
      if (proposal.personId === approvedBy) throw refusalToError({ code: 'not-for-oneself' })
      const member = await findMember(tx, proposal.personId, organisationId)
      if (!member || !isRole(member.role)) throw refusalToError({ code: 'not-found' })
      await tx
        .update(readmissions)
        .set({ approvedBy, approvedAt: new Date(now) })
        .where(eq(readmissions.id, readmissionId))
      const validFrom = new Date(now + ctx.env.readmissionDelayMs)
      const expiresAt = new Date(validFrom.getTime() + VALID_MS)
      const person = { personId: proposal.personId, role: member.role, isAdmin: false }
      const token = await invite(tx, ctx, {
        organisationId,
        invitedBy: approvedBy,
        ...person,
        validFrom,
        expiresAt,
      })
      await auditIn(tx, ctx, { subject: proposal.personId })
      return { token, validFrom, expiresAt }
    }),
  )

async function findMember(tx: DbOrTransaction, personId: string, organisationId: string) {
  const [row] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.organisationId, organisationId),
        eq(memberships.status, 'active'),
      ),
    )
    // Two proposals for one person come one after the other.
    .for('update')
  return row
}

async function openProposal(tx: DbOrTransaction, personId: string, organisationId: string) {
  const [row] = await tx
    .select({ id: readmissions.id })
    .from(readmissions)
    .where(
      and(
        eq(readmissions.organisationId, organisationId),
        eq(readmissions.personId, personId),
        isNull(readmissions.approvedAt),
      ),
    )
  return row
}

async function lockProposal(tx: DbOrTransaction, id: string, organisationId: string) {
  const open = and(eq(readmissions.organisationId, organisationId), isNull(readmissions.approvedAt))
  const [row] = await tx
    .select()
    .from(readmissions)
    .where(and(eq(readmissions.id, id), open))
    .for('update')
  return row
}
