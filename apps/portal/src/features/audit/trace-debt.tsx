'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, type Column, EmptyState, plainUnits, Section, Skeleton, Table, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, BlockHeight, BlockLink, TransactionLink, useOwners } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { TraceGraph } from './trace-graph.tsx'

type Debts = ApiAnswers['audit']['debts']
type Debt = Debts['debts'][number]
const keyOf = ({ txid, index }: { txid: string; index: number }) => `${txid}:${index}`

/** The unpaid debts; one opened is followed from the grant of credit to its repayment. */
export function TraceDebt() {
  const t = useTranslations('audit')
  const { data, error } = useQuery(useTRPC().audit.debts.queryOptions())
  const [open, setOpen] = useState<Debt>()
  const columns = useDebtColumns(data)
  return (
    <>
      <p className="mb-4 max-w-3xl text-ink-soft">{t('traceDebtLead')}</p>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-40" />}
      {data && (
        <Table
          name="audit-debts"
          caption={t('debts')}
          rows={data.debts}
          columns={columns}
          rowKey={keyOf}
          onOpen={setOpen}
          openKey={open && keyOf(open)}
          empty={<EmptyState title={t('noDebts')}>{t('noDebtsNext')}</EmptyState>}
        />
      )}
      {open && <DebtTrace key={keyOf(open)} debt={open} />}
    </>
  )
}

function useDebtColumns(data: Debts | undefined): readonly Column<Debt>[] {
  const t = useTranslations('audit')
  const ownerOf = useOwners(data?.owners ?? [])
  const { decimals } = useUi()
  return [
    {
      key: 'amount',
      header: t('amount'),
      cell: (row) => <Amount amount={row.amount} element="debt" />,
      text: (row) => plainUnits(row.amount, decimals),
      sortBy: (row) => row.amount,
      align: 'right',
      phone: 'main',
    },
    {
      key: 'debtor',
      header: t('debtor'),
      cell: (row) =>
        row.keyHash === null ? '—' : <AccountLink keyHash={row.keyHash} owner={ownerOf(row.keyHash)} />,
      text: (row) => `${ownerOf(row.keyHash)?.name ?? ''} ${row.keyHash ?? ''}`,
      filter: 'text',
      phone: 'side',
    },
    {
      key: 'given',
      header: t('written'),
      cell: (row) => <BlockLink height={row.createdHeight} />,
      text: (row) => String(row.createdHeight),
      sortBy: (row) => row.createdHeight,
      align: 'right',
    },
    {
      key: 'due',
      header: t('due'),
      cell: ({ expiryHeight }) => (expiryHeight === null ? '—' : <BlockHeight height={expiryHeight} />),
      text: (row) => String(row.expiryHeight ?? ''),
      sortBy: (row) => row.expiryHeight ?? 0,
      align: 'right',
    },
    {
      key: 'from',
      header: t('transaction'),
      cell: (row) => <TransactionLink txid={row.txid} />,
      text: (row) => row.txid,
      filter: 'text',
    },
  ]
}

function DebtTrace({ debt }: { readonly debt: Debt }) {
  const t = useTranslations('audit')
  const { txid, index } = debt
  const { data, error } = useQuery(useTRPC().audit.traceDebt.queryOptions({ txid, index }))
  return (
    <Section title={t('trace')} actions={<Amount amount={debt.amount} element="debt" />}>
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-40" />}
      {data && <TraceGraph steps={data.steps} owners={data.owners} start={txid} />}
    </Section>
  )
}
