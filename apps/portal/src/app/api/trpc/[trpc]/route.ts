import { answerApi } from '../../../../server/answer-api.ts'

export const dynamic = 'force-dynamic'

export { answerApi as GET, answerApi as POST }
