import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runningPostgres } from '@vc/db/server'
import type { Out } from './run-cli.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** DATABASE_URL, or the database of the network that runs in the data folder; undefined without either, after saying so. */
export async function databaseUrlOf(
  environment: Readonly<Record<string, string | undefined>>,
  out: Out,
): Promise<string | undefined> {
  const { DATABASE_URL, VC_DATA_DIR } = environment
  if (DATABASE_URL) {
    if (/^postgres(ql)?:\/\//.test(DATABASE_URL) && URL.canParse(DATABASE_URL)) return DATABASE_URL
    out('FAILED: DATABASE_URL is no address of a PostgreSQL database, such as postgres://user@127.0.0.1/name')
    return undefined
  }
  const folder = join(resolve(root, VC_DATA_DIR || '.data'), 'postgres')
  const url = await runningPostgres(folder)
  if (url === undefined) {
    out(`FAILED: no database runs in ${folder}. Start the network with npm start, or set DATABASE_URL.`)
  }
  return url
}
