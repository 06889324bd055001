'use client'
import type { ToldEncoding } from '@vc/tabular'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { refusalOf } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'

/**
 * Why a file is not taken. One that could be GB18030 shows its first lines read so, and is read in it when the person
 * says that they are right; nothing is ever guessed.
 */
export function FileRefusal({
  error,
  onRead,
}: {
  readonly error: unknown
  readonly onRead: (encoding: ToldEncoding) => unknown
}) {
  const t = useTranslations('imports')
  if (error === null || error === undefined) return null
  const { code, facts } = refusalOf(error)
  if (code !== 'encoding-gb18030') return <RefusalView error={error} />
  return (
    <RefusalView
      error={error}
      action={
        <div className="w-full space-y-3">
          <figure>
            <figcaption className="text-small text-ink-soft">{t('readAs.lines')}</figcaption>
            <pre className="mt-1 bg-paper px-3 py-2 font-mono text-small break-words whitespace-pre-wrap">
              {String(facts.preview ?? '')}
            </pre>
          </figure>
          <Button onClick={() => onRead('gb18030')}>{t('readAs.go')}</Button>
        </div>
      }
    />
  )
}
