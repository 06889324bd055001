import { handleRequest } from '@vc/api'
import { portalDeps } from '../../../../server/context.ts'

export const dynamic = 'force-dynamic'

async function answer(request: Request): Promise<Response> {
  return handleRequest(request, await portalDeps())
}

export { answer as GET, answer as POST }
