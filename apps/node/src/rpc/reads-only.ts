import type { Method } from '@vc/client'
import type { Answer } from './server.ts'

/** What changes nothing and is nobody's secret; a new method is not among them until somebody says so. */
const READS: readonly string[] = [
  'status',
  'blocks',
  'block',
  'output',
  'record',
  'roster',
  'transaction',
  'waitForHeight',
  'peers',
  'configuration',
  'configurationDocuments',
] satisfies readonly Method[]

/** Answers those calls that read, for the port that is for nothing else (reliability.md 6.5). */
export function readsOnly(answer: Answer): Answer {
  return async (method, params, signal) =>
    READS.includes(method)
      ? answer(method, params, signal)
      : { refusal: { rpc: -32601, code: 'method-not-on-read-port', facts: { method } } }
}
