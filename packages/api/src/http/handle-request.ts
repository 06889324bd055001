import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { scopedTo } from '@vc/db'
import superjson from 'superjson'
import type { ApiDeps, Context, RequestFacts } from '../context.ts'
import { base64url } from '../crypto-words.ts'
import { FILE_PROCEDURES } from '../file-procedures.ts'
import { createCaller } from '../procedures.ts'
import { appRouter } from '../root.ts'
import { findUser } from '../sessions/session.ts'
import { sessionCookie } from './cookie.ts'
import { type GateRefusal, judgeRequest, MAX_BODY_BYTES, MAX_IMPORT_BYTES, readBody } from './gate.ts'

export const API_PATH = '/api/trpc'
/** Procedures that take a file are called under this path, with a larger limit of the body. */
export const IMPORT_PATH = '/api/import'
const MAX_BATCH = 10

/** Everything a procedure gets: what is open, what the request brings, who asks. */
export async function contextFor(deps: ApiDeps, facts: RequestFacts): Promise<Context> {
  const door = scopedTo(deps.db, { as: 'vc_door' })
  return { ...deps, ...facts, door, user: await findUser({ ...deps, db: door }, facts.cookie.read()) }
}

/**
 * Answers one HTTP request under /api/trpc, or under /api/import for files: request gate, body limit, batches of at
 * most ten, session cookie.
 * `ip` is the peer's address when the server knows it; else the last hop of X-Forwarded-For is taken, which the
 * proxy before us writes.
 */
export async function handleRequest(
  request: Request,
  deps: ApiDeps,
  options: { ip?: string } = {},
): Promise<Response> {
  const { pathname } = new URL(request.url)
  const endpoint = pathname.startsWith(`${IMPORT_PATH}/`) ? IMPORT_PATH : API_PATH
  const isImport = endpoint === IMPORT_PATH
  const requestId = base64url(deps.random(12))
  const headers = new Headers({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  })
  const refused = judgeRequest(request, deps.env.origins)
  if (refused) return refusal(refused, requestId, headers)
  if (isImport && !FILE_PROCEDURES.has(pathname.slice(IMPORT_PATH.length + 1)))
    return refusal({ status: 404, code: 'not-found' }, requestId, headers)
  const body = await readBody(request, isImport ? MAX_IMPORT_BYTES : MAX_BODY_BYTES)
  const tooLarge = isImport ? 'file-too-large' : 'body-too-large'
  if (!body) return refusal({ status: 413, code: tooLarge }, requestId, headers)
  const facts: RequestFacts = {
    requestId,
    ip: options.ip ?? lastHop(request.headers),
    origin: request.headers.get('origin') ?? undefined,
    cookie: sessionCookie(request.headers.get('cookie'), headers),
  }
  return withHeaders(await answer(plain(request, body), deps, facts, endpoint), headers)
}

function answer(req: Request, deps: ApiDeps, facts: RequestFacts, endpoint: string): Promise<Response> {
  return fetchRequestHandler({
    endpoint,
    req,
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    allowMethodOverride: false,
    createContext: () => contextFor(deps, facts),
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR')
        deps.report({ requestId: facts.requestId, path: path ?? '', error })
    },
  })
}

/** The request with its read body and only the headers that tRPC needs: no streaming, so cookies can still be set. */
function plain(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  const { method, url } = request
  const headers = { 'content-type': 'application/json' }
  return new Request(url, { method, headers, ...(method === 'POST' ? { body } : {}) })
}

function refusal({ status, code }: GateRefusal, requestId: string, headers: Headers): Response {
  const data = { code, facts: {}, httpStatus: status, path: '', requestId }
  headers.set('content-type', 'application/json')
  const body = { error: superjson.serialize({ message: code, code: -32600, data }) }
  return new Response(JSON.stringify(body), { status, headers })
}

function withHeaders(response: Response, extra: Headers): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of extra) {
    if (name === 'set-cookie') headers.append(name, value)
    else headers.set(name, value)
  }
  return new Response(response.body, { status: response.status, headers })
}

function lastHop(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}

const callerOf = createCaller(appRouter)

/**
 * A caller for pages that are rendered on the server: `await (await serverCaller(deps, { cookie })).auth.session.me()`.
 * It reads the session of the page's request and can not set a cookie.
 */
export async function serverCaller(
  deps: ApiDeps,
  request: { readonly cookie: string | null; readonly ip?: string },
) {
  const facts: RequestFacts = {
    requestId: base64url(deps.random(12)),
    ip: request.ip ?? 'page',
    origin: undefined,
    cookie: sessionCookie(request.cookie, new Headers()),
  }
  return callerOf(await contextFor(deps, facts))
}
