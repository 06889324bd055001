import { context, propagation } from '@opentelemetry/api'

/** What travels with a request or a job, so that what is done for it belongs to the same trace: `traceparent` of W3C. */
export type Carried = Readonly<Record<string, string>>

/** Of the span that is open here; nothing where no traces are made. */
export function carried(): Carried {
  const carrier: Record<string, string> = {}
  propagation.inject(context.active(), carrier)
  return carrier
}

/** Does something in the trace that came along; what is no trace is passed over. */
export function continued<T>(
  { traceparent }: { readonly traceparent?: string | undefined },
  act: () => T,
): T {
  if (traceparent === undefined) return act()
  return context.with(propagation.extract(context.active(), { traceparent }), act)
}
