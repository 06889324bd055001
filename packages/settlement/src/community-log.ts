import { fromHex, merkleRoot, toHex } from '@vc/crypto'
import { canonicalJson, keyHashScript, type Payment, recordScript } from '@vc/ledger'
import { checkUnion, foundingEntries, type UnionRole, type UnionTerms, type UnionWrong } from './community.ts'

/** A role that members give to one of them by a vote, or take away (`none`); keys and hashes in hex. */
export type RoleGiven = {
  readonly name: string
  /** HASH160 of the member's account key. */
  readonly account: string
  /** The credential that the member votes with. */
  readonly credential: string
  readonly role: UnionRole | 'none'
}

/** What a vote on roles decides, in the order in which it was asked. */
export type RolesTerms = {
  /** The id that the collective's outputs are locked to, hex. */
  readonly collective: string
  /** The id of the vote. */
  readonly vote: string
  readonly roles: readonly RoleGiven[]
}

/** The table that votes on roles are committed to in; the key is the vote's id, 16 bytes. */
export const ROLES_TABLE = 'community-roles'
/** What lies under the commitment: an output must hold something. */
export const ROLES_MARK = 1n

/** What the vote's transaction commits to (RFC 8785 JSON). */
export const rolesValue = ({ collective, vote, roles }: RolesTerms): Uint8Array =>
  canonicalJson({ collective, vote, roles: roles.map((one) => ({ ...one })) })

/** The mark by which members give roles: the smallest unit under a record script of the member who asked for the vote. */
export function rolesMark(terms: RolesTerms, member: Uint8Array): Payment {
  const key = fromHex(terms.vote.replaceAll('-', ''))
  return { to: recordScript(ROLES_TABLE, key, rolesValue(terms), keyHashScript(member)), amount: ROLES_MARK }
}

/** Roles by credential. */
export type Roles = ReadonlyMap<string, UnionRole>

/** The roles after such a change. */
export function rolesAfter(before: Roles, given: readonly Pick<RoleGiven, 'credential' | 'role'>[]): Roles {
  const after = new Map(before)
  for (const { credential, role } of given) {
    if (role === 'none') after.delete(credential)
    else after.set(credential, role)
  }
  return after
}

export type RolesWrong = UnionWrong | 'union-leader-twice' | 'roles-same'

/** Why members can not give these roles: nothing would change, or what it makes is no union. */
export function checkRoles(
  before: Roles,
  given: readonly Pick<RoleGiven, 'credential' | 'role'>[],
): RolesWrong | undefined {
  const isNew = ({ credential, role }: (typeof given)[number]) => (before.get(credential) ?? 'none') !== role
  if (given.length === 0 || !given.every(isNew)) return 'roles-same'
  const after = [...rolesAfter(before, given).values()]
  if (after.filter((role) => role === 'leader').length > 1) return 'union-leader-twice'
  return checkUnion(after)
}

/** What members have decided by a vote that a final block has; hashes in hex. */
export type Decision = {
  readonly kind: string
  readonly txid: string
  readonly purpose: string
  /** Of a change of members: the descriptor that is in force from then on. */
  readonly descriptor?: string | undefined
  readonly roles?: readonly RoleGiven[] | undefined
}

/** The community's own chain: its founding, then each thing that its members decided, in the order of the blocks. */
export const communityEntries = (
  terms: UnionTerms,
  decisions: readonly Decision[],
): readonly Uint8Array[] => [...foundingEntries(terms), ...decisions.map(decisionEntry)]

const decisionEntry = ({ kind, txid, purpose, descriptor, roles }: Decision): Uint8Array =>
  canonicalJson({
    ...{ entry: 'decision', kind, txid, purpose },
    ...(descriptor !== undefined && { descriptor }),
    ...(roles && { roles: roles.map((one) => ({ ...one })) }),
  })

/** How long a chain of entries is, and the RFC 9162 root over them, hex. */
export type Checkpoint = { readonly size: number; readonly hash: string }

/** The checkpoint of the first so many entries, of all unless told; undefined for more than there are. */
export function checkpointOf(
  entries: readonly Uint8Array[],
  size: number = entries.length,
): Checkpoint | undefined {
  if (size > entries.length) return undefined
  return { size, hash: toHex(merkleRoot(entries.slice(0, size))) }
}
