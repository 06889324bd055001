import type { NodeStatus, Question } from '@vc/client'
import type { NodeFace } from '../node-face.ts'

/** The status once the head has reached a height, or when the time is over, or the node stops. */
export function waitForHeight(
  node: NodeFace,
  { height, timeoutMs }: Question<'waitForHeight'>,
  signal: AbortSignal,
): Promise<NodeStatus> {
  return new Promise((resolve) => {
    const reached = () => node.status().head.height >= height
    const finish = () => {
      stopListening()
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve(node.status())
    }
    const stopListening = node.onHead(() => reached() && finish())
    const timer = setTimeout(finish, timeoutMs)
    signal.addEventListener('abort', finish)
    if (reached() || signal.aborted) finish()
  })
}
