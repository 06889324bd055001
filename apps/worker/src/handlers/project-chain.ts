import { handle, projectChain } from '@vc/jobs'
import { followChain } from '../follow-chain.ts'
import type { DomainHandler } from '../run-promised.ts'

/** Follows the chain to its head. Each block has a transaction of its own, so this job has none. */
export const projectChainHandler: DomainHandler = (deps) =>
  handle(projectChain, async () => {
    await followChain(deps)
  })
