'use client'
import { useQuery } from '@tanstack/react-query'
import { type Column, EmptyState, Section, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { type FileReading, ImportSection, type SentFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useRecordColumns } from './facets.tsx'

type Said = ApiAnswers['standing']['records'][number]

/** Files of outside registers, and the lines that they brought. */
export function PublicRecords() {
  const t = useTranslations('standing.records')
  const { data, error } = useQuery(useTRPC().standing.records.queryOptions())
  const columns = useColumns()
  return (
    <>
      <ImportRecords />
      <Section id="records" title={t('title')} lead={t('lead')}>
        <RefusalView error={error} />
        {(data || !error) && (
          <Table
            name="public-records"
            caption={t('title')}
            rows={data}
            columns={columns}
            rowKey={({ fileName, line, source, reference }) => `${fileName} ${line} ${source} ${reference}`}
            empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
          />
        )}
      </Section>
    </>
  )
}

function useColumns(): readonly Column<Said>[] {
  const t = useTranslations('standing.records')
  const known = ({ isKnown }: Said) => t(isKnown ? 'known' : 'unknown')
  const number = ({ registration }: Said) => registration
  return [
    {
      key: 'registration',
      header: t('registration'),
      cell: number,
      text: number,
      filter: 'text',
      phone: 'detail',
    },
    ...useRecordColumns<Said>(),
    { key: 'known', header: t('key'), cell: known, text: known, filter: 'choice', phone: 'hide' },
  ]
}

function ImportRecords() {
  const t = useTranslations('standing.records')
  const facets = useTranslations('standing.facets')
  const api = useTRPCClient()
  async function preview(file: SentFile): Promise<FileReading> {
    const { imported, file: seen } = await api.standing.preview.mutate(file)
    const rows = (seen?.sample ?? []).map((one) => [
      ...[String(one.line), one.registration, facets(`facet.${one.facet}`), facets(`source.${one.source}`)],
      ...[facets(`standing.${one.standing}`), one.day, one.reference, one.statement],
    ])
    const names = ['facet', 'source', 'standing', 'day', 'reference', 'statement'] as const
    return {
      ...{ imported: imported ?? undefined, rows, bad: seen?.bad ?? [], count: seen?.count ?? 0 },
      ...{ encoding: seen?.encoding ?? '', format: 'CSV', fileColumns: seen?.columns ?? [] },
      columns: [t('line'), t('registration'), ...names.map((name) => facets(`column.${name}`))],
    }
  }
  return (
    <ImportSection
      title={t('import')}
      lead={t('importLead')}
      accept=".csv,text/csv"
      preview={preview}
      take={(file) => api.standing.import.mutate(file)}
      placeOf={() => '/credit/standing?tab=records'}
    />
  )
}
