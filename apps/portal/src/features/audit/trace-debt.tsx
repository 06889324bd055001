'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, type Column, EmptyState, PageHeader, Section, Skeleton, Status, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, BlockLink, Flow, TransactionLink } from '../explorer/index.ts'
import { elementOf, useOwnerName } from '../explorer/shown.ts'
import { RefusalView } from '../refusals/index.ts'

type Debts = ApiAnswers['audit']['debts']
type Debt = Debts['debts'][number]
type Trace = ApiAnswers['audit']['traceDebt']
type Step = Trace['steps'][number]
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
  const nameOf = useOwnerName(data?.owners ?? [])
  return [
    {
      key: 'amount',
      header: t('amount'),
      cell: (row) => <Amount amount={row.amount} element="debt" />,
      text: (row) => String(row.amount),
      sortBy: (row) => row.amount,
      align: 'right',
      phone: 'main',
    },
    {
      key: 'debtor',
      header: t('debtor'),
      cell: (row) =>
        row.keyHash === null ? '—' : <AccountLink keyHash={row.keyHash} name={nameOf(row.keyHash)} />,
      text: (row) => `${nameOf(row.keyHash) ?? ''} ${row.keyHash ?? ''}`,
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
      cell: (row) => <span className="figures">{row.expiryHeight ?? '—'}</span>,
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
    <section aria-label={t('trace')} className="mt-8">
      <PageHeader title={<Amount amount={debt.amount} element="debt" />} lead={t('traceLead')} />
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-40" />}
      {data?.steps.map((step) => (
        <TraceStep key={step.txid} step={step} owners={data.owners} />
      ))}
    </section>
  )
}

function TraceStep({ step, owners }: { readonly step: Step; readonly owners: Trace['owners'] }) {
  const t = useTranslations('audit')
  const nameOf = useOwnerName(owners)
  const given = step.named.find((output) => output.reads && output.element === 1)
  return (
    <Section
      title={t(`role.${step.role}`)}
      lead={t(`roleLead.${step.role}`)}
      actions={<BlockLink height={step.height} />}
    >
      <p className="mb-3 flex flex-wrap gap-x-6 gap-y-1">
        <TransactionLink txid={step.txid} />
        {given?.keyHash && (
          <span>
            {t('givenBy')} <AccountLink keyHash={given.keyHash} name={nameOf(given.keyHash)} />
          </span>
        )}
      </p>
      <Flow layer={step.layer} named={step.named} written={step.written} />
      <ul className="mt-3 divide-y border-y">
        {step.written.map((output) => (
          <li key={output.index} className="flex flex-wrap items-baseline justify-between gap-x-6 py-1.5">
            <Amount amount={output.amount} element={elementOf(output.element)} />
            {output.keyHash !== null && (
              <AccountLink keyHash={output.keyHash} name={nameOf(output.keyHash)} />
            )}
            {output.spentBy === null ? (
              <Status>{t('unspent')}</Status>
            ) : (
              <TransactionLink txid={output.spentBy} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
