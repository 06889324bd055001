import { admit } from './admit.ts'
import type { Job } from './define-job.ts'
import { projectChain } from './project-chain.ts'
import { submissionEvent } from './submission-event.ts'
import { submitTransactions } from './submit-transactions.ts'

type AnyJob = Pick<Job<unknown>, 'name' | 'payload'> & { readonly key: (payload: never) => string }

/** Every job there is. A domain adds its own file and a line here; the name is the topic of its outbox rows. */
export const jobs: readonly AnyJob[] = [admit, projectChain, submissionEvent, submitTransactions]

/** The job whose name is the topic of an outbox row. */
export function jobNamed(name: string): Job<unknown> | undefined {
  return jobs.find((job) => job.name === name) as Job<unknown> | undefined
}
