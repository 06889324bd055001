'use client'
import { Button, FileDrop, formatUnits, Notice, Section, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { FileRefusal, type SentFile, useFileLook } from '../imports/index.ts'
import { BadBlock } from './bad-block.tsx'

type Seen = ApiAnswers['studio']['preview']['seen']

/** Brings in a statement: whole, or not at all with every bad line told. */
export function BringStatement() {
  const t = useTranslations('studio.bring')
  const api = useTRPCClient()
  const router = useRouter()
  const { read, busy, error, run, look, again } = useFileLook((file) => api.studio.preview.mutate(file))
  async function take(file: SentFile) {
    const taken = await run(() => api.studio.bring.mutate(file))
    if (taken) router.push(`/studio/statements/${taken.statementId}`)
  }
  const { known = null, seen = null } = read?.answer ?? {}
  return (
    <Section id="bring" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={again} />
        <FileDrop
          label={t('choose')}
          hint={t('hint')}
          accept=".csv,.txt,text/csv"
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
        {seen && <BadBlock name="bad-statement-lines" bad={seen.bad} columns={seen.columns} />}
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
    summary: t('bring.summary', { count: seen.count, encoding: seen.encoding.toUpperCase() }),
    columns: [t('lines.day'), t('lines.title'), t('lines.net'), t('parts.studio'), t('parts.publisher')],
    rows: seen.sample.map(({ day, code, net, studio, publisher }) => [
      ...[day, code, units(net), units(studio), units(publisher)],
    ]),
  }
}
