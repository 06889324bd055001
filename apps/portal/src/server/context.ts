import { randomBytes } from 'node:crypto'
import { type ApiDeps, createRateLimiter, serverCaller } from '@vc/api'
import { openClient } from '@vc/client'
import { type Db, openDatabase, schema } from '@vc/db'
import { jobNamed, openQueue, type Queue } from '@vc/jobs'
import { eq } from 'drizzle-orm'
import { headers } from 'next/headers'
import { type PortalEnv, readEnv } from './env.ts'
import { networkFacts } from './network-facts.ts'

type Portal = { readonly deps: () => Promise<ApiDeps> }
const place = globalThis as typeof globalThis & { valuecyberPortal?: Portal }

/** What the API needs, opened at the first request and kept; nothing is opened by an import or a build. */
export function portalDeps(): Promise<ApiDeps> {
  place.valuecyberPortal ??= openPortal(readEnv(process.env))
  return place.valuecyberPortal.deps()
}

function openPortal(env: PortalEnv): Portal {
  const clock = { nowMs: () => Date.now() }
  const { db } = openDatabase(env.databaseUrl)
  const client = openClient(env.nodeUrl)
  const facts = networkFacts(client, db, clock.nowMs)
  const fixed = {
    db,
    client,
    clock,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    limiter: createRateLimiter(clock),
    report: reportFault,
    wake: openWake(db, env),
  }
  return { deps: async () => ({ ...fixed, env: { ...env, ...(await facts()) } }) }
}

const reportFault: ApiDeps['report'] = ({ requestId, path, error }) =>
  console.error(
    JSON.stringify({
      level: 'error',
      requestId,
      path,
      error: error.message,
      cause: String(error.cause ?? ''),
    }),
  )

/** Puts the job of an outbox row into the queue at once; when that fails the worker finds the row by itself. */
function openWake(db: Db, env: PortalEnv): ApiDeps['wake'] {
  let queue: Queue | undefined
  return async (_job, key) => {
    try {
      const [row] = await db.select().from(schema.outbox).where(eq(schema.outbox.key, key))
      const job = row && jobNamed(row.topic)
      if (!row || !job) return
      queue ??= openQueue({ databaseUrl: env.databaseUrl, redisUrl: env.redisUrl })
      await queue.enqueue(job, row.payload)
    } catch (error) {
      console.warn(
        JSON.stringify({ level: 'warn', message: 'the queue was not woken', key, error: String(error) }),
      )
    }
  }
}

/** The API for a page that is rendered on the server, with the session of its request. */
export async function pageCaller() {
  const cookie = (await headers()).get('cookie')
  return serverCaller(await portalDeps(), { cookie })
}
