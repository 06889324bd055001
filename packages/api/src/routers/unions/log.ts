import { toHex } from '@vc/crypto'
import { decidedVotes, findCursor } from '@vc/db'
import { communityEntries, type Decision } from '@vc/settlement'
import { z } from 'zod'
import type { DbOrTransaction } from '../../context.ts'
import { idInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import type { CollectiveRow } from '../collectives/find.ts'
import { findUnion, rolesByVote, termsOfUnion } from './find.ts'

/**
 * A community's own chain (docs/adr/0056): its founding, then all that its members decided by votes that final blocks have. Whoever
 * has the entries finds every checkpoint of it again.
 */
export async function logOf(db: DbOrTransaction, collective: CollectiveRow): Promise<readonly Uint8Array[]> {
  const upTo = (await findCursor(db))?.finalHeight ?? 0
  const votes = await decidedVotes(db, collective.id, upTo)
  const roles = await rolesByVote(
    db,
    votes.flatMap(({ id, kind }) => (kind === 'roles' ? [id] : [])),
  )
  const decisions = votes.map(
    ({ id, kind, txid, purpose, nextDescriptor }): Decision => ({
      ...{ kind, txid, purpose, roles: roles.get(id) },
      descriptor: nextDescriptor ? toHex(nextDescriptor) : undefined,
    }),
  )
  return communityEntries(await termsOfUnion(db, collective), decisions)
}

/** The entries of a union's own chain, each as its text. */
export const logRoute = allowed('collective.list', reads)
  .input(z.strictObject({ collectiveId: idInput }))
  .query(async ({ ctx, input }) => {
    const { union, collective } = await findUnion(ctx.db, ctx.user, input.collectiveId)
    const entries = await logOf(ctx.db, collective)
    const text = new TextDecoder()
    return { chainId: union.chainId, entries: entries.map((entry) => text.decode(entry)) }
  })
