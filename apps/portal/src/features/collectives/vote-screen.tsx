'use client'
import { useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import { RECORD } from '@vc/ledger'
import { Facts, Notice, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { describeBeside } from './beside.ts'
import { CastVote } from './cast-vote.tsx'
import { ChangeHeadline, ChangeLines } from './change-paper.tsx'
import { DebtMatter } from './debt-matter.tsx'
import { LoanMatter } from './loan-matter.tsx'
import { LockedMatter, paysLocked } from './locked.tsx'
import { checkChange } from './read-change.ts'
import { readVote } from './read-vote.ts'
import { RepaymentHeadline, RepaymentMatter } from './repayment-matter.tsx'
import { RestructuringHeadline, RestructuringMatter } from './restructuring-matter.tsx'
import { RolesHeadline, RolesMatter, useRolesAsked } from './roles-matter.tsx'
import { RollCall } from './roll-call.tsx'
import { stageWord, toneOfStage, type Vote } from './stages.ts'
import { SuretyMatter, useSurety } from './surety-matter.tsx'
import { useVoteTitle } from './use-vote-title.ts'
import { DebtHeadline, Headline, SuretyHeadline, VotePaper } from './vote-paper.tsx'

const POLL_MS = 2_000

/** One vote: the paper that is voted on, how far it is, the button, and who has voted. */
export function VoteScreen({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const titleOf = useVoteTitle()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.proposal.queryOptions({ proposalId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader
        above={<Link href={`/collectives/${data.collective.id}`}>{data.collective.name}</Link>}
        title={titleOf(data)}
        lead={<Status tone={toneOfStage[data.stage]}>{t(`vote.stages.${stageWord(data)}`)}</Status>}
      />
      <RefusalView error={data.reason ? new RefusedHere(data.reason) : undefined} />
      <Matter vote={data} />
      {data.transaction !== '' && <RollCall id={id} scheme={data.scheme} />}
    </>
  )
}

/** What is voted on, as the bytes say it, and what can be done about it; bytes that do not fit are voted on by nobody. */
function Matter({ vote }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  const { transaction } = vote
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bytes of a proposal do not change, what else is asked again does
  const read = useMemo(() => {
    try {
      return transaction === '' ? {} : { leg: readVote(vote).leg }
    } catch (error) {
      return { error }
    }
  }, [transaction])
  if (read.error) return <RefusalView error={read.error} />
  if (!read.leg) return <Unprepared vote={vote} />
  if (read.leg.transaction.kind === RECORD) return <ChangeMatter vote={vote} leg={read.leg} />
  const { leg } = read
  const paper = (headline: ReactNode) => (
    <Laid standing={<Standing vote={vote} headline={headline} />}>
      <Section title={t('paper')} lead={t('paperLead')}>
        <VotePaper vote={vote} leg={leg} title={headline} />
      </Section>
    </Laid>
  )
  return <OfKind {...{ vote, leg, paper }} />
}

type OfKindProps = {
  readonly vote: Vote
  readonly leg: ActLeg
  readonly paper: (headline: ReactNode) => ReactNode
}

/** The terms of what is voted on above its paper; without terms the paper alone. */
function OfKind({ vote, leg, paper }: OfKindProps) {
  const surety = useSurety(vote)
  const roles = useRolesAsked(vote)
  if (vote.kind === 'loan')
    return (
      <LoanMatter vote={vote} leg={leg}>
        {paper(<Headline leg={leg} />)}
      </LoanMatter>
    )
  if (vote.kind === 'credit' || vote.kind === 'release')
    return (
      <DebtMatter vote={vote} leg={leg}>
        {paper(<DebtHeadline vote={vote} leg={leg} />)}
      </DebtMatter>
    )
  if (vote.kind === 'repayment')
    return (
      <RepaymentMatter vote={vote} leg={leg}>
        {paper(<RepaymentHeadline leg={leg} />)}
      </RepaymentMatter>
    )
  if (vote.kind === 'restructuring' || vote.kind === 'transfer')
    return (
      <RestructuringMatter vote={vote} leg={leg}>
        {paper(<RestructuringHeadline vote={vote} leg={leg} />)}
      </RestructuringMatter>
    )
  if (vote.kind === 'roles') {
    if (!roles.data) return <RefusalView error={roles.error} />
    return (
      <RolesMatter vote={vote} leg={leg} asked={roles.data}>
        {paper(<RolesHeadline roles={roles.data.roles} />)}
      </RolesMatter>
    )
  }
  if (paysLocked(vote, leg))
    return (
      <LockedMatter vote={vote} leg={leg}>
        {paper(<Headline leg={leg} />)}
      </LockedMatter>
    )
  if (vote.kind !== 'guarantee') return paper(<Headline leg={leg} />)
  if (!surety.data) return <RefusalView error={surety.error} />
  return (
    <SuretyMatter leg={leg} surety={surety.data}>
      {paper(<SuretyHeadline {...surety.data} />)}
    </SuretyMatter>
  )
}

/** The new list is on its way to the ledger; nobody votes before it is there. */
function Unprepared({ vote }: { readonly vote: Vote }) {
  if (vote.stage !== 'preparing') return null
  return (
    <div className="max-w-2xl space-y-4">
      <Preparing />
      <CastVote vote={vote} />
    </div>
  )
}

function Preparing() {
  const t = useTranslations('collectives.change')
  return <Notice title={t('preparing')}>{t('preparingNext')}</Notice>
}

/** A change of members: shown, and voted on, only when the list that is shown is the one that the bytes name. */
function ChangeMatter({ vote, leg }: { readonly vote: Vote; readonly leg: ActLeg }) {
  const t = useTranslations('collectives')
  const { change, isChecked, error } = useCheckedChange(vote, leg)
  if (error) return <RefusalView error={error} />
  if (!change || !isChecked)
    return (
      <>
        <p role="status" className="mb-4 text-ink-soft">
          {t('change.checking')}
        </p>
        <Skeleton className="h-80" />
      </>
    )
  const headline = <ChangeHeadline change={change} />
  return (
    <>
      <Laid standing={<Standing vote={vote} headline={headline} />}>
        <Section title={t('vote.paper')} lead={t('vote.paperLead')}>
          <VotePaper vote={vote} leg={leg} title={headline} />
        </Section>
      </Laid>
      <ChangeLines lines={change.lines} />
    </>
  )
}

/** The change with what came of checking it: neither its lists nor the bytes ever change, so both are asked for once. */
function useCheckedChange(vote: Vote, leg: ActLeg) {
  const staleTime = Number.POSITIVE_INFINITY
  const asked = useQuery(useTRPC().collectives.change.queryOptions({ proposalId: vote.id }, { staleTime }))
  const { data: change } = asked
  const checked = useQuery({
    queryKey: ['checked-change', vote.id, vote.transaction],
    queryFn: async () => {
      if (!change) throw new RefusedHere('change-differs')
      await checkChange({ vote, leg, change }, describeBeside)
      return true
    },
    ...{ enabled: change !== undefined, staleTime, retry: false },
  })
  return { change, isChecked: checked.data === true, error: asked.error ?? checked.error }
}

function Laid({ standing, children }: { readonly standing: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="space-y-5 lg:order-2 lg:mt-8">{standing}</div>
      {children}
    </div>
  )
}

/** What is decided, how many votes are in, until when it is open, and what this person can do now. */
function Standing({ vote, headline }: { readonly vote: Vote; readonly headline: ReactNode }) {
  const t = useTranslations('collectives.vote')
  const { votedWeight, threshold, weight, votes, members, stage, closesAt, height, blocksPerDay, kind } = vote
  const days = Math.ceil((closesAt - height) / blocksPerDay)
  const isOpen = stage === 'open' || stage === 'preparing'
  return (
    <>
      <div className="text-lead font-strong">{headline}</div>
      {stage === 'preparing' && <Preparing />}
      <Progress
        label={t('progress', { voted: votedWeight, threshold })}
        done={votedWeight}
        total={threshold}
        unit={t('unit')}
        state={votedWeight >= threshold ? 'done' : isOpen ? 'waiting' : 'refused'}
      />
      <p className="text-ink-soft">{t('count', { votes, members, weight })}</p>
      {isOpen && <p>{t(`until.${kind}`, { closesAt, days })}</p>}
      {stage === 'closed' && <p>{t(`fell.${kind}`)}</p>}
      {stage === 'overtaken' && <p>{t('overtaken')}</p>}
      <Written vote={vote} />
      <CastVote vote={vote} />
    </>
  )
}

const isAhead = (kind: Vote['kind']) => kind === 'restructuring' || kind === 'transfer'

function Written({ vote: { stage, txid, block, kind } }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  // It is agreed to beforehand: which transaction it becomes the creditor decides.
  if ((stage !== 'final' && stage !== 'in-block') || isAhead(kind)) return null
  const place = <RecordPlace txid={txid} height={block} finality={stage} />
  return <Facts rows={[{ label: t(`done.${kind}`), value: place }]} />
}
