import { passkeys } from '@vc/db/identity'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../context.ts'

/** A person's newest act key that is not revoked, 33 bytes. */
export async function actKeyOf(tx: DbOrTransaction, personId: string): Promise<Uint8Array | undefined> {
  const [key] = await tx
    .select({ actKey: passkeys.actKey })
    .from(passkeys)
    .where(and(eq(passkeys.personId, personId), eq(passkeys.kind, 'act'), isNull(passkeys.revokedAt)))
    .orderBy(desc(passkeys.createdAt))
    .limit(1)
  return key?.actKey ?? undefined
}
