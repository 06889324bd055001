import { answerApi } from '../../../../server/answer-api.ts'

export const dynamic = 'force-dynamic'

/** Procedures that take files; everything but the size of the body is as under /api/trpc. */
export { answerApi as POST }
