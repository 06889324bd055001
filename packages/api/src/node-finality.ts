import type { NodeClient, NodeFinality } from '@vc/client'
import type { Context } from './context.ts'

/** Everybody's frame asks every two seconds; the node is asked once a second. */
const FRESH_MS = 1_000
/** A node that takes longer than this does not answer, as far as a screen is concerned. */
const PATIENCE_MS = 1_500

type Asked = { readonly atMs: number; readonly answer: Promise<NodeFinality | null> }
const asked = new WeakMap<NodeClient, Asked>()

/** Whether the node sees blocks become final (consensus.md 14); null when it does not answer. */
export function nodeFinality({
  client,
  clock,
}: Pick<Context, 'client' | 'clock'>): Promise<NodeFinality | null> {
  const known = asked.get(client)
  if (known && clock.nowMs() - known.atMs < FRESH_MS) return known.answer
  const answer = Promise.race([ask(client), silence()])
  asked.set(client, { atMs: clock.nowMs(), answer })
  return answer
}

const ask = (client: NodeClient) =>
  client.status().then(
    ({ finality }) => finality ?? null,
    () => null,
  )

const silence = () => new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())
