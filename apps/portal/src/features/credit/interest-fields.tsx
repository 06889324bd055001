'use client'
import { Amount, FormField, formatUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { InterestForm } from './use-interest.ts'

/** What the credit costs its debtor: interest kept at once, of it the producer's premium, and the account that gets the rest. */
export function InterestFields({ interest }: { readonly interest: InterestForm }) {
  const t = useTranslations('credit.interest')
  const { decimals, locale } = useUi()
  const { form, wrong, set, paid, mostPremium } = interest
  const bind = (field: keyof typeof form) => ({ value: form[field], onChange: set(field) })
  const most = formatUnits(mostPremium, decimals, locale)
  return (
    <div className="mt-4 max-w-2xl space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label={t('amount')} hint={t('amountHint')} error={wrong.interest}>
          <TextInput amount {...bind('interest')} autoComplete="off" />
        </FormField>
        <FormField label={t('premium')} hint={t('premiumHint', { most })} error={wrong.premium}>
          <TextInput amount {...bind('premium')} autoComplete="off" />
        </FormField>
      </div>
      {form.interest.trim() !== '' && (
        <FormField label={t('account')} hint={t('accountHint')} error={wrong.account}>
          <TextInput {...bind('account')} maxLength={200} className="font-mono" spellCheck={false} />
        </FormField>
      )}
      {paid !== undefined && (
        <p className="text-small text-ink-soft">
          {t('paid')} <Amount amount={paid} element="value" />
        </p>
      )}
    </div>
  )
}
