import { handleRequest } from '@vc/api'
import { traced } from '@vc/trace'
import { portalDeps } from './context.ts'

const MOST_NAME = 100

/** Answers a request to the API as a span; Next.js has already put it into the trace of its caller. */
export function answerApi(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const procedures = pathname.slice(pathname.lastIndexOf('/') + 1).slice(0, MOST_NAME)
  const answer = async () => handleRequest(request, await portalDeps())
  return traced(`api ${procedures}`, { 'http.method': request.method }, answer)
}
