'use client'
import type { ToldEncoding } from '@vc/tabular'
import { Button, FileDrop, formatUnits, Notice, Section, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { BadLines, FileRefusal, type SentFile, sentFile } from '../imports/index.ts'

type Read = { readonly file: SentFile; readonly answer: ApiAnswers['studio']['preview'] }
type Seen = NonNullable<Read['answer']['seen']>

/** Brings in a statement: whole, or not at all with every bad line told. */
export function BringStatement() {
  const t = useTranslations('studio.bring')
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error } = useCommand()
  const [chosen, setChosen] = useState<File>()
  const [read, setRead] = useState<Read>()
  const [busy, setBusy] = useState(false)
  async function look(one: File, encoding?: ToldEncoding) {
    setChosen(one)
    setBusy(true)
    setRead(undefined)
    const answer = await run(async () => {
      const file = await sentFile(one, encoding)
      return { file, answer: await api.studio.preview.mutate(file) }
    })
    setRead(answer)
    setBusy(false)
  }
  async function take(file: SentFile) {
    const taken = await run(() => api.studio.bring.mutate(file))
    if (taken) router.push(`/studio/statements/${taken.statementId}`)
  }
  const { known = null, seen = null } = read?.answer ?? {}
  return (
    <Section id="bring" title={t('title')} lead={t('lead')}>
      <div className="space-y-4">
        <FileRefusal error={error} onRead={(encoding) => chosen && look(chosen, encoding)} />
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
        {seen && seen.bad.length > 0 && <Bad seen={seen} />}
        {read && seen && seen.bad.length === 0 && (
          <Button variant="primary" onClick={() => take(read.file)}>
            {t('go', { count: seen.count })}
          </Button>
        )}
      </div>
    </Section>
  )
}

function Bad({ seen: { bad, columns } }: { readonly seen: Seen }) {
  const t = useTranslations('studio.bring')
  return (
    <div className="border-l-4 border-refused pl-4">
      <p role="alert" className="mb-1 font-strong text-refused">
        {t('bad', { bad: bad.length })}
      </p>
      <BadLines name="bad-statement-lines" caption={t('badCaption')} rows={bad} columns={columns} />
    </div>
  )
}

function usePreview(seen: Seen | null) {
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
