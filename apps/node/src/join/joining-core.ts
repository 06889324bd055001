import type { NetworkCore, Reception } from '../network/port.ts'

const ignore = (): Reception => ({ action: 'ignore' })

/**
 * What a node that still joins is to its peers: it says that it stands at genesis, gives nothing and takes nothing of what
 * is told to all, and does not know yet who is a member today.
 */
export function joiningCore(genesis: NetworkCore): NetworkCore {
  return {
    ...genesis,
    receiveBlock: ignore,
    receiveTransactions: ignore,
    receiveVote: ignore,
    receiveEvidence: ignore,
    receiveClaim: ignore,
    receiveNotice: ignore,
    receiveHeaders: ignore,
    receiveStanding: () => undefined,
    judgeHeaderOf: ignore,
    isSynchronised: () => false,
  }
}
