'use client'
import { useQuery } from '@tanstack/react-query'
import { buttonLook, Facts, Hash, PageHeader, Section, Skeleton, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, TransactionLink } from './links.tsx'
import { NotShown } from './not-found.tsx'
import { useReadRecord } from './read-record.tsx'

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
        actions={
          (table === 'chain' || table === 'anchor') && (
            <Link href={`/communities/chains/${recordKey}`} className={buttonLook({})}>
              {t('pair.openChain')}
            </Link>
          )
        }
      />
      <NotShown error={error} asked={recordKey} />
      {!data && !error && <Skeleton className="h-40" />}
      {data?.history.map((record) => (
        <Written key={record.txid} table={table} record={record} />
      ))}
    </>
  )
}

type WrittenProps = {
  readonly table: string
  readonly record: ApiAnswers['explorer']['record']['history'][number]
}

/** One value that was written for the pair: what it says, and its bytes. */
function Written({ table, record: { txid, height, value, newest } }: WrittenProps) {
  const t = useTranslations('explorer')
  const lines = useReadRecord(table)(value)
  const text = textOf(value)
  const state = <Status tone={newest ? 'plain' : 'quiet'}>{t(newest ? 'newestValue' : 'replaced')}</Status>
  return (
    <Section title={t('pair.writtenIn')} actions={<BlockLink height={height} />}>
      <Facts
        rows={[
          { label: t('state'), value: state },
          { label: t('transaction'), value: <TransactionLink txid={txid} /> },
          ...lines,
          {
            label: t('value'),
            value: value === '' ? t('deleted') : <code className="break-all">{value}</code>,
          },
          ...(text === undefined ? [] : [{ label: t('asText'), value: text }]),
        ]}
      />
    </Section>
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
