'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'
import { WaitingActs } from '../signing/index.ts'
import { Begin } from './begin.tsx'
import { BlockSlips } from './block-slips.tsx'
import { EconomySection } from './economy-section.tsx'
import { isUnderWay, SampleSection, useSample } from './sample-section.tsx'
import { MakeSample } from './sample-standing.tsx'
import { Tour, TourAgain } from './tour.tsx'

const TOUR_MS = 10_000

/**
 * What is true now: how to begin on an empty network, what waits for the reader, the tour, the blocks as they come, the
 * economy. The sample stands on top while it is made, at the foot when it is there.
 */
export function OverviewScreen() {
  const t = useTranslations('overview')
  const refetchInterval = usePolling(TOUR_MS)
  const { data: tour } = useQuery(
    useTRPC().overview.tour.queryOptions(undefined, { refetchInterval, staleTime: 0 }),
  )
  const sample = useSample()
  const isBusy = isUnderWay(sample)
  const canMake = sample !== undefined && sample.sample === null
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {tour?.isEmpty && !isBusy && (
        <Begin canMakeSample={canMake} {...(canMake ? { action: <MakeSample /> } : {})} />
      )}
      {sample && isBusy && <SampleSection answer={sample} />}
      <WaitingActs />
      {tour && !tour.isAway && <Tour answer={tour} />}
      <BlockSlips />
      <EconomySection />
      {sample && !isBusy && !(canMake && tour?.isEmpty) && <SampleSection answer={sample} />}
      {tour?.isAway && <TourAgain />}
    </>
  )
}
