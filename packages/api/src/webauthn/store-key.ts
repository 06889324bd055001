import { passkeys } from '@vc/db/identity'
import type { DbOrTransaction } from '../context.ts'
import { refusalToError } from '../refusal-to-error.ts'
import type { NewKey } from './verify-registration.ts'

export type KeyOwner = {
  readonly personId: string
  readonly kind: 'sign-in' | 'act'
  readonly label: string
  readonly at: Date
}

/** Keeps a verified key; refuses one that is registered already, to anyone (reliability.md 1.3, check 12). */
export async function storeKey(tx: DbOrTransaction, key: NewKey, owner: KeyOwner): Promise<string> {
  const { compressed, at, ...rest } = { ...key, ...owner }
  const rows = await tx
    .insert(passkeys)
    .values({ ...rest, actKey: owner.kind === 'act' ? (compressed ?? null) : null, createdAt: at })
    .onConflictDoNothing()
    .returning({ id: passkeys.id })
  const [row] = rows
  if (!row) throw refusalToError({ code: 'key-refused' })
  return row.id
}
