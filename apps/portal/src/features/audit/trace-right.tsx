'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, Section, Skeleton, Status, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { TraceGraph } from './trace-graph.tsx'

type Trace = ApiAnswers['audit']['traceRight']

/** A right or certificate by the key of its record, followed to transaction and block. */
export function TraceRight() {
  const t = useTranslations('audit')
  const [text, setText] = useState('')
  const [key, setKey] = useState('')
  const query = useTRPC().audit.traceRight.queryOptions({ key: key || '0000' }, { enabled: key !== '' })
  const { data, error } = useQuery(query)
  return (
    <>
      <p className="mb-4 max-w-3xl text-ink-soft">{t('traceRightLead')}</p>
      <form
        className="flex max-w-xl items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          setKey(text.trim())
        }}
      >
        <div className="min-w-0 flex-1">
          <FormField label={t('rightKey')}>
            <TextInput value={text} onChange={(event) => setText(event.target.value)} />
          </FormField>
        </div>
        <Button type="submit" disabled={text.trim().length < 4}>
          {t('follow')}
        </Button>
      </form>
      <div className="mt-6">
        <RefusalView error={error} />
        {key !== '' && !data && !error && <Skeleton className="h-40" />}
        {data && (
          <Section title={t('rightTrace')} actions={<State data={data} />}>
            <TraceGraph key={key} steps={data.steps} owners={data.owners} start={startOf(data)} />
          </Section>
        )}
      </div>
    </>
  )
}

const writings = (data: Trace) => data.steps.filter(({ role }) => role === 'recorded')
const startOf = (data: Trace) => (writings(data)[0] ?? data.steps.at(-1))?.txid ?? ''

function State({ data }: { readonly data: Trace }) {
  const t = useTranslations('audit')
  const final = writings(data).every(({ height }) => height <= data.finalHeight)
  return <Status tone={final ? 'plain' : 'waiting'}>{final ? t('final') : t('notFinal')}</Status>
}
