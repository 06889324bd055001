import type { JobHandler } from '@vc/jobs'
import { continued, traced } from '@vc/trace'

/** A job as a span of the trace in which it was promised. */
export function tracedHandler({ name, run }: JobHandler): JobHandler {
  return {
    name,
    run: (payload, envelope) =>
      continued({ traceparent: envelope.trace }, () =>
        traced(`job ${name}`, {}, () => run(payload, envelope)),
      ),
  }
}
