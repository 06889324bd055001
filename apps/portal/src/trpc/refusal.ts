import { TRPCClientError } from '@trpc/client'

/** A "no" of the API as the screens know it: the code is the key of its sentence in messages/refusals.json. */
export type ScreenRefusal = {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId?: string | undefined
}

/** A "no" that the browser itself finds, thrown at the edge of an action so that it is shown like those of the API. */
export class RefusedHere extends Error {
  readonly refusal: ScreenRefusal
  constructor(code: string, facts: ScreenRefusal['facts'] = {}) {
    super(code)
    this.refusal = { code, facts }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** What authenticators and browsers call their own refusals. */
const codeOfAuthenticator: Readonly<Record<string, string>> = {
  NotAllowedError: 'turned-away',
  AbortError: 'turned-away',
  InvalidStateError: 'key-known',
  NotSupportedError: 'no-passkeys',
  SecurityError: 'origin-not-allowed',
}

/** Reads the refusal out of whatever a call threw. Without an answer of the API the code is `unreachable`. */
export function refusalOf(error: unknown): ScreenRefusal {
  if (error instanceof RefusedHere) return error.refusal
  const ofKey = error instanceof Error ? codeOfAuthenticator[error.name] : undefined
  if (ofKey) return { code: ofKey, facts: {} }
  if (!(error instanceof TRPCClientError)) return { code: 'internal', facts: {} }
  const data: unknown = error.data
  if (!isRecord(data) || typeof data.code !== 'string') return { code: 'unreachable', facts: {} }
  const requestId = typeof data.requestId === 'string' && data.requestId !== '' ? data.requestId : undefined
  return { code: data.code, facts: isRecord(data.facts) ? data.facts : {}, requestId }
}
