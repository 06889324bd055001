'use client'
import { useQuery } from '@tanstack/react-query'
import { classNames, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { usePolling } from '../session/index.ts'

const POLL_MS = 2_000
const LATE_S = 60

/** The answer of the API about where the network stands, asked again every two seconds. */
export function useNetworkPulse() {
  const refetchInterval = usePolling(POLL_MS)
  return useQuery(useTRPC().overview.pulse.queryOptions(undefined, { refetchInterval, staleTime: 0 }))
}

/** The network at a glance: height, seconds since, final height, whether what the page shows is final. */
export function Pulse() {
  const t = useTranslations('frame.pulse')
  const { data, isError } = useNetworkPulse()
  const seconds = useSecondsSince(data)
  if (isError || data === null) return <Status tone="refused">{t('silent')}</Status>
  if (!data || seconds === undefined)
    return <span className="h-4 w-40 animate-breathe rounded-small bg-line max-sm:w-16" aria-hidden />
  const late = seconds > LATE_S
  const isFinal = data.finalHeight >= data.height
  const { finality } = data
  return (
    <p
      className="figures mr-2 flex shrink-0 items-center gap-3 text-small text-ink-soft"
      title={isFinal ? t('shownFinal') : t('shownOpen')}
    >
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <span
          key={data.height}
          aria-hidden
          className={classNames(
            'size-2 animate-arrive rounded-full border-[1.5px] border-ink',
            isFinal && 'bg-ink',
            late && 'border-refused bg-refused',
          )}
        />
        <span className="sr-only">{t('height')}</span>
        <span className="font-strong text-ink">{data.height.toLocaleString()}</span>
      </span>
      <span className={classNames('whitespace-nowrap max-lg:hidden', late && 'text-refused')}>
        {late ? t('late', { minutes: Math.floor(seconds / 60) }) : t('since', { seconds })}
      </span>
      {finality && !finality.seen ? (
        <span role="status" title={t('noFinalityWhy', reachOf(finality))}>
          <Status tone="refused">{t('noFinality')}</Status>
        </span>
      ) : (
        <span className="whitespace-nowrap max-sm:hidden">{t('final', { height: data.finalHeight })}</span>
      )}
    </p>
  )
}

type Finality = NonNullable<NonNullable<ReturnType<typeof useNetworkPulse>['data']>['finality']>
const reachOf = ({ votersInReach, voters, quorum, age }: Finality) => ({ votersInReach, voters, quorum, age })

/** Seconds since the newest block by the server's clock, going on in between. */
function useSecondsSince(
  pulse: { readonly time: number; readonly nowMs: number } | null | undefined,
): number | undefined {
  const [seconds, setSeconds] = useState<number>()
  useEffect(() => {
    if (!pulse) return
    const start = performance.now()
    const tick = () =>
      setSeconds(Math.max(0, Math.floor((pulse.nowMs + performance.now() - start) / 1000 - pulse.time)))
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [pulse])
  return seconds
}
