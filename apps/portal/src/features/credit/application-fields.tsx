'use client'
import { FormField, Select, shortHash, TextArea, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Application, Form } from './use-application.ts'
import { useDays } from './use-days.ts'

/** The id of a field's input, so that the summary on top can lead to it. */
export const fieldId = (field: keyof Form): string => `apply-${field}`

type FieldProps = {
  readonly application: Application
  readonly blocksPerDay: number
  /** What is wrong is shown from the first try to send on. */
  readonly isTried: boolean
}

/** The fields of an application for credit. */
export function ApplicationFields({ application, blocksPerDay, isTried }: FieldProps) {
  const t = useTranslations('credit')
  const days = useDays(blocksPerDay)
  const { accounts, collectives, form, words, wrong, termBlocks, isVoted, set } = application
  const options = [
    ...accounts.map(({ accountId }) => ({ value: `account ${accountId}`, label: shortHash(accountId) })),
    ...collectives.map(({ id, name }) => ({
      value: `collective ${id}`,
      label: t('apply.collective', { name }),
    })),
  ]
  const bind = (field: keyof Form) => ({ value: form[field], onChange: set(field) })
  const field = (name: keyof Form, label: string, input: ReactNode, hint?: string) => (
    <FormField label={label} hint={hint} id={fieldId(name)} error={isTried ? wrong[name] : undefined}>
      {input}
    </FormField>
  )
  const amount = <TextInput amount {...bind('amount')} autoComplete="off" />
  const term = <TextInput amount {...bind('days')} unit={t('apply.daysUnit')} />
  const lots = <TextInput amount {...bind('lots')} inputMode="numeric" />
  const text = (name: 'purpose' | 'guarantee') => <TextArea {...bind(name)} maxLength={4000} />
  return (
    <div className="space-y-4">
      {field(
        'debtor',
        t('debtor'),
        <Select {...bind('debtor')} options={options} />,
        isVoted ? t('apply.collectiveHint') : undefined,
      )}
      {field('amount', t('amount'), amount, t('apply.amountHint', words))}
      {field('days', t('apply.days'), term, Number.isFinite(termBlocks) ? days(termBlocks) : undefined)}
      {field('lots', t('lots'), lots, t('apply.lotsHint', words))}
      {field('purpose', t('purpose'), text('purpose'))}
      {field('guarantee', t('guarantee'), text('guarantee'), t('apply.guaranteeHint'))}
      {field(
        'payeeName',
        t('apply.payeeName'),
        <TextInput {...bind('payeeName')} maxLength={120} />,
        t('apply.payeeHint'),
      )}
      {field(
        'payee',
        t('apply.payee'),
        <TextInput {...bind('payee')} maxLength={200} className="font-mono" spellCheck={false} />,
      )}
    </div>
  )
}
