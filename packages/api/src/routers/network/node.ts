import { NodeCallError } from '@vc/client'
import type { Context } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'

/** The portal's node as its operator sees it: where it stands, its peers, who votes, what ails it. Null while it does not answer. */
export const nodeRoute = allowed('network.node', reads).query(({ ctx }) => readNode(ctx))

async function readNode({ client, clock }: Context) {
  try {
    const [status, watched] = await Promise.all([client.status(), client.peers()])
    const { network, configurationId, protocol, head, justified, final, finality, mempool, backend } = status
    const standing = { network, configurationId, protocol, head, justified, final, mempool, backend }
    return { ...standing, finality: finality ?? null, ...watched, nowMs: clock.nowMs() }
  } catch (error) {
    if (error instanceof NodeCallError) return null
    throw error
  }
}
