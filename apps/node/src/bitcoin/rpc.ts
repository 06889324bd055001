import { readFileSync } from 'node:fs'
import { parseJson } from '@vc/kernel'
import { z } from 'zod'

const PATIENCE_MS = 10_000
const MOST_BYTES = 4_000_000

/** Why a bitcoind gave nothing: out of reach or silent, it did not let us in, or what it said is no answer. */
export type BitcoinRpcCode = 'bitcoin-unreachable' | 'bitcoin-unauthorised' | 'bitcoin-malformed'
export class BitcoinRpcError extends Error {
  readonly code: BitcoinRpcCode
  constructor(code: BitcoinRpcCode, options?: ErrorOptions) {
    super(code, options)
    this.name = 'BitcoinRpcError'
    this.code = code
  }
}

/** A question that reads and is answered with one hex text; `getblockheader` as bytes. */
export type BitcoinCall =
  | readonly ['getbestblockhash']
  | readonly ['getblockhash', number]
  | readonly ['getblockheader', string, false]

/** Undefined for what the other side refused, such as a height that it does not have. */
export type BitcoinRpc = (calls: readonly BitcoinCall[]) => Promise<readonly (string | undefined)[]>

const answers = z.array(
  z.object({ id: z.number().int(), result: z.unknown().optional(), error: z.unknown().optional() }),
)

/** Where a bitcoind answers, and how one is let in there. */
export type BitcoinPlace = {
  readonly url: string
  readonly cookieFile: string | undefined
  /** So long an answer may take, ms. */
  readonly patienceMs?: number
}
export type BitcoinQuestion = readonly [method: string, ...params: unknown[]]

/**
 * A bitcoind-compatible JSON-RPC, asked in batches and only read. The URL may hold user and password; else the cookie file,
 * which bitcoind writes anew at each of its starts, is read with each question.
 */
export function bitcoinRpc(of: BitcoinPlace): BitcoinRpc {
  const ask = bitcoinQuestions(of)
  return async (calls) => (await ask(calls)).map(textOrNothing)
}

/** The same for questions of any kind, with what was answered as it came. */
export function bitcoinQuestions(
  of: BitcoinPlace,
): (calls: readonly BitcoinQuestion[]) => Promise<readonly unknown[]> {
  const { origin, pathname, username, password } = new URL(of.url)
  const login = () => {
    if (username !== '') return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return of.cookieFile === undefined ? undefined : readFileSync(of.cookieFile, 'utf8').trim()
  }
  return async (calls) => {
    const text = await post(`${origin}${pathname}`, bodyOf(calls), {
      login,
      patienceMs: of.patienceMs ?? PATIENCE_MS,
    })
    const parsed = answers.safeParse(parsedJson(text))
    if (!parsed.success || parsed.data.length !== calls.length) throw new BitcoinRpcError('bitcoin-malformed')
    const byId = new Map(parsed.data.map(({ id, result, error }) => [id, error ? undefined : result]))
    return calls.map((_, id) => byId.get(id))
  }
}

const bodyOf = (calls: readonly BitcoinQuestion[]) =>
  JSON.stringify(calls.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params })))

type Manner = { readonly login: () => string | undefined; readonly patienceMs: number }

async function post(url: string, body: string, { login, patienceMs }: Manner): Promise<string> {
  try {
    const user = login()
    const headers = {
      'content-type': 'application/json',
      ...(user === undefined ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    }
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'error' })
    if (response.status === 401 || response.status === 403) throw new BitcoinRpcError('bitcoin-unauthorised')
    return await limited(response)
  } catch (error) {
    throw error instanceof BitcoinRpcError
      ? error
      : new BitcoinRpcError('bitcoin-unreachable', { cause: error })
  }
}

async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw new BitcoinRpcError('bitcoin-malformed')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parsedJson(text: string): unknown {
  const said = parseJson(text)
  if (said === undefined) throw new BitcoinRpcError('bitcoin-malformed')
  return said
}

function textOrNothing(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || !/^[0-9a-f]*$/.test(value)) throw new BitcoinRpcError('bitcoin-malformed')
  return value
}
