import { TRPCError } from '@trpc/server'
import type { Result } from '@vc/kernel'
import { ZodError } from 'zod'

/** A "no" of any package: a stable code and facts that explain it. */
export type AnyRefusal = { readonly code: string; readonly facts?: unknown }
/** What every error of the API carries in `data`, beside tRPC's own fields. */
export type ErrorFacts = { readonly code: string; readonly facts: unknown; readonly requestId: string }

/** Carries a refusal through tRPC, which only knows errors. */
export class RefusalError extends Error {
  readonly refusal: AnyRefusal
  constructor(refusal: AnyRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

type HttpCode = TRPCError['code']

/** Codes whose HTTP status is not 409. */
const statusOf: Readonly<Record<string, HttpCode>> = {
  'not-found': 'NOT_FOUND',
  'not-signed-in': 'UNAUTHORIZED',
  'sign-in-refused': 'UNAUTHORIZED',
  'not-allowed': 'FORBIDDEN',
  'step-up-needed': 'FORBIDDEN',
  'too-many-tries': 'TOO_MANY_REQUESTS',
  'input-malformed': 'BAD_REQUEST',
}

/** A refusal leaves the house under its own code; the portal has the words for it and what to do next. */
export function refusalToError(refusal: AnyRefusal): TRPCError {
  const { code } = refusal
  return new TRPCError({
    code: statusOf[code] ?? 'CONFLICT',
    message: code,
    cause: new RefusalError(refusal),
  })
}

/** Gives the value, or throws the refusal as the API's error. */
export function unwrap<T>(result: Result<T, AnyRefusal>): T {
  if (result.ok) return result.value
  throw refusalToError(result.refusal)
}

/** The stable code and facts of an error; what is not a refusal of ours says no more than its kind. */
export function describeError(error: TRPCError): AnyRefusal {
  const { cause } = error
  if (cause instanceof RefusalError) return cause.refusal
  if (cause instanceof ZodError && error.code === 'BAD_REQUEST') {
    return { code: 'input-malformed', facts: { paths: cause.issues.map((issue) => issue.path.join('.')) } }
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') return { code: wasTooLong(cause) ? 'busy' : 'internal' }
  return { code: error.code.toLowerCase().replaceAll('_', '-') }
}

/** What the database ended because it took or waited too long (docs/adr/0054): nothing was changed. */
const TOO_LONG = new Set<unknown>(['57014', '55P03', '25P03'])
function wasTooLong(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false
  return ('code' in fault && TOO_LONG.has(fault.code)) || wasTooLong(fault.cause)
}
