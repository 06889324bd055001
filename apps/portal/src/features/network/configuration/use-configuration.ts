'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '../../../trpc/client.tsx'
import type { ApiAnswers, ApiQuestions } from '../../../trpc/types.ts'
import { useCommand } from '../../../trpc/use-command.ts'
import { usePolling, useSteppedUp } from '../../session/index.ts'

export type ConfigurationView = NonNullable<ApiAnswers['network']['configuration']>
export type ProposalView = ConfigurationView['proposals'][number]
export type VersionView = ConfigurationView['versions'][number]
export type Draft = ApiQuestions['network']['proposeConfiguration']
export type Choice = ProposalView['choice']
export type Value = Draft['changes'][string]

const POLL_MS = 4_000

/** Versions and proposals as the portal's node sees them; null while it does not answer. */
export function useConfiguration() {
  const refetchInterval = usePolling(POLL_MS)
  return useQuery(useTRPC().network.configuration.queryOptions(undefined, { refetchInterval }))
}

/** Votes, stays or withdraws with a fresh key; true when it is done. */
export function useChoose() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const choose = async (proposal: string, choice: Choice) =>
    (await run(() =>
      steppedUp('network.chooseProposal', { proposal, choice }, (input) =>
        api.network.chooseProposal.mutate(input),
      ),
    )) !== undefined
  return { choose, error }
}

/** Gives a draft to the node with a fresh key; its id when it was taken. */
export function usePropose() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const propose = (draft: Draft) =>
    run(() =>
      steppedUp('network.proposeConfiguration', draft, (input) =>
        api.network.proposeConfiguration.mutate(input),
      ),
    )
  return { propose, error }
}
