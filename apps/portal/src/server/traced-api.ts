import { type ApiDeps, handleRequest } from '@vc/api'
import { traced } from '@vc/trace'

const MOST_NAME = 100

/** Answers requests to the API, each as a span; Next.js has already put a request into the trace of its caller. */
export const tracedApi =
  (deps: () => Promise<ApiDeps>) =>
  (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const procedures = pathname.slice(pathname.lastIndexOf('/') + 1).slice(0, MOST_NAME)
    const answer = async () => handleRequest(request, await deps())
    return traced(`api ${procedures}`, { 'http.method': request.method }, answer)
  }
