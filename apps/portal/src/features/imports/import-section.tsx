'use client'
import type { ToldEncoding } from '@vc/tabular'
import { FileDrop, Notice, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useCommand } from '../../trpc/use-command.ts'
import type { BadLine } from './bad-lines.tsx'
import { DecideImport } from './decide-import.tsx'
import { FileRefusal } from './file-refusal.tsx'
import { type SentFile, sentFile } from './sent-file.ts'

export type FileReading = {
  /** How many rows the same file brought before; undefined when it is new. */
  readonly imported: number | undefined
  readonly encoding: string
  readonly format: string
  readonly count: number
  /** The columns as the file names them. */
  readonly fileColumns: readonly string[]
  readonly bad: readonly BadLine[]
  /** The first good rows, as they were understood. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
type Taken = { readonly count: number; readonly setAside: number; readonly isNew: boolean }
export type ImportSectionProps<Done extends Taken> = {
  readonly title: string
  readonly lead: string
  readonly accept: string
  readonly preview: (file: SentFile) => Promise<FileReading>
  readonly take: (file: SentFile & { setBadAside: boolean }) => Promise<Done>
  /** Where what was brought in is shown. */
  readonly placeOf: (done: Done) => string
}

/** A file: look at it, see what is bad and why, then bring it in whole, or without its bad lines if one says so. */
export function ImportSection<Done extends Taken>(props: ImportSectionProps<Done>) {
  const { title, lead, accept, preview, take, placeOf } = props
  const t = useTranslations('imports')
  const { run, error } = useCommand()
  const [chosen, setChosen] = useState<File>()
  const [file, setFile] = useState<SentFile>()
  const [seen, setSeen] = useState<FileReading>()
  const [done, setDone] = useState<Done>()
  const [busy, setBusy] = useState(false)

  async function look(one: File, encoding?: ToldEncoding) {
    setChosen(one)
    setBusy(true)
    setSeen(undefined)
    setDone(undefined)
    const read = await run(async () => {
      const sent = await sentFile(one, encoding)
      return { sent, reading: await preview(sent) }
    })
    setFile(read?.sent)
    setSeen(read?.reading)
    setBusy(false)
  }
  async function bring(setBadAside: boolean) {
    if (!file) return
    const taken = await run(() => take({ ...file, setBadAside }))
    if (!taken) return
    setDone(taken)
    setSeen(undefined)
    setFile(undefined)
  }
  const isNew = seen !== undefined && seen.imported === undefined
  return (
    <Section id="import" title={title} lead={lead}>
      <FileRefusal error={error} onRead={(encoding) => chosen && look(chosen, encoding)} />
      <FileDrop
        label={t('choose')}
        hint={t('hint')}
        accept={accept}
        fileName={file?.fileName}
        onFile={(one) => look(one)}
        pending={busy}
        preview={
          isNew ? { summary: <Summary seen={seen} />, columns: seen.columns, rows: seen.rows } : undefined
        }
      />
      <div role="status" className="mt-4 empty:hidden">
        {seen?.imported !== undefined && (
          <Notice title={t('known', { count: seen.imported })}>{t('knownNext')}</Notice>
        )}
        {done && <Done done={done} place={placeOf(done)} />}
      </div>
      {isNew && <DecideImport {...seen} label={(count) => t('bring', { count })} bring={bring} />}
    </Section>
  )
}

function Summary({ seen }: { readonly seen: FileReading }) {
  const t = useTranslations('imports')
  const { encoding, format, count, bad, fileColumns } = seen
  return (
    <>
      <span className="block font-strong text-ink">{t('summary', { count, bad: bad.length })}</span>
      <span className="block">{t('found', { format, encoding: encoding.toUpperCase() })}</span>
      <span className="block">{t('foundColumns', { columns: fileColumns.join(', ') })}</span>
    </>
  )
}

function Done({ done, place }: { readonly done: Taken; readonly place: string }) {
  const t = useTranslations('imports')
  const { count, setAside, isNew } = done
  return (
    <Notice title={isNew ? t('done', { count, setAside }) : t('known', { count })}>
      <Link className="underline" href={place}>
        {t('open')}
      </Link>
    </Notice>
  )
}
