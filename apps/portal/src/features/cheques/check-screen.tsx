'use client'
import { useTranslations } from 'next-intl'
import { RefusalView } from '../refusals/index.ts'
import { ChequeForm } from './cheque-form.tsx'
import { useKnown } from './use-known.ts'

/** Anyone: does this cheque hold? Once the page is open it needs no network. */
export function CheckScreen() {
  const t = useTranslations('cheques.check')
  const { data, error } = useKnown()
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-ink-soft">{t('lead')}</p>
        {data && (
          <p className="mt-1 text-small text-ink-soft">
            {t('known', { height: data.height, centres: data.centres.length })}
          </p>
        )}
      </div>
      {!data && <RefusalView error={error} />}
      <ChequeForm known={data} />
    </div>
  )
}
