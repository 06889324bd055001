'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import { Button, EmptyState, ErrorSummary, FormField, Skeleton, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { RegulationResult } from './regulation-result.tsx'
import { limitOf, type RegulationField, useRegulationForm, wholeFields } from './use-regulation-form.ts'

type Asked = NonNullable<ReturnType<typeof useRegulationForm>['asked']>
const fieldId = (field: RegulationField) => `regulation-${field}`

/** A demand that steps up and down, run under the node's credit policy: does circulation follow within the lag? */
export function RegulationSection() {
  const t = useTranslations('circulation.regulation')
  const form = useRegulationForm()
  const [tries, setTries] = useState(0)
  const [run, setRun] = useState<Asked>()
  const { data, error, isFetching } = useQuery(
    useTRPC().overview.regulation.queryOptions(run ?? skipToken, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const errors =
    tries > 0 ? form.wrong.map((field) => ({ id: fieldId(field), text: t(`wrong.${field}`) })) : []
  const start = () => {
    setTries((before) => before + 1)
    if (form.asked) setRun(form.asked)
  }
  return (
    <div className="space-y-6">
      <ErrorSummary key={tries} title={t('wrong.title')} errors={errors} />
      <Fields form={form} isTried={tries > 0} />
      <Button variant="primary" pending={isFetching} onClick={start}>
        {t('run')}
      </Button>
      <RefusalView error={error} />
      {isFetching && !data && <Skeleton className="h-64" />}
      {data === null && <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      {data && <RegulationResult result={data} />}
    </div>
  )
}

type FieldsProps = { readonly form: ReturnType<typeof useRegulationForm>; readonly isTried: boolean }

function Fields({ form: { form, wrong, set }, isTried }: FieldsProps) {
  const t = useTranslations('circulation.regulation')
  const bind = (field: RegulationField) => ({ value: form[field], onChange: set(field), autoComplete: 'off' })
  const frame = (field: RegulationField) => ({
    ...{ id: fieldId(field), label: t(field) },
    error: isTried && wrong.includes(field) ? t(`wrong.${field}`) : undefined,
  })
  return (
    <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
      {wholeFields.map((field) => (
        <FormField key={field} {...frame(field)} hint={t(`${field}Hint`, limitOf(field))}>
          <TextInput amount {...bind(field)} unit={t(`${field}Unit`)} inputMode="numeric" />
        </FormField>
      ))}
      <FormField {...frame('speed')} hint={t('speedHint')} optional>
        <TextInput amount {...bind('speed')} unit={t('speedUnit')} />
      </FormField>
      <FormField {...frame('seed')} hint={t('seedHint')}>
        <TextInput {...bind('seed')} maxLength={60} />
      </FormField>
    </div>
  )
}
