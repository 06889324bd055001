import type { NodeClient } from '@vc/client'
import type { BallotCurve, CollectiveArithmetic } from '@vc/crypto'
import type { Db, DbOrTransaction } from '@vc/db'
import type { Clock } from '@vc/kernel'
import type { Configuration } from '@vc/ledger'
import type { Role } from './permissions.ts'
import type { RateLimiter } from './rate-limit.ts'

export type { Db, DbOrTransaction }

/** What the portal's environment says, read once at start. */
export type ApiEnv = {
  /** Relying party of sign-in keys and its exact origins. */
  readonly rpId: string
  readonly rpName: string
  readonly origins: readonly string[]
  /** 32 bytes that name the network; part of every sighash. */
  readonly network: Uint8Array
  /** The ledger's rules; `rpIds` and `origins` in it are those of act keys. */
  readonly configuration: Configuration
  /** Digits after the point of an amount. */
  readonly decimals: number
  /** Sign-in and act keys of privileged roles must not be able to leave their device (flag BE clear). */
  readonly deviceBoundOnly: boolean
  /** The network asks for the act sheet's hash in every assertion; it does unless this is false. */
  readonly actSheets?: boolean
  /** When given, act keys must be attested by one of these models. */
  readonly attestedModels: readonly string[] | undefined
  /** How long after the second admin's approval a person may come in again. */
  readonly readmissionDelayMs: number
  readonly limits: { readonly signInPerMinute: number; readonly actsPerMinute: number }
}

/** What the portal opens once and hands to every request. */
export type ApiDeps = {
  readonly db: Db
  readonly client: NodeClient
  readonly clock: Clock
  readonly random: (length: number) => Uint8Array
  readonly env: ApiEnv
  /** Checks votes and possession proofs of collectives. */
  readonly ballots: BallotCurve
  /** Computes with credentials of VCC1. */
  readonly credentials: CollectiveArithmetic
  readonly limiter: RateLimiter
  /** Tells the operator of a fault of ours; it never reaches the asker but for the request id. */
  readonly report: (fault: { requestId: string; path: string; error: Error }) => void
  /** A hint to the worker that the outbox row of this key waits, after its commit. The row is the truth, so a lost hint loses nothing. */
  readonly wake: (job: string, key: string) => Promise<void>
}

/** Who asks: one person in one active membership. */
export type SessionUser = {
  readonly personId: string
  readonly personName: string
  readonly membershipId: string
  readonly organisationId: string
  readonly organisationName: string
  readonly organisationNameZh: string
  readonly role: Role
  readonly isAdmin: boolean
  /** The sign-in key of this session. */
  readonly passkeyId: string
  /** SHA256 of the cookie. */
  readonly sessionHash: Uint8Array
}

/** The one cookie, `__Host-sid`: 32 random bytes as base64url. The database knows only its SHA256. */
export type SessionCookie = {
  readonly read: () => string | undefined
  readonly write: (sid: string) => void
  readonly clear: () => void
}

/** What a request brings, beside what the portal has open. */
export type RequestFacts = {
  readonly requestId: string
  readonly ip: string
  readonly origin: string | undefined
  readonly cookie: SessionCookie
}

/**
 * `db` is in the scope of who asks: rows of other organisations are not there, whatever a query forgets (docs/adr/0054).
 * `door`: sessions, challenges and keys, as sign-in works with them before anybody is known.
 */
export type Context = ApiDeps & RequestFacts & { readonly user: SessionUser | undefined; readonly door: Db }
export type MemberContext = Context & { readonly user: SessionUser }
