'use client'
import { useQuery } from '@tanstack/react-query'
import { Facts } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { CreditFile } from './use-files.ts'

type Reading = CreditFile['readings'][number]

/** Which columns of a file were read as what, in the reader's words. */
export function HowRead({
  readings,
  source,
}: {
  readonly readings: readonly Reading[]
  readonly source: string
}) {
  const t = useTranslations('credit.files')
  const { data } = useQuery(useTRPC().credit.terms.queryOptions())
  const perDay = data?.blocksPerDay ?? 0
  const rows = readings
    .filter(({ columns }) => columns.length > 0)
    .map(({ field, columns, how }) => ({
      label: t(`fields.${field}`),
      value: (
        <>
          {columns.length === 1
            ? t('column', { column: columns[0] ?? '' })
            : t('columns', { columns: columns.join(', ') })}
          <span className="block text-small text-ink-soft">{t(`how.${how}`, { source, perDay })}</span>
        </>
      ),
    }))
  return (
    <section>
      <h3 className="font-strong">{t('readAs')}</h3>
      <p className="mb-2 text-small text-ink-soft">{t('readAsLead')}</p>
      <Facts rows={rows} />
    </section>
  )
}
