'use client'
import { useQuery } from '@tanstack/react-query'
import { buttonLook, type Column, EmptyState, PageHeader, Section, Skeleton, Status, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { type FileReading, ImportSection } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { RightsList } from './rights-list.tsx'
import { type BatchView, toneOfStep } from './steps.ts'

const POLL_MS = 5_000

/** Rights: what was brought, how far it is, and every right one by one. */
export function RightsScreen() {
  const t = useTranslations('rights')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().rights.batches.queryOptions(undefined, { refetchInterval }))
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <Link href="/verify" className={buttonLook()}>
            {t('verify')}
          </Link>
        }
      />
      <RefusalView error={error} />
      {may('right.import') && <ImportWorks />}
      <Section id="batches" title={t('batches')}>
        {!data && !error && <Skeleton className="h-40" />}
        {data && <Batches rows={data} />}
      </Section>
      <Section id="rights" title={t('all')}>
        <RightsList />
      </Section>
    </>
  )
}

function ImportWorks() {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  async function preview(file: { fileName: string; content: string }): Promise<FileReading> {
    const { imported, file: seen } = await api.rights.preview.mutate(file)
    const columns = [t('line'), t('accession'), t('work'), t('creators'), t('dated'), t('source')]
    const rows = (seen?.sample ?? []).map((one) => [
      String(one.line),
      one.accession,
      one.title,
      one.creators.join(', '),
      one.dated,
      t(`sources.${one.source}`),
    ])
    return {
      ...{ imported: imported?.count, columns, rows, bad: seen?.bad ?? [], count: seen?.count ?? 0 },
      ...{
        encoding: seen?.encoding ?? '',
        format: seen ? t(`formats.${seen.format}`) : '',
        fileColumns: seen?.columns ?? [],
      },
    }
  }
  return (
    <ImportSection
      title={t('import.title')}
      lead={t('import.lead')}
      accept=".csv,.json,text/csv,application/json"
      preview={preview}
      take={(file) => api.rights.import.mutate(file)}
      placeOf={({ batchId }) => `/rights/${batchId}`}
    />
  )
}

function Batches({ rows }: { readonly rows: readonly BatchView[] }) {
  const t = useTranslations('rights')
  const format = useFormatter()
  const router = useRouter()
  const chinese = useLocale() === 'zh-CN'
  const issuer = (row: BatchView) => (chinese ? row.issuer.nameZh : row.issuer.name)
  const columns: readonly Column<BatchView>[] = [
    {
      key: 'file',
      header: t('file'),
      cell: (row) => row.fileName,
      text: (row) => row.fileName,
      filter: 'text',
      phone: 'main',
    },
    { key: 'issuer', header: t('issuer'), cell: issuer, text: issuer, filter: 'choice' },
    {
      key: 'count',
      header: t('count'),
      cell: (row) => format.number(row.count),
      text: (row) => String(row.count),
      sortBy: (row) => row.count,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'step',
      header: t('step'),
      cell: (row) => <Status tone={toneOfStep[row.step]}>{t(`steps.${row.step}`)}</Status>,
      text: (row) => t(`steps.${row.step}`),
      filter: 'choice',
    },
    {
      key: 'at',
      header: t('broughtAt'),
      cell: (row) => format.dateTime(row.createdAt, 'short'),
      text: (row) => format.dateTime(row.createdAt, 'short'),
      sortBy: (row) => row.createdAt.getTime(),
      phone: 'hide',
    },
  ]
  return (
    <Table
      name="right-batches"
      caption={t('batches')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={(row) => router.push(`/rights/${row.id}`)}
      initialSort={{ key: 'at', down: true }}
      empty={<EmptyState title={t('none.title')}>{t('none.next')}</EmptyState>}
    />
  )
}
