/** What libp2p says when it writes to a line that has just ended. */
const closed = new Set([
  ...['StreamStateError', 'StreamClosedError', 'StreamResetError', 'StreamAbortedError'],
  ...['MuxerClosedError', 'ConnectionClosedError', 'ConnectionClosingError'],
])

/**
 * Did the transport throw, with nobody to catch it, because a line ended under it? libp2p opens streams and goes on
 * sending in microtasks and listeners of its own (libp2p/js-libp2p#3415): a peer that goes at that moment must not end
 * this node. Anything else that nobody caught is a defect.
 */
export function isClosedLine(error: unknown): boolean {
  if (!(error instanceof Error) || !closed.has(error.name)) return false
  return /node_modules[\\/]@(libp2p|chainsafe)[\\/]/.test(error.stack ?? '')
}
