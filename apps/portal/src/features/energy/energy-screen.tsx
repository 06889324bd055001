'use client'
import { useQuery } from '@tanstack/react-query'
import { buttonLook, PageHeader, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { type FileReading, ImportSection } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Certificates } from './certificates.tsx'
import { Imports } from './imports.tsx'
import { megawattHours } from './megawatt-hours.ts'
import { Stations } from './stations.tsx'
import { Transfers } from './transfers.tsx'

const POLL_MS = 3_000

/** Certificates of energy: metering data in, certificates out, and to whom they went. */
export function EnergyScreen() {
  const t = useTranslations('energy')
  const { may } = useSession()
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
      {may('certificate.import') && <ImportMeters />}
      {may('certificate.import') && <ImportList />}
      {may('certificate.import') && <Stations />}
      <Section id="certificates" title={t('certificates')}>
        <Certificates />
      </Section>
      <Transfers />
    </>
  )
}

function ImportList() {
  const t = useTranslations('energy')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().certificates.imports.queryOptions(undefined, { refetchInterval }),
  )
  return (
    <Section id="imports" title={t('imports')}>
      <RefusalView error={error} />
      {(data || !error) && <Imports rows={data} />}
    </Section>
  )
}

function ImportMeters() {
  const t = useTranslations('energy')
  const api = useTRPCClient()
  async function preview(file: { fileName: string; content: string }): Promise<FileReading> {
    const { imported, file: seen } = await api.certificates.preview.mutate(file)
    const rows = (seen?.sample ?? []).map((one) => [
      String(one.line),
      one.station,
      one.period,
      megawattHours(one.energy),
    ])
    return {
      ...{ imported: imported?.count, rows, bad: seen?.bad ?? [], count: seen?.count ?? 0 },
      ...{ encoding: seen?.encoding ?? '', format: 'CSV', fileColumns: seen?.columns ?? [] },
      columns: [t('line'), t('station'), t('period'), t('energy')],
    }
  }
  return (
    <ImportSection
      title={t('import.title')}
      lead={t('import.lead')}
      accept=".csv,text/csv"
      preview={preview}
      take={(file) => api.certificates.import.mutate(file)}
      placeOf={() => '/energy#imports'}
    />
  )
}
