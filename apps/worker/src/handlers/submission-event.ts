import { schema } from '@vc/db'
import { submissionEvent } from '@vc/jobs'
import { eq } from 'drizzle-orm'
import { domainHandler } from '../run-promised.ts'

/** Tells the hook of a submission again what it failed on the first time. */
export const submissionEventHandler = domainHandler(
  submissionEvent,
  async ({ submissionId, event }, tx, { hooks }) => {
    const { submissions } = schema
    const [submission] = await tx
      .select()
      .from(submissions)
      .where(eq(submissions.id, submissionId))
      .for('update')
    // Moved on in between, forward or, by a reorganisation, back: the event is no longer true.
    const holds = submission?.state === event || (event === 'in-block' && submission?.state === 'final')
    if (submission && holds) await hooks[submission.subjectKind]?.(tx, submission, event)
  },
)
