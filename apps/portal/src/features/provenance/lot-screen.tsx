'use client'
import { useQuery } from '@tanstack/react-query'
import { Facts, Guilloche, Notice, Skeleton, Timeline } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { StepDetail, useStepTitle } from './lot-step.tsx'
import { pathOf, readWay, type Way } from './read-way.ts'

/** Anyone: the way of a lot through the recorded events, each proved by this browser against its block. */
export function LotScreen({ thing }: { readonly thing: string }) {
  const t = useTranslations('provenance.lot')
  const { data, error } = useQuery(useTRPC().provenance.read.queryOptions({ thing }))
  const [, gtin = '', kind, ...rest] = thing.split('/')
  return (
    <div className="space-y-6">
      <div>
        <p className="text-small text-ink-faint">{t('above')}</p>
        <h1 className="text-title font-strong tracking-tight break-all">
          {t(kind === '21' ? 'item' : 'title', { name: rest.join('/') })}
        </h1>
        <p className="figures mt-1 text-ink-soft">{t('gtin', { gtin })}</p>
      </div>
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <Notice title={t('none')}>{t('noneNext')}</Notice>}
      {data && <Found way={data} />}
    </div>
  )
}

function Found({ way }: { readonly way: Way }) {
  const t = useTranslations('provenance.lot')
  const titleOf = useStepTitle()
  const steps = useMemo(() => readWay(way), [way])
  const isProved = steps.every(({ proof }) => proof.ok)
  const seed = steps[0]?.record?.txid ?? way.thing
  return (
    <>
      {isProved ? (
        <div className="flex items-center gap-5">
          <Guilloche seed={seed} lines={9} fineness={24} className="size-20 shrink-0" />
          <div>
            <p className="text-lead font-strong">{t('proved', { count: steps.length })}</p>
            <p className="text-ink-soft">{t('provedNext')}</p>
          </div>
        </div>
      ) : (
        <Notice tone="waiting" title={t('unproved')}>
          {t('unprovedNext')}
        </Notice>
      )}
      <Timeline
        events={steps.map((step) => ({
          key: step.key,
          at: <LocalTime time={step.time} offset={step.offset} />,
          title: titleOf(step),
          tone: step.proof.ok ? ('plain' as const) : ('waiting' as const),
          detail: <StepDetail step={step} thing={way.thing} />,
        }))}
      />
      {way.gaps.length > 0 && <Gaps gaps={way.gaps} />}
      {!way.isWhole && <Notice title={t('cut')}>{t('cutNext')}</Notice>}
      <Facts rows={[{ label: t('name'), value: <span className="font-mono break-all">{way.thing}</span> }]} />
    </>
  )
}

/** The wall clock of the place where it happened, with its offset, as the event tells it. */
function LocalTime({ time, offset }: { readonly time: string; readonly offset: string }) {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const local = new Date(Date.parse(time) + shift * 60_000).toISOString()
  return (
    <time dateTime={time}>
      {local.slice(0, 10)} {local.slice(11, 16)} ({offset})
    </time>
  )
}

/** Things that were used and of whose own beginning nothing is recorded. */
function Gaps({ gaps }: { readonly gaps: readonly string[] }) {
  const t = useTranslations('provenance.lot')
  return (
    <Notice tone="waiting" title={t('gaps', { count: gaps.length })}>
      <p>{t('gapsNext')}</p>
      <ul className="mt-1">
        {gaps.map((thing) => (
          <li key={thing} className="font-mono break-all">
            {thing.startsWith('01/') ? (
              <Link className="underline" href={pathOf(thing)}>
                {thing}
              </Link>
            ) : (
              thing
            )}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
