'use client'
import { Button, Checkbox, FileDrop, Notice, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { type BadLine, BadLines } from './bad-lines.tsx'
import { base64Of } from './base64-of.ts'

type SentFile = { readonly fileName: string; readonly content: string }
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
const MOST_BYTES = 32 * 1024 * 1024
const LETTERS_OF_NAME = 200

/** A file: look at it, see what is bad and why, then bring it in whole, or without its bad lines if one says so. */
export function ImportSection<Done extends Taken>(props: ImportSectionProps<Done>) {
  const { title, lead, accept, preview, take, placeOf } = props
  const t = useTranslations('imports')
  const { run, error } = useCommand()
  const [file, setFile] = useState<SentFile>()
  const [seen, setSeen] = useState<FileReading>()
  const [done, setDone] = useState<Done>()
  const [busy, setBusy] = useState(false)

  async function look(chosen: File) {
    setBusy(true)
    setSeen(undefined)
    setDone(undefined)
    const read = await run(async () => {
      if (chosen.size > MOST_BYTES) throw new RefusedHere('file-too-large', { bytes: chosen.size })
      const sent = { fileName: chosen.name.slice(0, LETTERS_OF_NAME), content: await base64Of(chosen) }
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
      <RefusalView error={error} />
      <FileDrop
        label={t('choose')}
        hint={t('hint')}
        accept={accept}
        fileName={file?.fileName}
        onFile={look}
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
      {isNew && <Decide seen={seen} bring={bring} />}
    </Section>
  )
}

function Summary({ seen }: { readonly seen: FileReading }) {
  const t = useTranslations('imports')
  const { encoding, format, count, bad, fileColumns } = seen
  return (
    <>
      <span className="block font-strong text-ink">{t('summary', { count, bad: bad.length })}</span>
      <span className="block">
        {t('found', { format: format.toUpperCase(), encoding: encoding.toUpperCase() })}
      </span>
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

/** The bad lines, whether they are set aside, and the one button that brings the rest in. */
function Decide({
  seen,
  bring,
}: {
  readonly seen: FileReading
  readonly bring: (setBadAside: boolean) => Promise<void>
}) {
  const t = useTranslations('imports')
  const [aside, setAside] = useState(false)
  const { bad, count } = seen
  return (
    <div className="mt-4 space-y-4">
      {bad.length > 0 && (
        <div className="border-l-4 border-refused pl-4">
          <p role="alert" className="mb-1 font-strong text-refused">
            {t('badLines', { bad: bad.length })}
          </p>
          <BadLines name="bad-lines" caption={t('badCaption')} rows={bad} columns={seen.fileColumns} />
        </div>
      )}
      {count === 0 && <Notice title={t('nothingGood')}>{t('nothingGoodNext')}</Notice>}
      {bad.length > 0 && count > 0 && (
        <Checkbox
          label={t('setAside', { bad: bad.length })}
          checked={aside}
          onChange={(event) => setAside(event.target.checked)}
        />
      )}
      {count > 0 && (
        <Button variant="primary" disabled={bad.length > 0 && !aside} onClick={() => bring(aside)}>
          {t('bring', { count })}
        </Button>
      )}
    </div>
  )
}
