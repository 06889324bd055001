import { TRPCClientError } from '@trpc/client'

/** A "no" of the API as the screens know it: the code is the key of its sentence in messages/refusals.json. */
export type ScreenRefusal = {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId?: string | undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Reads the refusal out of whatever a call threw. Without an answer of the API the code is `unreachable`. */
export function refusalOf(error: unknown): ScreenRefusal {
  const data: unknown = error instanceof TRPCClientError ? error.data : isRecord(error) ? error : undefined
  if (!isRecord(data) || typeof data.code !== 'string') return { code: 'unreachable', facts: {} }
  const requestId = typeof data.requestId === 'string' && data.requestId !== '' ? data.requestId : undefined
  return { code: data.code, facts: isRecord(data.facts) ? data.facts : {}, requestId }
}
