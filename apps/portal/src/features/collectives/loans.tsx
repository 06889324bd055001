'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  plainUnits,
  Section,
  Stat,
  StatRow,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { AskLoanDialog } from './ask-loan-dialog.tsx'
import type { LoanRow } from './read-loan.ts'
import { type Collective, toneOfLoan } from './stages.ts'

const POLL_MS = 3_000

/** What the collective has lent to its members: who owes how much until when, and what is late. */
export function Loans({ collective }: { readonly collective: Collective }) {
  const t = useTranslations('collectives.loans')
  const { may } = useSession()
  const router = useRouter()
  const refetchInterval = usePolling(POLL_MS)
  const [asking, setAsking] = useState(false)
  const asked = { collectiveId: collective.id }
  const { data, error } = useQuery(useTRPC().collectives.loans.queryOptions(asked, { refetchInterval }))
  const columns = useColumns()
  const canAsk = collective.mySeats.length > 0 && may('collective.propose')
  const open = canAsk && (
    <Button size="small" onClick={() => setAsking(true)}>
      {t('ask.open')}
    </Button>
  )
  return (
    <Section id="loans" title={t('title')} lead={t('lead')} actions={open}>
      <RefusalView error={error} />
      {data && data.rows.length > 0 && <Sums {...data} />}
      {(data || !error) && (
        <Table
          name="collective-loans"
          caption={t('title')}
          rows={data?.rows}
          columns={columns}
          rowKey={(row) => row.proposalId}
          onOpen={(row) => router.push(`/collectives/votes/${row.proposalId}`)}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {asking && data && (
        <AskLoanDialog collective={collective} now={data} onClose={() => setAsking(false)} />
      )}
    </Section>
  )
}

type SumsProps = { readonly owed: bigint; readonly overdue: bigint; readonly repaid: bigint }

function Sums({ owed, overdue, repaid }: SumsProps) {
  const t = useTranslations('collectives.loans')
  const sum = (amount: bigint) => <Amount amount={amount} element="value" unit="" />
  return (
    <div className="mb-5">
      <StatRow>
        <Stat label={t('owed')} value={sum(owed)} />
        <Stat label={t('overdue')} tone={overdue > 0n ? 'refused' : undefined} value={sum(overdue)} />
        <Stat label={t('repaid')} value={sum(repaid)} />
      </StatRow>
    </div>
  )
}

function useColumns(): readonly Column<LoanRow>[] {
  const t = useTranslations('collectives.loans')
  const { decimals } = useUi()
  const state = (row: LoanRow) => t(`states.${row.state}`)
  const due = ({ due: height }: LoanRow) => t('atHeight', { height })
  const money = (key: 'amount' | 'price' | 'owed', phone?: 'side' | 'hide'): Column<LoanRow> => ({
    ...{ key, header: t(key), align: 'right', ...(phone && { phone }) },
    cell: (row) => <Amount amount={row[key]} element="value" unit="" />,
    text: (row) => plainUnits(row[key], decimals),
    sortBy: (row) => row[key],
  })
  return [
    {
      ...{ key: 'who', header: t('who'), filter: 'text', phone: 'main' },
      cell: ({ name, borrower }) => name || <AccountLink keyHash={borrower} />,
      text: ({ name, borrower }) => name || borrower,
    },
    {
      ...{ key: 'purpose', header: t('purpose'), filter: 'text' },
      cell: ({ purpose }) => purpose,
      text: ({ purpose }) => purpose,
    },
    money('amount', 'hide'),
    money('price', 'hide'),
    money('owed', 'side'),
    { key: 'due', header: t('due'), cell: due, text: due, sortBy: (row) => row.due, phone: 'hide' },
    {
      ...{ key: 'state', header: t('state'), filter: 'choice' },
      cell: (row) => <Status tone={toneOfLoan[row.state]}>{state(row)}</Status>,
      text: state,
    },
  ]
}
