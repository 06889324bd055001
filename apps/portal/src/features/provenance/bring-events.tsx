'use client'
import { Button, FileDrop, Notice, Section, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BadBlock, FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'

type Seen = ApiAnswers['provenance']['preview']

/** Brings in a document of events: whole, or not at all with every bad event told. */
export function BringEvents() {
  const t = useTranslations('provenance.bring')
  const api = useTRPCClient()
  const toast = useToast()
  const { read, busy, error, run, look, again, clear } = useFileLook((file) =>
    api.provenance.preview.mutate(file),
  )
  const { file, answer: seen } = read ?? {}
  async function take(file: SentFile) {
    if (!(await run(() => api.provenance.import.mutate(file)))) return
    clear()
    toast({ title: t('sent') })
  }
  const isGood = seen !== undefined && seen.bad.length === 0 && !seen.isKnown
  return (
    <Section id="bring" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={again} />
        <FileDrop
          label={t('choose')}
          hint={t('hint')}
          accept=".json,.jsonld,application/json,application/ld+json"
          fileName={file?.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {seen?.isKnown && <Notice title={t('known')}>{t('knownNext')}</Notice>}
        {seen && (
          <BadBlock
            title={t('bad', { bad: seen.bad.length })}
            {...{ name: 'bad-events', caption: t('badCaption'), rows: seen.bad }}
            {...{ columns: [t('event')], place: t('number') }}
          />
        )}
        {file && isGood && (
          <Button variant="primary" onClick={() => take(file)}>
            {t('go', { count: seen.count })}
          </Button>
        )}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen | undefined) {
  const t = useTranslations('provenance')
  if (!seen) return undefined
  return {
    summary: t('bring.summary', { count: seen.count, encoding: seen.encoding.toUpperCase() }),
    columns: [t('bring.what'), t('bring.when'), t('bring.things')],
    rows: seen.sample.map(({ type, time, things }) => [t(`types.${type}`), time, things.join(' · ')]),
  }
}
