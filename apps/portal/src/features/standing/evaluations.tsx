'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  Drawer,
  EmptyState,
  plainUnits,
  Section,
  Skeleton,
  Table,
  useUi,
} from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, BlockHeight, BlockLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { Facets } from './facets.tsx'
import { Identify } from './identify.tsx'
import { Score } from './score.tsx'
import { ScoreHistory } from './score-history.tsx'

type Found = ApiAnswers['standing']['evaluations']
type Evaluation = Found['rows'][number]
type Watched = Found['watched'][number]
const POLL_MS = 30_000
const terms = ['repayment', 'ageing', 'turnover', 'cover', 'concentration'] as const

/** The evaluations that were pushed to this authority, and the firms that let it see their scores now. */
export function Evaluations() {
  const t = useTranslations('standing.evaluations')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().standing.evaluations.queryOptions(undefined, { refetchInterval }),
  )
  const [open, setOpen] = useState<string>()
  const columns = useColumns()
  const watched = useWatchedColumns()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  return (
    <>
      <Section title={t('title')} lead={t('lead', { period: data.period, next: data.next })}>
        <Table
          name="credit-evaluations"
          caption={t('title')}
          rows={data.rows}
          columns={columns}
          rowKey={({ height, debtKeyHash }) => `${height} ${debtKeyHash}`}
          onOpen={({ debtKeyHash }) => setOpen(debtKeyHash)}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      </Section>
      {data.watched.length > 0 && (
        <Section title={t('watched')} lead={t('watchedLead')}>
          <Table
            name="watched-scores"
            caption={t('watched')}
            rows={data.watched}
            columns={watched}
            rowKey={({ debtKeyHash }) => debtKeyHash}
            onOpen={({ debtKeyHash }) => setOpen(debtKeyHash)}
          />
        </Section>
      )}
      {open && <ScoreDrawer debtKeyHash={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}

type DrawerProps = { readonly debtKeyHash: string; readonly onClose: () => void }

/** A score in all its terms as it is now, for who may see it. */
export function ScoreDrawer({ debtKeyHash, onClose }: DrawerProps) {
  const t = useTranslations('standing.evaluations')
  const identify = useTranslations('standing.identify')
  const { may } = useSession()
  const [isIdentifying, setIdentifying] = useState(false)
  const { data, error } = useQuery(useTRPC().standing.ofKey.queryOptions({ debtKeyHash }, { retry: false }))
  return (
    <Drawer open onOpenChange={(isOpen) => !isOpen && onClose()} title={t('now')}>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && (
        <>
          <Score
            standing={data.standing}
            subject={debtKeyHash}
            {...(data.statements.length > 0 && { file: data.file })}
          />
          <ScoreHistory history={data.history} name={debtKeyHash} />
          <Facets outside={data.outside} />
          {may('debtor.name') && <Button onClick={() => setIdentifying(true)}>{identify('button')}</Button>}
          {isIdentifying && <Identify keyHash={debtKeyHash} onClose={() => setIdentifying(false)} />}
        </>
      )}
    </Drawer>
  )
}

function useColumns(): readonly Column<Evaluation>[] {
  const t = useTranslations('standing.evaluations')
  const names = useTranslations('credit.score.names')
  const { decimals } = useUi()
  const firm = useFirm()
  const amount = (key: 'unpaid' | 'overdue' | 'bad' | 'received'): Column<Evaluation> => ({
    key,
    header: t(key),
    cell: (row) => <Amount amount={row[key]} />,
    text: (row) => plainUnits(row[key], decimals),
    sortBy: (row) => row[key],
    align: 'right',
    phone: key === 'unpaid' ? 'detail' : 'hide',
  })
  return [
    firm,
    {
      key: 'cut',
      header: t('cut'),
      cell: ({ height }) => <BlockLink height={height} />,
      text: ({ height }) => String(height),
      sortBy: ({ height }) => height,
    },
    {
      key: 'score',
      header: t('score'),
      cell: ({ score }) => score,
      text: ({ score }) => String(score),
      sortBy: ({ score }) => score,
      align: 'right',
      phone: 'side',
    },
    ...terms.map(
      (term): Column<Evaluation> => ({
        key: term,
        header: names(term),
        cell: ({ points }) => points[term] ?? '–',
        text: ({ points }) => String(points[term] ?? ''),
        sortBy: ({ points }) => points[term] ?? 0,
        align: 'right',
        phone: 'hide',
      }),
    ),
    amount('unpaid'),
    amount('overdue'),
    amount('bad'),
    amount('received'),
    {
      key: 'adverse',
      header: t('adverse'),
      cell: adverseIn,
      text: adverseIn,
      sortBy: (row) => Number(adverseIn(row)),
      align: 'right',
      phone: 'hide',
    },
  ]
}

/** Adverse records of outside registers in all facets, as they stood at the cut. */
const adverseIn = ({ facets }: Evaluation) =>
  String(Object.values(facets).reduce((sum, [, adverse]) => sum + adverse, 0))

/** The firm with its key, of any row that has both. */
function useFirm(): Column<Pick<Evaluation, 'firm' | 'debtKeyHash'>> {
  const t = useTranslations('standing.evaluations')
  const chinese = useLocale() === 'zh-CN'
  const named = ({ firm }: Pick<Evaluation, 'firm'>) => (chinese ? firm.nameZh : firm.name)
  return {
    key: 'firm',
    header: t('firm'),
    cell: (row) => <AccountLink keyHash={row.debtKeyHash} owner={{ name: named(row), isSoftware: false }} />,
    text: (row) => `${named(row)} ${row.debtKeyHash}`,
    filter: 'text',
    phone: 'main',
  }
}

function useWatchedColumns(): readonly Column<Watched>[] {
  const t = useTranslations('standing.evaluations')
  const firm = useFirm()
  return [
    firm,
    {
      key: 'until',
      header: t('until'),
      cell: ({ untilHeight }) => <BlockHeight height={untilHeight} />,
      text: ({ untilHeight }) => String(untilHeight),
      sortBy: ({ untilHeight }) => untilHeight,
      phone: 'side',
    },
  ]
}
