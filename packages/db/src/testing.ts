import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, type OpenDatabase, openDatabase } from './open.ts'
import { startPostgres } from './postgres-server.ts'

export type TestDatabase = OpenDatabase & { readonly url: string; readonly stop: () => Promise<void> }

/** A real server in a folder of its own with all tables, gone after stop(). For tests only. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'vc-db-'))
  chmodSync(folder, 0o755)
  const server = await startPostgres({ dataDir: join(folder, 'data'), port: 0 })
  await migrate(server.url)
  const open = openDatabase(server.url, { as: 'owner' })
  const stop = async () => {
    await open.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...open, url: server.url, stop }
}
