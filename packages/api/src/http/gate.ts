import type { AnyRefusal } from '../refusal-to-error.ts'

export const MAX_BODY_BYTES = 256 * 1024
/** A file of 32 MB in base64 and what stands around it. */
export const MAX_IMPORT_BYTES = 44 * 1024 * 1024
const MAX_HEADER_BYTES = 16 * 1024

export type GateRefusal = AnyRefusal & { readonly status: number }
const no = (status: number, code: string): GateRefusal => ({ status, code })

/**
 * The checks before anything is parsed (reliability.md 6.2): method, fetch metadata, origin, content type, no method
 * override. Gives the refusal, or undefined. Queries travel by GET, which browsers send without an origin.
 */
export function judgeRequest(request: Request, origins: readonly string[]): GateRefusal | undefined {
  const { method, headers } = request
  if (method !== 'GET' && method !== 'POST') return no(405, 'method-not-allowed')
  if (headers.has('x-http-method-override') || headers.has('x-method-override'))
    return no(400, 'method-override')
  if (headerBytes(headers) > MAX_HEADER_BYTES) return no(431, 'headers-too-large')
  if (headers.get('sec-fetch-site') !== 'same-origin') return no(403, 'cross-site')
  const origin = headers.get('origin')
  if (origin === null ? method === 'POST' : !origins.includes(origin)) return no(403, 'origin-not-allowed')
  if (method === 'POST' && !isJson(headers.get('content-type'))) return no(415, 'content-type-not-allowed')
  return undefined
}

const isJson = (contentType: string | null): boolean =>
  /^application\/json(?:; ?charset=utf-8)?$/i.test(contentType ?? '')

function headerBytes(headers: Headers): number {
  let bytes = 0
  for (const [name, value] of headers) bytes += name.length + value.length + 4
  return bytes
}

/** Reads the body, at most 256 kB of it unless told; undefined when there is more. What is announced is not believed. */
export async function readBody(
  request: Request,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
