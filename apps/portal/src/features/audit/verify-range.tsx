'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, Notice, Progress, RefusalNotice, Skeleton, saveFile, TextInput } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { Findings } from './findings.tsx'
import { type AuditRun, type Range, type Standing, useAuditRun } from './use-audit-run.ts'

/** A range of heights, the run over it, and what it found. */
export function VerifyRange() {
  const t = useTranslations('audit')
  const { data, error } = useQuery(useTRPC().audit.standing.queryOptions())
  const { run, start, stop, pack } = useAuditRun()
  const busy = run.phase === 'judging' || run.phase === 'comparing'
  async function save(range: Range) {
    const text = await pack()
    if (text !== undefined)
      saveFile(`audit-${range.from}-${range.to}.vcpack.jsonl`, text, 'application/x-ndjson')
  }
  return (
    <div className="grid grid-cols-1 gap-6">
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-24" />}
      {data && <RangeForm standing={data} busy={busy} onStart={start} />}
      <RunView run={run} onStop={stop} />
      {run.phase === 'done' && (
        <Findings run={run}>
          <Button onClick={() => save(run.range)}>{t('savePack')}</Button>
        </Findings>
      )}
    </div>
  )
}

type RangeFormProps = {
  readonly standing: Standing
  readonly busy: boolean
  readonly onStart: (range: Range) => Promise<void>
}

function RangeForm({ standing, busy, onStart }: RangeFormProps) {
  const t = useTranslations('audit')
  const last = Math.min(standing.projected, standing.headHeight)
  const [from, setFrom] = useState('0')
  const [to, setTo] = useState(String(last))
  const range = { from: Number(from), to: Number(to) }
  const wrong = !/^\d{1,9}$/.test(from) || !/^\d{1,9}$/.test(to) || range.from > range.to || range.to > last
  return (
    <form
      className="grid max-w-3xl grid-cols-1 gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && !busy) void onStart(range)
      }}
    >
      <p className="text-ink-soft">{t('verifyLead', { last, final: standing.finalHeight })}</p>
      <div className="flex flex-wrap items-end gap-3">
        <FormField label={t('from')}>
          <TextInput amount value={from} onChange={(event) => setFrom(event.target.value.trim())} />
        </FormField>
        <FormField label={t('to')} error={wrong ? t('rangeWrong', { last }) : undefined}>
          <TextInput amount value={to} onChange={(event) => setTo(event.target.value.trim())} />
        </FormField>
        <Button type="submit" variant="primary" disabled={wrong} pending={busy}>
          {t('start')}
        </Button>
      </div>
    </form>
  )
}

function RunView({ run, onStop }: { readonly run: AuditRun; readonly onStop: () => void }) {
  const t = useTranslations('audit')
  const format = useFormatter()
  if (run.phase === 'failed') return <RefusalView error={run.error} />
  if (run.phase === 'stopped') {
    const { height, code, facts } = run.stop
    return (
      <RefusalNotice
        title={t('blockRefused', { height })}
        changed={JSON.stringify(facts)}
        next={t('blockRefusedNext')}
        code={code}
      />
    )
  }
  if (run.phase === 'halted') {
    const { done, total } = run
    return <Notice title={t('halted', { done, total })}>{t('haltedNext')}</Notice>
  }
  if (run.phase !== 'judging' && run.phase !== 'comparing') return null
  const { done, total, rate, endsAtMs } = run
  const endsAt = endsAtMs === undefined ? undefined : format.dateTime(new Date(endsAtMs), 'time')
  return (
    <div className="grid gap-3">
      <Progress label={t(run.phase)} {...{ done, total, rate, endsAt }} unit={t('blocks')} />
      <div>
        <Button onClick={onStop}>{t('stopRun')}</Button>
      </div>
    </div>
  )
}
