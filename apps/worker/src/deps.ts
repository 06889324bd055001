import type { NodeClient } from '@vc/client'
import type { Db } from '@vc/db'
import type { SubmissionHooks } from './hooks.ts'

/** What the worker needs of a logger; pino fits. */
export type Log = {
  readonly info: (facts: Record<string, unknown>, line: string) => void
  readonly warn: (facts: Record<string, unknown>, line: string) => void
  readonly error: (facts: Record<string, unknown>, line: string) => void
}

/** What the worker opens once and hands to everything that it does. */
export type WorkerDeps = {
  readonly db: Db
  readonly client: NodeClient
  readonly log: Log
  readonly hooks: SubmissionHooks
  /** Secret of the operating key (secp256k1, 32 bytes): fees and record commitments only. */
  readonly operatingKey: Uint8Array
  /** Folder for files that jobs make. */
  readonly dataDir: string
}
/** What following the chain needs of it. */
export type ChainDeps = Pick<WorkerDeps, 'db' | 'client' | 'log' | 'hooks'>
