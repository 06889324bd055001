import type { NodePeers } from '@vc/client'
import { nodeClientOf } from '../../node-client.ts'
import { nodeUrlOf, sayNodeFailure } from '../../node-failure.ts'
import type { Command, Out } from '../../run-cli.ts'
import { status as chainStatus } from '../status.ts'

const DAY = 86_400

/** Where the node stands, whom it reaches and what ails it. Code 1 when something does, or it does not answer. */
export const status: Command = async (args, out, environment) => {
  const code = await chainStatus(args, out, environment)
  const url = code === 0 ? nodeUrlOf(environment, out) : undefined
  if (url === undefined) return code
  try {
    const client = nodeClientOf(url, environment)
    const [{ finality, bitcoin }, watched] = [await client.status(), await client.peers()]
    if (finality) {
      const { seen, votersInReach, voters, quorum, age } = finality
      const since = age < DAY ? `${Math.round(age)} s ago` : 'long ago'
      out(
        `finality       ${seen ? 'seen' : 'NOT SEEN'}, last ${since}; ${votersInReach} of ${voters} voters in reach, ${quorum} needed`,
      )
    }
    if (bitcoin)
      out(
        `bitcoin        ${bitcoin.height} ${bitcoin.hash}${bitcoin.isFresh ? '' : ', NOT CONFIRMED LATELY'}`,
      )
    return sayPeers(watched, out)
  } catch (error) {
    return sayNodeFailure(error, url, out)
  }
}

function sayPeers({ self, peers, ailments, offences }: NodePeers, out: Out): number {
  if (self) out(`peer           ${self.peer} at ${self.addresses.join(', ')}`)
  for (const { peer, address, head, final, inReach, skewMs } of peers) {
    const reach = inReach ? '' : ', OUT OF REACH'
    out(
      `  ${peer.slice(0, 12)}… ${address}: head ${head}, final ${final}, clock ${Math.round(skewMs)} ms off${reach}`,
    )
  }
  if (offences > 0) out(`offences       ${offences} since the node started`)
  out(`ailments       ${ailments.length === 0 ? 'none' : ailments.join(', ')}`)
  return ailments.length === 0 ? 0 : 1
}
