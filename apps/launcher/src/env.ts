import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { StartError } from './start-error.ts'

/** Root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

const port = z.coerce.number().int().min(1).max(65_535)
const schema = z.object({
  VC_DATA_DIR: z.string().min(1).default('.data'),
  PORTAL_PORT: port.default(3000),
  PORTAL_MODE: z.enum(['production', 'development']).default('production'),
  VERIFIER_PORT: port.default(3001),
  VERIFIER_ORIGIN: z.url().optional(),
  NODE_RPC_PORT: port.default(4710),
  VC_NODES: z.coerce.number().int().min(1).max(7).default(1),
  VC_FOUNDERS: z.coerce.number().int().min(1).max(7).default(3),
  /** Blocks past its expiry at which a debt of a network founded now is bad: for tests, which can not wait. */
  VC_BAD_DEBT_AGE: z.coerce.number().int().min(1).max(1_000_000).optional(),
  NODE_PEER_PORT: port.default(4740),
  POSTGRES_PORT: port.default(54_710),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
})

export type Settings = {
  readonly dataDir: string
  readonly portalPort: number
  /** In development the portal's pages are made as they are asked for, and follow their sources. */
  readonly portalMode: 'production' | 'development'
  readonly verifierPort: number
  readonly nodePort: number
  /** Nodes of the network, each a member with a stake; the portal asks the first. */
  readonly nodes: number
  /** How many keys the admission and the council begin with; fewer than three give no credit yet. */
  readonly founders: number
  readonly badDebtAge: number | undefined
  /** Where the first node listens for the others when there are some; they take the ports after it. */
  readonly peerPort: number
  readonly postgresPort: number
  readonly databaseUrl: string | undefined
  readonly redisUrl: string | undefined
  readonly origin: string
  /** Where acts are signed, and nowhere else: an origin of its own, that of the verifier page. */
  readonly verifierOrigin: string
}

/** Reads the environment once; an empty variable is one that is not set. Throws a StartError that names each bad one. */
export function readSettings(source: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    throw new StartError(
      `These variables can not be read (.env.example names them all):\n${z.prettifyError(parsed.error)}`,
    )
  const env = parsed.data
  return {
    dataDir: resolve(root, env.VC_DATA_DIR),
    portalPort: env.PORTAL_PORT,
    portalMode: env.PORTAL_MODE,
    verifierPort: env.VERIFIER_PORT,
    nodePort: env.NODE_RPC_PORT,
    nodes: env.VC_NODES,
    founders: env.VC_FOUNDERS,
    badDebtAge: env.VC_BAD_DEBT_AGE,
    peerPort: env.NODE_PEER_PORT,
    postgresPort: env.POSTGRES_PORT,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    origin: `http://localhost:${env.PORTAL_PORT}`,
    verifierOrigin: env.VERIFIER_ORIGIN ?? `http://localhost:${env.VERIFIER_PORT}`,
  }
}
