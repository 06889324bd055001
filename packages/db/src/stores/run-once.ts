import { must, ok, type Result, refuse } from '@vc/kernel'
import { and, eq } from 'drizzle-orm'
import type { Db, DbTransaction } from '../open.ts'
import { commands } from '../schema/queue.ts'

export type CommandName = { readonly tenant: string; readonly key: string; readonly requestHash: string }

/**
 * Runs a command once for a (tenant, key): the second time gives the first answer, and the same key with
 * another request is refused as `idempotency-conflict`. `work` runs in the transaction that keeps the answer,
 * so a refusal that it throws away leaves the key free. The answer must be JSON.
 */
export async function runOnce<T>(
  db: Db,
  name: CommandName,
  work: (tx: DbTransaction) => Promise<T>,
): Promise<Result<T, { readonly code: 'idempotency-conflict'; readonly key: string }>> {
  return db.transaction(async (tx) => {
    // The insert waits for a rival with the same key until that one has committed or given up.
    const taken = await tx.insert(commands).values(name).onConflictDoNothing().returning()
    const same = and(eq(commands.tenant, name.tenant), eq(commands.key, name.key))
    if (taken.length === 0) {
      const [known] = await tx.select().from(commands).where(same)
      const { requestHash, result } = must(known, 'a key that is taken has its row')
      if (requestHash !== name.requestHash) return refuse({ code: 'idempotency-conflict', key: name.key })
      return ok(result as T)
    }
    const result = await work(tx)
    await tx.update(commands).set({ result }).where(same)
    return ok(result)
  })
}
