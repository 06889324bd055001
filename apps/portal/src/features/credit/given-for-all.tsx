'use client'
import { FormField, Select, shortHash, TextArea } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { Terms } from './use-application.ts'
import type { Given, Seen } from './use-file-reading.ts'

/** What the file does not say, to be said once for all lines. */
export function GivenForAll({
  seen,
  given,
  terms,
  say,
}: {
  readonly seen: Seen
  readonly given: Given
  readonly terms: Terms
  readonly say: (change: Partial<Given>) => unknown
}) {
  const t = useTranslations('credit.files')
  const isOpen = (field: string) =>
    seen.readings.some((one) => one.field === field && one.columns.length === 0)
  const accounts = terms.accounts.filter(({ isActive }) => isActive)
  const units = (['months', 'days'] as const).map((unit) => ({ value: unit, label: t(unit) }))
  const lots = Array.from({ length: terms.limits.mostLots }, (_, i) => String(i + 1))
  const nothingOpen = seen.namesTermUnit && !['account', 'lots', 'purpose', 'guarantee'].some(isOpen)
  if (nothingOpen) return null
  return (
    <section className="space-y-4">
      <div>
        <h3 className="font-strong">{t('given')}</h3>
        <p className="text-small text-ink-soft">{t('givenLead')}</p>
      </div>
      <div className="grid gap-4 md:grid-cols-3">
        {isOpen('account') && (
          <FormField label={t('fields.account')}>
            <Select
              value={given.accountId}
              options={accounts.map(({ accountId }) => ({ value: accountId, label: shortHash(accountId) }))}
              onChange={({ target }) => say({ accountId: target.value })}
            />
          </FormField>
        )}
        {!seen.namesTermUnit && (
          <FormField label={t('termUnit')}>
            <Select
              value={given.termUnit}
              options={units}
              onChange={({ target }) => say({ termUnit: target.value === 'days' ? 'days' : 'months' })}
            />
          </FormField>
        )}
        {isOpen('lots') && (
          <FormField label={t('fields.lots')}>
            <Select
              value={String(given.lots)}
              options={lots.map((value) => ({ value, label: value }))}
              onChange={({ target }) => say({ lots: Number(target.value) })}
            />
          </FormField>
        )}
      </div>
      {(['purpose', 'guarantee'] as const).filter(isOpen).map((field) => (
        <FormField key={field} label={t(`fields.${field}`)}>
          <TextArea
            value={given[field]}
            maxLength={4000}
            onChange={({ target }) => say({ [field]: target.value })}
          />
        </FormField>
      ))}
    </section>
  )
}
