import { toHex } from '@vc/crypto'
import { newestRecords, schema } from '@vc/db'
import { parseChain } from '@vc/ledger'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { signerOf } from '../../acts/my-part.ts'
import type { DbOrTransaction, SessionUser } from '../../context.ts'
import { hexInput } from '../../input.ts'
import { allowed, reads } from '../../procedures.ts'
import { visibleTo } from '../collectives/find.ts'
import { anchorsAsked, anchorsOf, findChain } from './anchors.ts'

const { collectives, unions } = schema

/** Every chain that the network lists, with its newest checkpoint; the name of one whose union the person may see. */
export const listRoute = allowed('community.read', reads).query(async ({ ctx }) => {
  const rows = await newestRecords(ctx.db, 'chain')
  const named = await unionsOf(
    ctx.db,
    ctx.user,
    rows.map(({ key }) => key),
  )
  return Promise.all(
    rows
      .flatMap(({ key: chainId, value, height }) => {
        const chain = parseChain(value)
        return chain ? [{ chainId, chain, height }] : []
      })
      .map(async ({ chainId, chain: { level, keys }, height }) => {
        const [newest = null] = await anchorsOf(ctx.db, chainId)
        return { chainId, level, authorities: keys.length, height, newest, union: named.get(chainId) ?? null }
      }),
  )
})

/**
 * One chain by the network's records: its genesis, the keys that speak for it and which of them are this person's, every checkpoint
 * of it; and what waits for signatures, for whoever holds such a key or watches.
 */
export const showRoute = allowed('community.read', reads)
  .input(z.strictObject({ chainId: hexInput(32) }))
  .query(async ({ ctx, input: { chainId } }) => {
    const { genesis, level, keys } = await findChain(ctx.db, chainId)
    const { actKeys } = await signerOf(ctx.db, ctx.user)
    const authorities = keys.map((key) => ({ key: toHex(key), isMine: actKeys.has(toHex(key)) }))
    const maySee = ctx.user.role === 'regulator' || authorities.some(({ isMine }) => isMine)
    return {
      ...{ chainId, genesis: toHex(genesis), level, authorities },
      need: Math.floor(keys.length / 2) + 1,
      anchors: await anchorsOf(ctx.db, chainId),
      asked: maySee ? await anchorsAsked(ctx.db, ctx.clock.nowMs(), chainId) : [],
      union: (await unionsOf(ctx.db, ctx.user, [chainId])).get(chainId) ?? null,
    }
  })

/** The unions of chains that the person may see, by chain. */
export async function unionsOf(db: DbOrTransaction, user: SessionUser, chainIds: readonly string[]) {
  if (chainIds.length === 0) return new Map<string, { readonly id: string; readonly name: string }>()
  const rows = await db
    .select({ chainId: unions.chainId, id: collectives.id, name: collectives.name })
    .from(unions)
    .innerJoin(collectives, eq(collectives.id, unions.collectiveId))
    .where(and(inArray(unions.chainId, [...chainIds]), visibleTo(user)))
  return new Map(rows.map(({ chainId, id, name }) => [chainId, { id, name }]))
}
