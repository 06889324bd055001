import { openDatabase } from '@vc/db'
import { rebuildProjections, tableDigest } from '@vc/worker'
import { databaseUrlOf } from '../database-url.ts'
import { nodeClientOf } from '../node-client.ts'
import { nodeUrlOf, sayNodeFailure } from '../node-failure.ts'
import type { Command } from '../run-cli.ts'

/** Empties the projected tables and fills them again from the node's blocks; prints each table's digest. */
export const rebuild: Command = async (args, out, environment) => {
  if (args.length > 0) {
    out('Usage: vc rebuild    (takes no arguments; DATABASE_URL and NODE_URL say where to read and write)')
    return 2
  }
  const nodeUrl = nodeUrlOf(environment, out)
  const databaseUrl = await databaseUrlOf(environment, out)
  if (nodeUrl === undefined || databaseUrl === undefined) return 2
  const client = nodeClientOf(nodeUrl, environment)
  const database = openDatabase(databaseUrl)
  try {
    if (!(await answers(database))) {
      out('FAILED: no database answers at DATABASE_URL. Nothing was changed.')
      return 1
    }
    // Asked first, so that nothing is emptied when there is nothing to fill it from.
    await client.status()
    const height = await rebuildProjections(database.db, client)
    out(`rebuilt up to block ${height}`)
    for (const [table, digest] of Object.entries(await tableDigest(database.db))) out(`${table} ${digest}`)
    return 0
  } catch (error) {
    return sayNodeFailure(error, nodeUrl, out)
  } finally {
    await database.close()
  }
}

const answers = ({ sql }: ReturnType<typeof openDatabase>): Promise<boolean> =>
  sql`select 1`.then(
    () => true,
    () => false,
  )
