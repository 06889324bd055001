'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'

const POLL_MS = 60_000

/** Network, centres and height, as this page last heard of them: what a check needs. Checking itself asks nobody. */
export function useKnown() {
  const refetchInterval = usePolling(POLL_MS)
  return useQuery(useTRPC().cheques.centres.queryOptions(undefined, { refetchInterval }))
}
