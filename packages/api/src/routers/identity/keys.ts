import { fromHex, toHex } from '@vc/crypto'
import { across, schema } from '@vc/db'
import { memberships, organisations, passkeys } from '@vc/db/identity'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads, sessionProcedure } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { keysOf } from '../../webauthn/options.ts'

const { readingKeys } = schema
/** Offices that may be let read. */
const readers = ['admission', 'authority'] as const

/** The sign-in keys of this person that have a reading key. */
export const myKeyRoute = sessionProcedure(reads).query(({ ctx }) =>
  ctx.db
    .select({ credentialId: readingKeys.credentialId })
    .from(readingKeys)
    .innerJoin(passkeys, eq(passkeys.credentialId, readingKeys.credentialId))
    .where(and(eq(readingKeys.personId, ctx.user.personId), isNull(passkeys.revokedAt))),
)

/**
 * Publishes the X25519 key (32 bytes) behind one of the person's own sign-in keys. The first one stays: what was sealed for it
 * would be lost with another. Refuses `not-found` for a sign-in key of somebody else.
 */
export const publishKeyRoute = sessionProcedure({
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'decision',
})
  .input(z.strictObject({ credentialId: z.string().min(1).max(1364), publicKey: hexInput(32) }))
  .mutation(({ ctx, input: { credentialId, publicKey } }) =>
    ctx.db.transaction(async (tx) => {
      const { personId } = ctx.user
      const own = (await keysOf(tx, personId)).find((key) => key.credentialId === credentialId)
      if (own?.kind !== 'sign-in') throw refusalToError({ code: 'not-found' })
      const row = { credentialId, personId, publicKey: fromHex(publicKey) }
      await tx
        .insert(readingKeys)
        .values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
        .onConflictDoNothing()
      await auditIn(tx, ctx, { subject: publicKey })
      return { credentialId }
    }),
  )

/** Offices whose people have reading keys, for whom documents can be sealed. */
export const readersRoute = allowed('identity.keep', reads).query(async ({ ctx }) => {
  const rows = await readingPeople(ctx.db)
  const offices = Map.groupBy(rows, ({ organisationId }) => organisationId)
  return [...offices].flatMap(([organisationId, people]) => {
    const [first] = people
    if (!first) return []
    const keys = people.map(({ credentialId, publicKey }) => ({ credentialId, publicKey: toHex(publicKey) }))
    return [{ organisationId, name: first.name, nameZh: first.nameZh, keys }]
  })
})

/** Reading keys of people in offices that may be let read, with the office of each; of one office when told. */
export function readingPeople(db: DbOrTransaction, organisationId?: string) {
  return across(db, async (all) =>
    all
      .select({
        ...{ credentialId: readingKeys.credentialId, publicKey: readingKeys.publicKey },
        ...{ organisationId: organisations.id, name: organisations.name, nameZh: organisations.nameZh },
      })
      .from(readingKeys)
      .innerJoin(passkeys, eq(passkeys.credentialId, readingKeys.credentialId))
      .innerJoin(memberships, eq(memberships.personId, readingKeys.personId))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(
        and(
          ...[isNull(passkeys.revokedAt), eq(memberships.status, 'active')],
          inArray(memberships.role, [...readers]),
          organisationId === undefined ? undefined : eq(organisations.id, organisationId),
        ),
      )
      .orderBy(organisations.name, readingKeys.credentialId),
  )
}
