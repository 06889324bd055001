'use client'
import { Guilloche } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** The empty network: what this place is for, who may begin, and how. */
export function Begin({
  canMakeSample,
  action,
}: {
  readonly canMakeSample: boolean
  readonly action?: ReactNode
}) {
  const t = useTranslations('overview.begin')
  return (
    <section
      aria-labelledby="begin-title"
      className="flex flex-wrap items-start gap-x-8 gap-y-4 border-y border-ink bg-raised px-5 py-6"
    >
      <Guilloche seed="empty network" lines={9} fineness={24} className="size-20 shrink-0 max-sm:hidden" />
      <div className="min-w-0 max-w-3xl flex-1 space-y-2">
        <h2 id="begin-title" className="text-lead font-strong">
          {t('title')}
        </h2>
        <p>{t('lead')}</p>
        <p className="text-ink-soft">{t('who')}</p>
        <p className="text-ink-soft">{t(canMakeSample ? 'orSample' : 'askOperator')}</p>
        {action && <div className="pt-2">{action}</div>}
      </div>
    </section>
  )
}
