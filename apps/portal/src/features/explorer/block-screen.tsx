'use client'
import { useQuery } from '@tanstack/react-query'
import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  Amount,
  type Column,
  ElementMark,
  Facts,
  Hash,
  PageHeader,
  plainUnits,
  Section,
  Skeleton,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { Finality } from './finality.tsx'
import { AccountLink, TransactionLink } from './links.tsx'
import { NotShown } from './not-found.tsx'
import { kindOf, layerOf, untilFinal } from './shown.ts'

type Answer = ApiAnswers['explorer']['block']
type Row = Answer['transactions'][number]

/** One block: its header, its sums, its transactions. */
export function BlockScreen({ at }: { readonly at: number | string }) {
  const t = useTranslations('explorer')
  const router = useRouter()
  const { data, error } = useQuery(
    useTRPC().explorer.block.queryOptions({ at }, { refetchInterval: untilFinal }),
  )
  const columns = useColumns()
  return (
    <>
      <PageHeader
        above={<Link href="/explorer">{t('title')}</Link>}
        title={t('blockTitle', { height: data?.block.height ?? String(at) })}
        actions={data && <Neighbours answer={data} />}
      />
      <NotShown error={error} asked={String(at)} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && (
        <>
          <BlockFacts answer={data} />
          <Section id="transactions" title={t('transactions')}>
            <Table
              name="block-transactions"
              caption={t('transactions')}
              rows={data.transactions}
              columns={columns}
              rowKey={(row) => row.txid}
              onOpen={(row) => router.push(`/explorer/transaction/${row.txid}`)}
            />
          </Section>
        </>
      )}
    </>
  )
}

function Neighbours({ answer: { block, isNewest } }: { readonly answer: Answer }) {
  const t = useTranslations('explorer')
  const look = 'underline underline-offset-2'
  return (
    <nav aria-label={t('neighbours')} className="flex gap-4">
      {block.height > 0 && (
        <Link className={look} href={`/explorer/block/${block.height - 1}`}>
          {t('before')}
        </Link>
      )}
      {!isNewest && (
        <Link className={look} href={`/explorer/block/${block.height + 1}`}>
          {t('after')}
        </Link>
      )}
    </nav>
  )
}

function BlockFacts({ answer }: { readonly answer: Answer }) {
  const t = useTranslations('explorer')
  const format = useFormatter()
  const { block, final, justified } = answer
  const parent = (
    <Hash
      hash={block.prevHash}
      link={(text) => <Link href={`/explorer/block/${block.height - 1}`}>{text}</Link>}
    />
  )
  return (
    <Facts
      rows={[
        { label: t('hash'), value: <Hash hash={block.hash} /> },
        { label: t('state'), value: <Finality final={final} justified={justified} /> },
        { label: t('time'), value: format.dateTime(new Date(block.time * 1000), 'exact') },
        { label: t('parent'), value: block.height > 0 ? parent : '—' },
        { label: t('producer'), value: <AccountLink keyHash={toHex(hash160(fromHex(block.producerKey)))} /> },
        { label: t('stateHash'), value: <Hash hash={block.stateHash} /> },
        { label: t('configuration'), value: <Hash hash={block.configurationId} /> },
        { label: t('size'), value: t('bytes', { count: block.size }) },
        { label: t('fees'), value: <Amount amount={block.fees} /> },
        { label: t('circulating'), value: <Amount amount={block.circulatingValue} element="value" /> },
        { label: t('locked'), value: <Amount amount={block.lockedValue} element="value" /> },
        { label: t('creditReserve'), value: <Amount amount={block.creditReserve} element="credit" /> },
        { label: t('debtSum'), value: <Amount amount={block.debt} element="debt" /> },
      ]}
    />
  )
}

function useColumns(): readonly Column<Row>[] {
  const t = useTranslations('explorer')
  const { decimals } = useUi()
  const kind = (row: Row) => t(`kind.${kindOf(row.kind)}`)
  const layer = (row: Row) => t(`layer.${layerOf(row.layer)}`)
  return [
    {
      key: 'index',
      header: t('index'),
      cell: (row) => row.index,
      text: (row) => String(row.index),
      sortBy: (row) => row.index,
      align: 'right',
    },
    {
      key: 'txid',
      header: t('transaction'),
      cell: (row) => <TransactionLink txid={row.txid} />,
      text: (row) => row.txid,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'kind',
      header: t('kindLabel'),
      cell: (row) => <KindMark kind={row.kind}>{kind(row)}</KindMark>,
      text: kind,
      filter: 'choice',
      phone: 'side',
    },
    { key: 'layer', header: t('layerLabel'), cell: layer, text: layer, filter: 'choice' },
    {
      key: 'size',
      header: t('size'),
      cell: (row) => t('bytes', { count: row.size }),
      text: (row) => String(row.size),
      sortBy: (row) => row.size,
      align: 'right',
    },
    {
      key: 'fee',
      header: t('fee'),
      cell: (row) => <Amount amount={row.fee} />,
      text: (row) => plainUnits(row.fee, decimals),
      sortBy: (row) => row.fee,
      align: 'right',
    },
  ]
}

/** Credit transactions stand out: whoever supervises looks for them. */
function KindMark({ kind, children }: { readonly kind: number; readonly children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {kind === 1 && <ElementMark element="credit" />}
      {children}
    </span>
  )
}
