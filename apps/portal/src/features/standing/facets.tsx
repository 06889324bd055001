'use client'
import { type Column, EmptyState, Section, Stat, StatRow, Table, Tag } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

export type Outside = ApiAnswers['standing']['mine'][number]['outside']
type Facet = Outside['facets'][number]
type Record = Facet['records'][number]

/** What outside registers say of the legal person behind a key, facet by facet, each record with its document. */
export function Facets({ outside: { registration, facets } }: { readonly outside: Outside }) {
  const t = useTranslations('standing.facets')
  const rows = facets.flatMap(({ records }) => records)
  return (
    <Section title={t('title')} lead={t('lead')}>
      <p className="mb-3 text-small text-ink-soft">
        {registration === null ? t('nobody') : t('number', { registration })}
      </p>
      <StatRow>
        {facets.map((one) => (
          <Stat
            key={one.facet}
            label={t(`facet.${one.facet}`)}
            {...figureOf(one)}
            note={<Counts facet={one} />}
          />
        ))}
      </StatRow>
      <div className="mt-4">
        <Table
          name="public-records-of-key"
          caption={t('records')}
          rows={rows}
          columns={useRecordColumns<Record>()}
          rowKey={({ source, reference }) => `${source} ${reference}`}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      </div>
    </Section>
  )
}

const figureOf = ({ adverse, records }: Facet) => ({
  value: records.length,
  tone: adverse > 0 ? ('refused' as const) : undefined,
})

function Counts({ facet: { good, adverse, repaired } }: { readonly facet: Facet }) {
  const t = useTranslations('standing.facets')
  return t('counts', { good, adverse, repaired })
}

/** The columns of a record, wherever records are listed. */
export function useRecordColumns<
  R extends Pick<Record, 'facet' | 'source' | 'standing' | 'day' | 'reference' | 'statement'>,
>(): readonly Column<R>[] {
  const t = useTranslations('standing.facets')
  const text = (key: string, of: (row: R) => string, more: Partial<Column<R>> = {}): Column<R> => ({
    key,
    header: t(`column.${key}`),
    cell: of,
    text: of,
    ...more,
  })
  return [
    text('facet', ({ facet }) => t(`facet.${facet}`), { filter: 'choice', phone: 'detail' }),
    text('source', ({ source }) => t(`source.${source}`), { filter: 'choice', phone: 'detail' }),
    text('standing', ({ standing }) => t(`standing.${standing}`), {
      cell: ({ standing }) => (
        <Tag tone={standing === 'adverse' ? 'refused' : 'quiet'}>{t(`standing.${standing}`)}</Tag>
      ),
      filter: 'choice',
      phone: 'side',
    }),
    text('day', ({ day }) => day, { phone: 'detail' }),
    text('statement', ({ statement }) => statement, { filter: 'text', phone: 'main' }),
    text('reference', ({ reference }) => reference, { filter: 'text', phone: 'detail' }),
  ]
}
