'use client'
import { parseAmount } from '@vc/ledger'
import { Button, FormField, Section, TextArea, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'

/** An appraiser's report on a batch: a text, and a value where there is one. */
export function Appraise({ batchId }: { readonly batchId: string }) {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { run, error } = useCommand()
  const [report, setReport] = useState('')
  const [value, setValue] = useState('')
  const send = () =>
    run(async () => {
      const amount = value.trim() === '' ? null : parseAmount(value.trim(), decimals)
      if (report.trim() === '') throw new RefusedHere('report-missing')
      if (amount === undefined) throw new RefusedHere('value-malformed', { decimals })
      await api.rights.appraise.mutate({ batchId, report, value: amount })
    })
  return (
    <Section id="appraise" title={t('appraise.title')} lead={t('appraise.lead')}>
      <div className="space-y-4">
        <RefusalView error={error} />
        <FormField label={t('report')}>
          <TextArea value={report} maxLength={4000} onChange={(event) => setReport(event.target.value)} />
        </FormField>
        <FormField label={t('value')} optional>
          <TextInput amount value={value} onChange={(event) => setValue(event.target.value)} />
        </FormField>
        <Button variant="primary" onClick={send}>
          {t('appraise.go')}
        </Button>
      </div>
    </Section>
  )
}
