import { timingSafeEqual } from 'node:crypto'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { must, parseJson } from '@vc/kernel'
import { z } from 'zod'

/** A call that gets no result: JSON-RPC's number, our code, the facts. */
export type CallRefusal = {
  readonly rpc: -32700 | -32600 | -32601 | -32602 | -32603 | -32000
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}
export type CallAnswer = { readonly result: unknown } | { readonly refusal: CallRefusal }

/** Answers one call. `signal` ends when the caller has gone or the node stops. */
export type Answer = (method: string, params: unknown, signal: AbortSignal) => Promise<CallAnswer>

export type Within = (headers: IncomingHttpHeaders, act: () => Promise<void>) => Promise<void>

/** Methods that are answered only to callers with the token; `all`: none is answered to others. */
export type Guard = { readonly token: string; readonly methods: readonly string[] | 'all' }

export type RpcServer = { readonly port: number; readonly close: () => Promise<void> }

const MAX_BODY = 4_000_000
const call = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string(), z.null()]),
  method: z.string().max(64),
  params: z.unknown().optional(),
})
type CallId = z.infer<typeof call>['id']

const refusal = (rpc: CallRefusal['rpc'], code: string, facts: CallRefusal['facts'] = {}): CallAnswer => ({
  refusal: { rpc, code, facts },
})

/**
 * JSON-RPC 2.0 over HTTP POST on a loopback address; one call a request, body up to 4 MB, JSON only, so that a
 * web page can not send one. Answers carry codes and facts, never a stack trace.
 */
export async function openRpcServer(options: {
  host: string
  port: number
  answer: Answer
  guard?: Guard | undefined
  /** Answers a call in what came along with it, such as a trace. */
  within?: Within
  onDefect: (error: unknown) => void
}): Promise<RpcServer> {
  const stopping = new AbortController()
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, maxHeaderSize: 16_384 })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const answer = guarded(options.answer, options.guard, request)
    const { within = (_, act) => act() } = options
    const serving = within(request.headers, () => serve(request, response, answer, stopping.signal))
    void serving.catch(options.onDefect)
  })
  await listen(server, options.host, options.port)
  const address = must(server.address(), 'a listening server has an address') as AddressInfo
  return { port: address.port, close: () => close(server, stopping) }
}

function guarded(answer: Answer, guard: Guard | undefined, request: IncomingMessage): Answer {
  if (guard === undefined || isBearer(request, guard.token)) return answer
  return async (method, params, signal) =>
    guard.methods === 'all' || guard.methods.includes(method)
      ? refusal(-32000, 'token-wrong', { method })
      : answer(method, params, signal)
}

function isBearer(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const due = Buffer.from(`Bearer ${token}`)
  return given.length === due.length && timingSafeEqual(given, due)
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server, stopping: AbortController): Promise<void> {
  stopping.abort()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  stopping: AbortSignal,
): Promise<void> {
  const status = gate(request)
  if (status !== 200) return send(response, status, null, refusal(-32600, 'request-refused', { status }))
  const body = await readBody(request)
  if (body === undefined)
    return send(response, 413, null, refusal(-32600, 'body-too-large', { limit: MAX_BODY }))
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const [id, given] = await answerBody(body, answer, AbortSignal.any([stopping, gone.signal]))
  send(response, 200, id, given)
}

function gate(request: IncomingMessage): number {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) return 403
  if (request.headers.origin !== undefined) return 403
  if (request.method !== 'POST') return 405
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim()
  return type === 'application/json' ? 200 : 415
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    const bytes = Buffer.from(part as Uint8Array)
    length += bytes.length
    if (length > MAX_BODY) return undefined
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function answerBody(body: string, answer: Answer, signal: AbortSignal): Promise<[CallId, CallAnswer]> {
  const json = parseJson(body)
  if (json === undefined) return [null, refusal(-32700, 'json-malformed')]
  const parsed = call.safeParse(json)
  if (!parsed.success) return [null, refusal(-32600, 'call-malformed')]
  const { id, method, params } = parsed.data
  return [id, await answer(method, params ?? {}, signal)]
}

function send(response: ServerResponse, status: number, id: CallId, answer: CallAnswer): void {
  if (response.destroyed) return
  const head = { jsonrpc: '2.0', id }
  const body =
    'result' in answer ? { ...head, result: answer.result } : { ...head, error: asError(answer.refusal) }
  if (status !== 200) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

const asError = ({ rpc, code, facts }: CallRefusal) => ({ code: rpc, message: code, data: { code, facts } })
