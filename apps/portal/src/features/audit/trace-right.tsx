'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Facts, FormField, Hash, Section, Skeleton, Status, TextInput } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, BlockLink, RecordLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'

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
        className="flex max-w-3xl items-end gap-2"
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
        <Button type="submit" size="large" disabled={text.trim().length < 4}>
          {t('follow')}
        </Button>
      </form>
      <div className="mt-6">
        <RefusalView error={error} />
        {key !== '' && !data && !error && <Skeleton className="h-40" />}
        {data?.steps.map((step) => (
          <RightStep key={step.record.txid} step={step} finalHeight={data.finalHeight} />
        ))}
      </div>
    </>
  )
}

function RightStep({
  step,
  finalHeight,
}: {
  readonly step: Trace['steps'][number]
  readonly finalHeight: number
}) {
  const t = useTranslations('audit')
  const format = useFormatter()
  const { record, named, block } = step
  const final = block.height <= finalHeight
  const guard = named.find(({ reads, keyHash }) => !reads && keyHash !== null)
  return (
    <Section
      title={record.newest ? t('inForce') : t('replaced')}
      actions={<BlockLink height={block.height} />}
    >
      <Facts
        rows={[
          { label: t('record'), value: <RecordLink table={record.table} recordKey={record.key} /> },
          { label: t('value'), value: <code className="break-all">{record.value}</code> },
          { label: t('certification'), value: <TransactionLink txid={record.txid} /> },
          { label: t('writtenUnder'), value: guard?.keyHash ? <AccountLink keyHash={guard.keyHash} /> : '—' },
          { label: t('block'), value: <Hash hash={block.hash} /> },
          { label: t('time'), value: format.dateTime(new Date(block.time * 1000), 'exact') },
          {
            label: t('state'),
            value: <Status tone={final ? 'plain' : 'waiting'}>{final ? t('final') : t('notFinal')}</Status>,
          },
        ]}
      />
    </Section>
  )
}
