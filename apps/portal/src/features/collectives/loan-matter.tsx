'use client'
import { useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  Facts,
  plainUnits,
  Section,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { AccountLink, TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { checkLoanPaper, type Loan } from './read-loan.ts'
import { RepayDialog } from './repay-dialog.tsx'
import { toneOfLoan, toneOfPart, type Vote } from './stages.ts'

const POLL_MS = 3_000
type Props = { readonly vote: Vote; readonly leg: ActLeg; readonly children: ReactNode }

/** A vote on a loan: its terms, which the bytes commit to, what was paid back, and the vote itself when both fit. */
export function LoanMatter({ vote, leg, children }: Props) {
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.loan.queryOptions({ proposalId: vote.id }, { refetchInterval }),
  )
  const wrong = useDifference(vote, leg, data ?? undefined)
  if (error || wrong) return <RefusalView error={error ?? wrong} />
  if (!data) return null
  return (
    <>
      <Terms loan={data} name={vote.collective.name} proposalId={vote.id} />
      {children}
      {data.parts.length > 0 && <Parts parts={data.parts} />}
    </>
  )
}

function useDifference(vote: Vote, leg: ActLeg, loan: Loan | undefined) {
  const { borrower, amount, price, due, purpose } = loan ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: neither the bytes of a proposal nor these terms change
  return useMemo(() => {
    try {
      if (loan) checkLoanPaper(vote, leg, loan)
      return undefined
    } catch (cause) {
      return cause
    }
  }, [leg, borrower, amount, price, due, purpose])
}

type TermsProps = { readonly loan: Loan; readonly name: string; readonly proposalId: string }

/** What was agreed, how much of it is still owed, and the button of who owes it. */
function Terms({ loan, name, proposalId }: TermsProps) {
  const t = useTranslations('collectives.loans')
  const { may } = useSession()
  const [repaying, setRepaying] = useState(false)
  const { borrower, amount, price, due, state, repaid, owed, isMine } = loan
  const sum = (of: bigint) => <Amount amount={of} element="value" />
  const repay = isMine && owed > 0n && may('account.pay') && (
    <Button variant="primary" onClick={() => setRepaying(true)}>
      {t('repay.open')}
    </Button>
  )
  return (
    <Section id="loan" title={t('terms')} lead={t('termsLead')} actions={repay}>
      <Facts
        rows={[
          {
            label: t('who'),
            value: (
              <>
                {loan.name} <AccountLink keyHash={borrower} />
              </>
            ),
          },
          { label: t('state'), value: <Status tone={toneOfLoan[state]}>{t(`states.${state}`)}</Status> },
          { label: t('amount'), value: sum(amount) },
          { label: t('price'), value: sum(price) },
          { label: t('due'), value: t('atHeight', { height: due }) },
          { label: t('repaid'), value: sum(repaid) },
          { label: t('owed'), value: sum(owed) },
        ]}
      />
      {repaying && (
        <RepayDialog owed={owed} name={name} proposalId={proposalId} onClose={() => setRepaying(false)} />
      )}
    </Section>
  )
}

type Part = Loan['parts'][number]

/** Every part that came back, with the transaction that brought it. */
function Parts({ parts }: { readonly parts: readonly Part[] }) {
  const t = useTranslations('collectives.loans.parts')
  return (
    <Section id="repayments" title={t('title')}>
      <Table
        name="loan-repayments"
        caption={t('title')}
        rows={parts}
        columns={usePartColumns()}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('title')} />}
      />
    </Section>
  )
}

function usePartColumns(): readonly Column<Part>[] {
  const t = useTranslations('collectives.loans.parts')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Part) => format.dateTime(createdAt, 'short')
  const state = (part: Part) => t(`states.${part.state}`)
  return [
    {
      ...{ key: 'at', header: t('at'), cell: at, text: at, phone: 'main' },
      sortBy: ({ createdAt }) => createdAt.getTime(),
    },
    {
      ...{ key: 'amount', header: t('amount'), align: 'right', phone: 'side' },
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
    },
    {
      ...{ key: 'state', header: t('state'), filter: 'choice' },
      cell: (part) => <Status tone={toneOfPart[part.state]}>{state(part)}</Status>,
      text: state,
    },
    {
      ...{ key: 'by', header: t('by') },
      cell: ({ txid, height }) => (height === null ? '–' : <TransactionLink txid={txid} />),
      text: ({ txid }) => txid,
    },
  ]
}
