'use client'
import { Button, Checkbox, FileDrop, Notice, Section, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { base64Of } from './base64-of.ts'

type SentFile = { readonly fileName: string; readonly content: string }
type StoredRow = {
  readonly line: number
  readonly code: string
  readonly column?: string | undefined
  readonly facts?: Readonly<Record<string, string | number>> | undefined
}
export type FileReading = {
  /** How many rows the same file brought before; undefined when it is new. */
  readonly imported: number | undefined
  readonly encoding: string
  readonly format: string
  readonly count: number
  readonly bad: readonly StoredRow[]
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
export type ImportSectionProps = {
  readonly title: string
  readonly lead: string
  readonly accept: string
  readonly preview: (file: SentFile) => Promise<FileReading>
  readonly take: (file: SentFile & { setBadAside: boolean }) => Promise<{
    readonly count: number
    readonly setAside: number
    readonly isNew: boolean
  }>
}

/** The reasons of bad rows as sentences. */
export function useRowWords(): (row: StoredRow) => string {
  const t = useTranslations('imports.rows')
  return ({ code, column, facts }) =>
    t.has(code) ? t(code, { column: column ?? '', reference: '', ...facts }) : code
}

/** A file: look at it, see what is bad and why, then bring it in whole, or without its bad lines if one says so. */
export function ImportSection({ title, lead, accept, preview, take }: ImportSectionProps) {
  const t = useTranslations('imports')
  const rowWords = useRowWords()
  const toast = useToast()
  const { run, error } = useCommand()
  const [file, setFile] = useState<SentFile>()
  const [seen, setSeen] = useState<FileReading>()
  const [aside, setAside] = useState(false)
  const [busy, setBusy] = useState(false)

  async function look(chosen: File) {
    setBusy(true)
    setSeen(undefined)
    setAside(false)
    const sent = { fileName: chosen.name.slice(0, 200), content: await base64Of(chosen) }
    setFile(sent)
    setSeen(await run(() => preview(sent)))
    setBusy(false)
  }
  async function bring() {
    if (!file) return
    const done = await run(() => take({ ...file, setBadAside: aside }))
    if (!done) return
    toast({
      title: done.isNew
        ? t('done', { count: done.count, setAside: done.setAside })
        : t('known', { count: done.count }),
    })
    setSeen(undefined)
    setFile(undefined)
  }
  const isNew = seen !== undefined && seen.imported === undefined
  const blocked = isNew && (seen.count === 0 || (seen.bad.length > 0 && !aside))
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
          isNew
            ? {
                summary: t('summary', {
                  encoding: seen.encoding,
                  format: seen.format,
                  count: seen.count,
                  bad: seen.bad.length,
                }),
                columns: seen.columns,
                rows: seen.rows,
              }
            : undefined
        }
        badRows={isNew ? seen.bad.map((row) => ({ line: row.line, reason: rowWords(row) })) : []}
      />
      {seen?.imported !== undefined && (
        <div className="mt-4">
          <Notice title={t('known', { count: seen.imported })}>{t('knownNext')}</Notice>
        </div>
      )}
      {isNew && (
        <div className="mt-4 flex flex-wrap items-center gap-4">
          {seen.bad.length > 0 && seen.count > 0 && (
            <Checkbox
              label={t('setAside', { bad: seen.bad.length })}
              checked={aside}
              onChange={(event) => setAside(event.target.checked)}
            />
          )}
          <Button variant="primary" disabled={blocked} onClick={bring}>
            {t('bring', { count: seen.count })}
          </Button>
        </div>
      )}
    </Section>
  )
}
