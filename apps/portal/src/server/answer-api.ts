import { handleRequest } from '@vc/api'
import { continued, traced } from '@vc/trace'
import { portalDeps } from './context.ts'

const MOST_NAME = 100

/** Answers a request to the API as a span of its caller's trace. */
export function answerApi(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const procedures = pathname.slice(pathname.lastIndexOf('/') + 1).slice(0, MOST_NAME)
  const traceparent = request.headers.get('traceparent') ?? undefined
  const answer = async () => handleRequest(request, await portalDeps())
  return continued({ traceparent }, () =>
    traced(`api ${procedures}`, { 'http.method': request.method }, answer),
  )
}
