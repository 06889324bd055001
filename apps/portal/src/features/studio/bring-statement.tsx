'use client'
import { Button, FileDrop, formatUnits, Notice, Section, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'
import { NotBooked } from './not-booked.tsx'

type Seen = ApiAnswers['studio']['preview']['seen']

/** Brings in a statement: whole, or not at all with every bad line told. */
export function BringStatement() {
  const api = useTRPCClient()
  return (
    <Bring
      words="bring"
      preview={(file) => api.studio.preview.mutate(file)}
      take={(file) => api.studio.bring.mutate(file)}
    />
  )
}

/** Brings in the right figures of days that a statement stated: another statement, which names it. */
export function CorrectStatement({ statementId }: { readonly statementId: string }) {
  const api = useTRPCClient()
  return (
    <Bring
      words="correct"
      preview={(file) => api.studio.previewCorrection.mutate({ ...file, statementId })}
      take={(file) => api.studio.correct.mutate({ ...file, statementId })}
    />
  )
}

type BringProps = {
  readonly words: 'bring' | 'correct'
  readonly preview: (file: SentFile) => Promise<ApiAnswers['studio']['preview']>
  readonly take: (file: SentFile) => Promise<{ readonly statementId: string }>
}

function Bring({ words, preview, take: send }: BringProps) {
  const t = useTranslations(`studio.${words}`)
  const router = useRouter()
  const { read, busy, error, run, look, again } = useFileLook(preview)
  async function take(file: SentFile) {
    const taken = await run(() => send(file))
    if (taken) router.push(`/studio/statements/${taken.statementId}`)
  }
  const { known = null, seen = null } = read?.answer ?? {}
  return (
    <Section id={words} title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={again} />
        <FileDrop
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,.txt,.xlsx,text/csv"
          fileName={read?.file.fileName}
          onFile={(one) => look(one)}
          pending={busy}
          preview={usePreview(seen)}
        />
        {known && (
          <Notice title={t('known')}>
            <Link className="underline" href={`/studio/statements/${known}`}>
              {t('openKnown')}
            </Link>
          </Notice>
        )}
        {seen && <NotBooked name="bad-statement-lines" bad={seen.bad} columns={seen.columns} />}
        {read && seen && seen.bad.length === 0 && (
          <Button variant="primary" onClick={() => take(read.file)}>
            {t('go', { count: seen.count })}
          </Button>
        )}
      </div>
    </Section>
  )
}

function usePreview(seen: Seen) {
  const t = useTranslations('studio')
  const { decimals, locale } = useUi()
  if (!seen) return undefined
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  return {
    summary: t('bring.summary', {
      ...{ count: seen.count, format: seen.format, encoding: seen.encoding.toUpperCase() },
    }),
    columns: [t('lines.day'), t('lines.title'), t('lines.net'), t('parts.studio'), t('parts.publisher')],
    rows: seen.sample.map(({ day, code, net, studio, publisher }) => [
      ...[day, code, units(net), units(studio), units(publisher)],
    ]),
  }
}
