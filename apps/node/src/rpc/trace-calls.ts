import { continued, traced } from '@vc/trace'
import type { Answer, Within } from './server.ts'

/** A call is answered in the trace of its caller. */
export const withinTrace: Within = ({ traceparent }, act) =>
  continued({ traceparent: typeof traceparent === 'string' ? traceparent : undefined }, act)

/** Each answer is a span. */
export const tracedAnswer =
  (answer: Answer): Answer =>
  (method, params, signal) =>
    traced(`node ${method}`, { 'rpc.method': method }, () => answer(method, params, signal))
