import { type Attributes, context, SpanStatusCode, trace } from '@opentelemetry/api'

const tracer = () => trace.getTracer('valuecyber')

/** Does something as a span of the trace that is open here; a fault is noted and thrown on. Costs nothing where no traces are made. */
export function traced<T>(name: string, attributes: Attributes, act: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await act()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'fault' })
      throw error
    } finally {
      span.end()
    }
  })
}

/** Something that has been done: begun and ended at these times (ms since 1970), with its parts. */
export function recordSpan(done: {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly attributes: Attributes
  readonly parts?: readonly { readonly name: string; readonly from: number; readonly to: number }[]
}): void {
  const span = tracer().startSpan(done.name, { startTime: done.from, attributes: done.attributes })
  const inside = trace.setSpan(context.active(), span)
  for (const { name, from, to } of done.parts ?? []) {
    tracer().startSpan(name, { startTime: from }, inside).end(to)
  }
  span.end(done.to)
}
