import { scopedTo } from '@vc/db'
import type { Context, Db } from './context.ts'

/**
 * The database as a procedure may have it, so that no query needs to remember whose rows it may see: the procedures of sign-in
 * have the door, a regulator's question reads with the regulator's role, all else is done in the name of person and organisation.
 */
export function scopedDb({ db, door, user }: Context, path: string, type: string): Db {
  if (path.startsWith('auth.')) return door
  if (!user) return scopedTo(db, { as: 'vc_api' })
  const { organisationId, personId, role } = user
  const as = role === 'regulator' && type === 'query' ? 'vc_regulator' : 'vc_api'
  return scopedTo(db, { as, organisationId, personId, role })
}
