import { NodeCallError, openClient } from '@vc/client'
import { openDatabase } from '@vc/db'
import { rebuildProjections, tableDigest } from '@vc/worker'
import type { Command } from '../run-cli.ts'

/** Empties the projected tables and fills them again from the node's blocks; prints each table's digest. */
export const rebuild: Command = async (_, out, { DATABASE_URL, NODE_URL = 'http://127.0.0.1:4710' }) => {
  if (!DATABASE_URL) {
    out('FAILED: DATABASE_URL is not set')
    return 2
  }
  const client = openClient(NODE_URL)
  const database = openDatabase(DATABASE_URL)
  try {
    // Asked first, so that nothing is emptied when there is nothing to fill it from.
    await client.status()
    const height = await rebuildProjections(database.db, client)
    out(`rebuilt up to block ${height}`)
    for (const [table, digest] of Object.entries(await tableDigest(database.db))) out(`${table} ${digest}`)
    return 0
  } catch (error) {
    if (!(error instanceof NodeCallError)) throw error
    out(`FAILED: ${error.code} ${JSON.stringify(error.facts)}`)
    return 1
  } finally {
    await database.close()
  }
}
