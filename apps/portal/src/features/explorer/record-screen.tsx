'use client'
import { useQuery } from '@tanstack/react-query'
import { Facts, Hash, PageHeader, Section, Skeleton, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { BlockLink, TransactionLink } from './links.tsx'
import { NotShown } from './not-found.tsx'

/** Everything that was ever written for a pair of table and key. */
export function RecordScreen({ table, recordKey }: { readonly table: string; readonly recordKey: string }) {
  const t = useTranslations('explorer')
  const { data, error } = useQuery(useTRPC().explorer.record.queryOptions({ table, key: recordKey }))
  return (
    <>
      <PageHeader
        above={<Link href="/explorer">{t('title')}</Link>}
        title={t('recordTitle', { table })}
        lead={<Hash hash={recordKey} />}
      />
      <NotShown error={error} asked={recordKey} />
      {!data && !error && <Skeleton className="h-40" />}
      {data?.history.map((record) => (
        <Section key={record.txid} title={<BlockLink height={record.height} />}>
          <Facts
            rows={[
              {
                label: t('state'),
                value: (
                  <Status tone={record.newest ? 'plain' : 'quiet'}>
                    {record.newest ? t('newestValue') : t('replaced')}
                  </Status>
                ),
              },
              { label: t('transaction'), value: <TransactionLink txid={record.txid} /> },
              {
                label: t('value'),
                value: record.value === '' ? t('deleted') : <code className="break-all">{record.value}</code>,
              },
              { label: t('asText'), value: textOf(record.value) ?? '—' },
            ]}
          />
        </Section>
      ))}
    </>
  )
}

/** The value as text when it is text. */
function textOf(hex: string): string | undefined {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /\p{Cc}/u.test(text) || text === '' ? undefined : text
  } catch {
    return undefined
  }
}
