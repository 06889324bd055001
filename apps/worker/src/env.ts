import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  /** When set the queue lies in Redis instead of PostgreSQL. */
  REDIS_URL: z.string().min(1).optional(),
  NODE_URL: z.url(),
  /** File of the node's token, when it wants one. */
  NODE_TOKEN_FILE: z.string().min(1).optional(),
  /** Folder of the operating key and of files that jobs make. */
  WORKER_DATA_DIR: z.string().min(1),
  /** The operating key: 64 hex digits, readable by its owner only. Made when it is not there. */
  WORKER_KEY_FILE: z.string().min(1).optional(),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  WORKER_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Where traces go, an OTLP/HTTP collector; none are made without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** When given, the portal's own login to the database has this password; its user is `vc_portal`. */
  PORTAL_DATABASE_PASSWORD: z.string().min(8).optional(),
  FAILPOINTS: z.string().default(''),
})

export type WorkerSettings = {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly nodeUrl: string
  readonly nodeTokenFile?: string | undefined
  readonly dataDir: string
  readonly keyFile: string
  readonly concurrency: number
  readonly logLevel: string
  readonly failpoints: string
  readonly traces?: string | undefined
  readonly portalPassword?: string | undefined
}

/** Reads the environment once; throws with the names of what is missing or wrong. */
export function readEnv(environment: Readonly<Record<string, string | undefined>>): WorkerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new Error(`environment: ${z.prettifyError(parsed.error)}`)
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    nodeUrl: env.NODE_URL,
    nodeTokenFile: env.NODE_TOKEN_FILE,
    dataDir: env.WORKER_DATA_DIR,
    keyFile: env.WORKER_KEY_FILE ?? join(env.WORKER_DATA_DIR, 'operating.key'),
    concurrency: env.WORKER_CONCURRENCY,
    logLevel: env.WORKER_LOG_LEVEL,
    failpoints: env.FAILPOINTS,
    portalPassword: env.PORTAL_DATABASE_PASSWORD,
    traces: env.OTEL_EXPORTER_OTLP_ENDPOINT,
  }
}
