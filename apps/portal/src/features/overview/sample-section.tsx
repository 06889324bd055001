'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { usePolling, useSession } from '../session/index.ts'
import { SampleProgress } from './sample-progress.tsx'
import { SampleOffered, SampleRemoved, SampleStands } from './sample-standing.tsx'

export type SampleAnswer = ApiAnswers['sample']['read']
export type Sample = NonNullable<SampleAnswer['sample']>
const BUSY_MS = 1_500
const CALM_MS = 20_000
export const isUnderWay = (answer: SampleAnswer | undefined) =>
  answer?.sample?.state === 'running' || answer?.sample?.state === 'removing'

/** The sample for who may make it: the operator's administrator on a development network; undefined for others. */
export function useSample(): SampleAnswer | undefined {
  const { may, isAdmin } = useSession()
  const [busy, calm] = [usePolling(BUSY_MS), usePolling(CALM_MS)]
  const { data } = useQuery(
    useTRPC().sample.read.queryOptions(undefined, {
      enabled: isAdmin && may('network.sample'),
      refetchInterval: ({ state }) => (isUnderWay(state.data) ? busy : calm),
      staleTime: 0,
    }),
  )
  return data?.isDevelopment ? data : undefined
}

/** The sample in whatever state it is, or the offer to make it. */
export function SampleSection({ answer: { sample, organisations } }: { readonly answer: SampleAnswer }) {
  if (!sample) return <SampleOffered />
  if (sample.state === 'running' || sample.state === 'removing') return <SampleProgress sample={sample} />
  if (sample.state === 'removed') return <SampleRemoved sample={sample} />
  return <SampleStands organisations={organisations} />
}
