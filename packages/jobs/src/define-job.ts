import type { z } from 'zod'

/** A name, a schema and a key: whoever asks and whoever works share this one value. */
export type Job<P> = {
  /** Also the topic of the outbox rows that ask for it. */
  readonly name: string
  readonly payload: z.ZodType<P>
  /** Two requests with one key are one request while the first waits. Without colons. */
  readonly key: (payload: P) => string
}

/** Gives the job as it is; the types of its three parts must agree. */
export const defineJob = <P>(job: Job<P>): Job<P> => job

/** A job with what to do when it is due. The payload has passed the schema. */
export type JobHandler = {
  readonly name: string
  readonly run: (payload: unknown, envelope: Envelope) => Promise<void>
}
/** What travels beside the payload: the outbox row that asked for the job, if one did, and the trace it belongs to. */
export type Envelope = { readonly outboxId?: string; readonly trace?: string }

/** Binds work to a job. A payload that breaks the schema is a fault of the job, thrown. */
export function handle<P>(job: Job<P>, work: (payload: P, envelope: Envelope) => Promise<void>): JobHandler {
  return { name: job.name, run: (payload, envelope) => work(job.payload.parse(payload), envelope) }
}

/** A job id that BullMQ takes: the key with colons as hyphens. */
export function jobIdOf<P>(job: Job<P>, payload: P): string {
  return `${job.name}-${job.key(payload)}`.replaceAll(':', '-')
}
