import { handleRequest } from '@vc/api'
import { portalDeps } from '../../../../server/context.ts'

export const dynamic = 'force-dynamic'

/** Procedures that take files; everything but the size of the body is as under /api/trpc. */
export async function POST(request: Request): Promise<Response> {
  return handleRequest(request, await portalDeps())
}
