import { schema } from '@vc/db'
import { challenges, invitations, people, recoveryCodes, sealedSeeds, sessions } from '@vc/db/identity'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { ApiDeps } from '../../packages/api/src/index.ts'

/** What the portal keeps and tells nobody, not those whom it belongs to either (reliability.md S-03). */
const secretColumns: readonly PgColumn[] = [
  ...[sessions.idHash, challenges.sessionHash, invitations.tokenHash, recoveryCodes.hash, people.userHandle],
  ...[sealedSeeds.ciphertext, schema.identityFiles.ciphertext, schema.identityKeys.sealed],
  ...[schema.chequeCentres.secret, schema.coopOrders.secret, schema.coopPledges.secret],
  ...[schema.workTasks.secret, schema.admissions.salt],
]
/** Bytes that are told, so that whoever looks is seen to find something. */
const toldColumns: readonly PgColumn[] = [sealedSeeds.debtKeyHash]
const MOST_ROWS = 100

export type Canary = {
  readonly column: string
  readonly isSecret: boolean
  readonly words: readonly string[]
}

/** Every value of these columns, in the ways in which an answer could write it. */
export async function canariesOf({ db }: ApiDeps): Promise<readonly Canary[]> {
  const found: Canary[] = []
  for (const column of [...secretColumns, ...toldColumns]) {
    const rows = await db.select({ value: column }).from(column.table).limit(MOST_ROWS)
    for (const { value } of rows) {
      if (!(value instanceof Uint8Array)) continue
      const bytes = Buffer.from(value)
      const words = (['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form))
      const isSecret = secretColumns.includes(column)
      found.push({ column: column.name, isSecret, words: [...words, bytes.join()] })
    }
  }
  return found
}

/** An answer as text in which bytes can be found, as hex or number by number. */
export const textOf = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : typeof value === 'bigint'
        ? String(value)
        : value,
  ) ?? ''
