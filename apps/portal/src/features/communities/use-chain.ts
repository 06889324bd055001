import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { usePolling } from '../session/index.ts'

const POLL_MS = 4_000
export type Chain = ApiAnswers['chains']['show']
export type Anchor = Chain['anchors'][number]

/** A chain that the network lists, asked again while the page is open. */
export function useChain(chainId: string) {
  const refetchInterval = usePolling(POLL_MS)
  return useQuery(useTRPC().chains.show.queryOptions({ chainId }, { refetchInterval }))
}
