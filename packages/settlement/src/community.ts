import { merkleRoot, taggedHash, toHex } from '@vc/crypto'
import { canonicalJson } from '@vc/ledger'

/** What a member is in a farm union (requirements V-191): the company that leads it, a cooperative, a family farm. */
export const unionRoles = ['leader', 'cooperative', 'farm'] as const
export type UnionRole = (typeof unionRoles)[number]

/** A member as the union's founding names it; keys and hashes in hex. */
export type UnionMember = {
  readonly name: string
  readonly role: UnionRole
  /** HASH160 of the member's account key. */
  readonly account: string
  /** The credential that the member votes with. */
  readonly credential: string
  readonly weight: number
}

/** A union as it is founded: the community, and the collective that owns and owes for it. */
export type UnionTerms = {
  readonly name: string
  /** The id that the collective's outputs are locked to, hex. */
  readonly collective: string
  readonly members: readonly UnionMember[]
}

/** The level of integrity that a community begins with: the lowest. */
export const FIRST_LEVEL = 1

/** The first entries of the community's own chain: the union, then each member in the order of the list (RFC 8785 JSON). */
export function foundingEntries({ name, collective, members }: UnionTerms): readonly Uint8Array[] {
  const union = { entry: 'farm-union', name, collective }
  const seats = members.map(({ weight, ...member }) => ({
    entry: 'member',
    ...member,
    weight: String(weight),
  }))
  return [union, ...seats].map(canonicalJson)
}

/** The genesis of the community's chain: the RFC 9162 root over its founding entries. Who has the list can find it again. */
export const unionGenesis = (terms: UnionTerms): Uint8Array => merkleRoot(foundingEntries(terms))

/** The id under which the network lists a community: bound to its genesis, so nobody can take it for another one. */
export const communityId = (genesis: Uint8Array): Uint8Array => taggedHash('vdn/community', genesis)

export type UnionWrong = 'union-leader-missing' | 'union-alone'

/** Why these roles make no union: one company leads, and at least one cooperative or farm is with it. */
export function checkUnion(roles: readonly UnionRole[]): UnionWrong | undefined {
  if (!roles.includes('leader')) return 'union-leader-missing'
  return roles.length < 2 ? 'union-alone' : undefined
}

/** Whether a community's record names exactly this founding; genesis and id in hex. */
export function isFoundedAs(
  terms: UnionTerms,
  { genesis, id }: Readonly<Record<'genesis' | 'id', string>>,
): boolean {
  const own = unionGenesis(terms)
  return toHex(own) === genesis && toHex(communityId(own)) === id
}
