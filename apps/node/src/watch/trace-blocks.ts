import { recordSpan } from '@vc/trace'
import type { BlockObserver } from '../chain/block-observer.ts'

/** Makes a span of each block that was made or imported, and of its judgement. */
export const traceBlocks: BlockObserver = ({ kind, from, judged, to, height, code }) =>
  recordSpan({
    name: `block ${kind}`,
    ...{ from, to },
    attributes: { height, ...(code === undefined ? {} : { code }) },
    parts: judged === undefined ? [] : [{ name: 'block judge', from, to: judged }],
  })
