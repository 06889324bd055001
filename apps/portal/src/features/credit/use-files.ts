'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { usePolling } from '../session/index.ts'

export type CreditFile = ApiAnswers['credit']['imports'][number]
const CALM_MS = 20_000
const BUSY_MS = 1_000

/** Files of applications; asked often while one is being entered. */
export function useFiles() {
  const [calm, busy] = [usePolling(CALM_MS), usePolling(BUSY_MS)]
  return useQuery(
    useTRPC().credit.imports.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(({ done, count }) => done < count) ? busy : calm),
    }),
  )
}
