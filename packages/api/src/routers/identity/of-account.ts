import { fromHex } from '@vc/crypto'
import { across, schema } from '@vc/db'
import { sealedSeeds } from '@vc/db/identity'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { ownSealed } from './mine.ts'

const { identityFiles, identityKeys, identitySubjects } = schema

/**
 * The documents of an account's holder that the own office was let read, without their contents, and the key of them as it is
 * sealed for this person; empty when the office was not let read, as when there are none.
 */
export const ofAccountRoute = allowed('identity.read', reads)
  .input(z.strictObject({ accountId: hexInput(20) }))
  .query(async ({ ctx, input }) => {
    const { id, kind, size, createdAt, subjectId } = identityFiles
    const holders = await holdersOf(ctx.db, fromHex(input.accountId))
    const files = await ctx.db
      .selectDistinct({ id, kind, size, createdAt, subjectId })
      .from(identityFiles)
      .innerJoin(identitySubjects, eq(identitySubjects.id, subjectId))
      .innerJoin(identityKeys, eq(identityKeys.subjectId, subjectId))
      .where(
        and(
          inArray(identitySubjects.organisationId, holders),
          eq(identityKeys.organisationId, ctx.user.organisationId),
          isNull(identitySubjects.erasedAt),
        ),
      )
      .orderBy(desc(createdAt))
    const subject = files[0]?.subjectId
    const keys = subject === undefined ? [] : await ownSealed(ctx.db, subject, ctx.user.personId)
    return { files: files.map(({ subjectId: _, ...file }) => file), keys }
  })

/** The organisations whose people keep the account's seed. */
async function holdersOf(db: DbOrTransaction, accountId: Uint8Array): Promise<string[]> {
  const rows = await across(db, async (all) =>
    all
      .selectDistinct({ id: sealedSeeds.organisationId })
      .from(sealedSeeds)
      .where(eq(sealedSeeds.accountId, accountId)),
  )
  return rows.map(({ id }) => id)
}
