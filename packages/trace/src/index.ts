export { type Carried, carried, continued } from './carried.ts'
export { recordSpan, traced } from './spans.ts'
export { startTracing, type Tracing } from './start-tracing.ts'
