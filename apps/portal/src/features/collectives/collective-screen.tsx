'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  buttonLook,
  type Column,
  EmptyState,
  Facts,
  Hash,
  Notice,
  PageHeader,
  plainUnits,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink, RecordLink } from '../explorer/index.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { CollectiveDebts } from './debts.tsx'
import { Groups } from './groups.tsx'
import { History } from './history.tsx'
import { Loans } from './loans.tsx'
import { PayInDialog } from './pay-in-dialog.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import { Roster } from './roster.tsx'
import {
  type Collective,
  elementOf,
  registrationOf,
  stageWord,
  toneOfRegistration,
  toneOfStage,
} from './stages.ts'
import { useVoteTitle } from './use-vote-title.ts'

const POLL_MS = 3_000

/** One collective: what it holds, what it is asked to decide, who its members are, and where the ledger has it. */
export function CollectiveScreen({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.show.queryOptions({ collectiveId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const stage = registrationOf(data)
  return (
    <>
      <PageHeader
        above={
          <Link href={data.parentId ? `/collectives/${data.parentId}` : '/collectives'}>
            {t(data.parentId ? 'group.above' : 'title')}
          </Link>
        }
        title={data.name}
        lead={<Status tone={toneOfRegistration[stage]}>{t(`registration.${stage}`)}</Status>}
        actions={data.step === 'registered' && <Actions collective={data} />}
      />
      <RefusalView error={data.reason ? new RefusedHere(data.reason) : undefined} />
      {data.step === 'registered' ? <Figures collective={data} /> : <Notice title={t('registering')} />}
      <Votes id={id} />
      {data.step === 'registered' && <CollectiveDebts collective={data} />}
      {data.step === 'registered' && <Loans collective={data} />}
      <Roster id={id} scheme={data.scheme} />
      {data.scheme === 'VCB1' && data.step === 'registered' && <Groups id={id} />}
      <History id={id} />
      <Section id="facts" title={t('onLedger')}>
        <Facts
          rows={[
            { label: t('kind.label'), value: t(`kind.names.${data.scheme}`) },
            ...(data.isUnion
              ? [{ label: t('union'), value: <Link href={`/communities/${id}`}>{data.name}</Link> }]
              : []),
            { label: t('ledgerId'), value: <Hash hash={data.ledgerId} /> },
            { label: t('account'), value: <AccountLink keyHash={data.account} /> },
            { label: t('address'), value: <Hash hash={data.address} /> },
            { label: t('record'), value: <RecordLink table="collective" recordKey={data.ledgerId} /> },
            { label: t('writtenBy'), value: <RecordPlace {...data} /> },
            ...(data.fileName === '' ? [] : [{ label: t('file'), value: data.fileName }]),
          ]}
        />
      </Section>
    </>
  )
}

function Figures({ collective }: { readonly collective: Collective }) {
  const t = useTranslations('collectives')
  const format = useFormatter()
  const { held, members, threshold, weight, mySeats } = collective
  return (
    <StatRow>
      <Stat label={t('holds')} tone="value" value={<Amount amount={held} element="value" unit="" />} />
      <Stat label={t('members')} value={members === null ? '–' : format.number(members)} />
      <Stat label={t('decide')} value={t('ofVotes', { threshold, weight })} />
      <Stat label={t('mySeats')} value={format.number(mySeats.length)} />
    </StatRow>
  )
}

function Actions({ collective }: { readonly collective: Collective }) {
  const t = useTranslations('collectives')
  const { may } = useSession()
  const [open, setOpen] = useState<'propose' | 'pay-in'>()
  const close = () => setOpen(undefined)
  return (
    <span className="flex flex-wrap gap-2">
      {may('account.pay') && <Button onClick={() => setOpen('pay-in')}>{t('payIn.open')}</Button>}
      {may('collective.propose') && (
        <Link href={`/collectives/${collective.id}/change`} className={buttonLook({})}>
          {t('change.open')}
        </Link>
      )}
      {may('collective.propose') && (
        <Button variant="primary" onClick={() => setOpen('propose')}>
          {t('propose.open')}
        </Button>
      )}
      {open === 'propose' && <ProposeDialog collective={collective} onClose={close} />}
      {open === 'pay-in' && <PayInDialog collective={collective} onClose={close} />}
    </span>
  )
}

type VoteRow = ApiAnswers['collectives']['proposals'][number]

function Votes({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const format = useFormatter()
  const router = useRouter()
  const { decimals } = useUi()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.proposals.queryOptions({ collectiveId: id }, { refetchInterval }),
  )
  const titleOf = useVoteTitle()
  const stage = (row: VoteRow) => t(`vote.stages.${stageWord(row)}`)
  const columns: readonly Column<VoteRow>[] = [
    {
      key: 'purpose',
      header: t('propose.purpose'),
      cell: titleOf,
      text: titleOf,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'amount',
      header: t('propose.amount'),
      cell: ({ amount, kind }) =>
        amount === null ? (
          t(kind === 'roles' ? 'roles.ofRoles' : 'change.ofMembers')
        ) : (
          <Amount amount={amount} element={elementOf[kind]} unit="" />
        ),
      text: ({ amount }) => (amount === null ? '' : plainUnits(amount, decimals)),
      sortBy: ({ amount }) => amount ?? 0n,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'votes',
      header: t('votesIn'),
      cell: ({ votes }) => format.number(votes),
      text: ({ votes }) => String(votes),
      sortBy: ({ votes }) => votes,
      align: 'right',
    },
    {
      key: 'stage',
      header: t('step'),
      cell: (row) => <Status tone={toneOfStage[row.stage]}>{stage(row)}</Status>,
      text: stage,
      filter: 'choice',
    },
    {
      key: 'closes',
      header: t('vote.closes'),
      cell: ({ closesAt }) => t('vote.atHeight', { height: closesAt }),
      text: ({ closesAt }) => String(closesAt),
      sortBy: ({ closesAt }) => closesAt,
      phone: 'hide',
    },
  ]
  return (
    <Section id="votes" title={t('votes')}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="collective-votes"
          caption={t('votes')}
          rows={data}
          columns={columns}
          rowKey={(row) => row.id}
          onOpen={(row) => router.push(`/collectives/votes/${row.id}`)}
          empty={<EmptyState title={t('noVotes')}>{t('noVotesNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}
