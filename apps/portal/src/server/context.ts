import { randomBytes } from 'node:crypto'
import { type ApiDeps, createRateLimiter, serverCaller } from '@vc/api'
import { openClient } from '@vc/client'
import { tokenFrom } from '@vc/client/token-file'
import { nobleBallotCurve } from '@vc/crypto'
import { openBlst } from '@vc/crypto/blst'
import { nodeArithmetic } from '@vc/crypto/node-collective'
import { type Db, OUTBOX_CHANNEL, openDatabase } from '@vc/db'
import { carried } from '@vc/trace'
import { sql } from 'drizzle-orm'
import { headers } from 'next/headers'
import { type PortalEnv, readEnv } from './env.ts'
import { networkFacts } from './network-facts.ts'

type Portal = { readonly deps: () => Promise<ApiDeps>; readonly verifierOrigin: string }
const place = globalThis as typeof globalThis & { valuecyberPortal?: Portal }

/** What the API needs, opened at the first request and kept; nothing is opened by an import or a build. */
export const portalDeps = (): Promise<ApiDeps> => thePortal().deps()

function thePortal(): Portal {
  place.valuecyberPortal ??= openPortal(readEnv(process.env))
  return place.valuecyberPortal
}

function openPortal(env: PortalEnv): Portal {
  const clock = { nowMs: () => Date.now() }
  const { db } = openDatabase(env.databaseUrl, { as: 'vc_api' })
  const client = openClient(env.nodeUrl, { ...tokenFrom(env.nodeTokenFile), headers: carried })
  const facts = networkFacts(client, db, clock.nowMs)
  const fixed = {
    db,
    client,
    clock,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    limiter: createRateLimiter(clock),
    report: reportFault,
    wake: openWake(db),
    credentials: nodeArithmetic(),
  }
  const ballots = openBlst().then((curve) => curve ?? nobleBallotCurve)
  const deps = async () => ({ ...fixed, ballots: await ballots, env: { ...env, ...(await facts()) } })
  return { deps, verifierOrigin: env.verifierOrigin }
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

/** Tells the worker that an outbox row waits; when that fails the worker finds the row by itself. */
function openWake(db: Db): ApiDeps['wake'] {
  return async (job: string) => {
    await db.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, ${job})`).catch((error: unknown) => {
      console.warn(
        JSON.stringify({ level: 'warn', message: 'the worker was not woken', job, error: String(error) }),
      )
    })
  }
}

/** The API for a page that is rendered on the server, with the session of its request. */
export async function pageCaller() {
  const cookie = (await headers()).get('cookie')
  return serverCaller(await portalDeps(), { cookie })
}

/**
 * What every page shows of the network: digits after the point, and where acts are signed. While neither node nor
 * database answers two digits, when there is no amount to show either, and no page that signs.
 */
export async function networkView(): Promise<{ decimals: number; verifier: string | undefined }> {
  return portalDeps().then(
    ({ env: { decimals, configuration } }) => ({ decimals, verifier: verifierOf(configuration.origins) }),
    () => ({ decimals: 2, verifier: undefined }),
  )
}

/** The organisation's own verifier when the network knows it, else the first that the network names. */
function verifierOf(origins: readonly string[]): string | undefined {
  const own = thePortal().verifierOrigin
  return origins.includes(own) ? own : origins[0]
}
