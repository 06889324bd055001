import { fromHex, hash160, toHex } from '@vc/crypto'
import type { RequiredSignature } from '@vc/db'
import { passkeys, sealedSeeds } from '@vc/db/identity'
import { and, eq, isNull } from 'drizzle-orm'
import type { DbOrTransaction, SessionUser } from '../context.ts'

/** What a person can sign with, and under which names acts ask for it. */
export type Signer = {
  /** Act keys that are not revoked, by their 33 bytes in hex. */
  readonly actKeys: ReadonlyMap<string, { readonly id: string; readonly credentialId: string }>
  /** Person, organisation and account ids, debt key hashes. */
  readonly names: ReadonlySet<string>
}

/** Looks up a person's act keys and accounts. */
export async function signerOf(db: DbOrTransaction, user: SessionUser): Promise<Signer> {
  const keys = await db
    .select({ id: passkeys.id, credentialId: passkeys.credentialId, actKey: passkeys.actKey })
    .from(passkeys)
    .where(and(eq(passkeys.personId, user.personId), eq(passkeys.kind, 'act'), isNull(passkeys.revokedAt)))
  const mine = and(
    eq(sealedSeeds.personId, user.personId),
    eq(sealedSeeds.organisationId, user.organisationId),
  )
  const seeds = await db.select().from(sealedSeeds).where(mine)
  const accounts = seeds.flatMap(({ accountId, debtKeyHash }) => [toHex(accountId), toHex(debtKeyHash)])
  return {
    actKeys: new Map(keys.flatMap(({ actKey, ...key }) => (actKey ? [[toHex(actKey), key] as const] : []))),
    names: new Set([user.personId, user.organisationId, ...accounts]),
  }
}

/**
 * Whether this person may give the signature: one of a hardware key with that very key only; one of a holder's key
 * when the act names the person, the organisation or an account of the person.
 */
export function isMine(signer: Signer, required: Pick<RequiredSignature, 'key' | 'signer'>): boolean {
  if (required.key.length === 66 || actKeyFor(signer, required.key))
    return actKeyFor(signer, required.key) !== undefined
  return signer.names.has(required.signer ?? required.key) || signer.names.has(required.key)
}

/** The person's act key (33 bytes, hex) that an act asks for, whole or by its HASH160. */
export function actKeyFor(signer: Signer, asked: string): string | undefined {
  if (signer.actKeys.has(asked)) return asked
  return asked.length === 40
    ? [...signer.actKeys.keys()].find((key) => toHex(hash160(fromHex(key))) === asked)
    : undefined
}
