'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'

const POLL_MS = 10_000

/** The halts that stand; undefined until they are known. */
export function useHalts() {
  const refetchInterval = usePolling(POLL_MS)
  return useQuery(useTRPC().network.halts.queryOptions(undefined, { refetchInterval })).data
}
