import { createHash } from 'node:crypto'
import type { NodeClient } from '@vc/client'
import type { Db } from '@vc/db'
import { sql } from 'drizzle-orm'
import type { Log } from './deps.ts'
import { followChain } from './follow-chain.ts'
import { submissionHooks } from './hooks.ts'

/** The tables that blocks alone fill, with what orders their rows. */
const PROJECTIONS = {
  blocks: 'height',
  transactions: 'height, index',
  inputs: 'height, txid collate "C", index',
  outputs: 'txid collate "C", index',
  records: 'height, index',
  certificate_parts: 'height, index, part',
  collective_versions: 'height, index',
  collective_seats: 'height, index, position',
  credit_reminders: 'txid collate "C", index, stage collate "C"',
} as const

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

/**
 * Empties the projection and fills it again from the node's blocks; a rebuilt table is byte for byte the same.
 * Screens read "catching up" meanwhile. Gives the height reached.
 */
export async function rebuildProjections(db: Db, client: NodeClient, log: Log = quiet): Promise<number> {
  const tables = [...Object.keys(PROJECTIONS), 'projection_cursor'].join(', ')
  await db.execute(sql.raw(`truncate ${tables}`))
  return followChain({ db, client, log, hooks: submissionHooks })
}

export type TableDigest = Readonly<Record<keyof typeof PROJECTIONS, string>>

/** SHA256 in hex over each projection table's rows in the order of their keys. Equal rows, equal digest. */
export async function tableDigest(db: Db): Promise<TableDigest> {
  // One snapshot for all tables: a block that comes in meanwhile is in all of them or in none.
  return db.transaction(
    async (tx) => {
      const digests = {
        blocks: '',
        transactions: '',
        inputs: '',
        outputs: '',
        records: '',
        certificate_parts: '',
        collective_versions: '',
        collective_seats: '',
        credit_reminders: '',
      }
      for (const table of Object.keys(PROJECTIONS) as (keyof typeof PROJECTIONS)[]) {
        await tx.execute(
          sql.raw(`declare digest no scroll cursor for select t::text as line from ${table} t
            order by ${PROJECTIONS[table]}`),
        )
        const hash = createHash('sha256')
        for (let more = true; more; ) {
          const rows = await tx.execute<{ line: string }>(sql`fetch 5000 from digest`)
          for (const { line } of rows) hash.update(`${line}\n`)
          more = rows.length > 0
        }
        await tx.execute(sql`close digest`)
        digests[table] = hash.digest('hex')
      }
      return digests
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
