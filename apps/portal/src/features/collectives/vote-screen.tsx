'use client'
import { useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import { Facts, PageHeader, Progress, Section, Skeleton, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { CastVote } from './cast-vote.tsx'
import { readVote } from './read-vote.ts'
import { RollCall } from './roll-call.tsx'
import { toneOfStage, type Vote } from './stages.ts'
import { Headline, VotePaper } from './vote-paper.tsx'

const POLL_MS = 2_000

/** One vote: the paper that is voted on, how far it is, the button, and who has voted. */
export function VoteScreen({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().collectives.proposal.queryOptions({ proposalId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <PageHeader
        above={<Link href={`/collectives/${data.collective.id}`}>{data.collective.name}</Link>}
        title={data.purpose}
        lead={<Status tone={toneOfStage[data.stage]}>{t(`vote.stages.${data.stage}`)}</Status>}
      />
      <RefusalView error={data.reason ? new RefusedHere(data.reason) : undefined} />
      <Matter vote={data} />
      <RollCall id={id} />
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
      return { leg: readVote(vote).leg }
    } catch (error) {
      return { error }
    }
  }, [transaction])
  if (!read.leg) return <RefusalView error={read.error} />
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="space-y-5 lg:order-2 lg:mt-8">
        <Standing vote={vote} leg={read.leg} />
      </div>
      <Section title={t('paper')} lead={t('paperLead')}>
        <VotePaper vote={vote} leg={read.leg} />
      </Section>
    </div>
  )
}

/** What is paid, how many votes are in, until when it is open, and what this person can do now. */
function Standing({ vote, leg }: { readonly vote: Vote; readonly leg: ActLeg }) {
  const t = useTranslations('collectives.vote')
  const { votedWeight, threshold, weight, votes, members, stage, closesAt, height, blocksPerDay } = vote
  const days = Math.ceil((closesAt - height) / blocksPerDay)
  return (
    <>
      <p className="text-lead font-strong">
        <Headline leg={leg} />
      </p>
      <Progress
        label={t('progress', { voted: votedWeight, threshold })}
        done={votedWeight}
        total={threshold}
        unit={t('unit')}
        state={votedWeight >= threshold ? 'done' : stage === 'open' ? 'waiting' : 'refused'}
      />
      <p className="text-ink-soft">{t('count', { votes, members, weight })}</p>
      {stage === 'open' && <p>{t('until', { closesAt, days })}</p>}
      {stage === 'closed' && <p>{t('fell')}</p>}
      <Paid vote={vote} />
      <CastVote vote={vote} />
    </>
  )
}

function Paid({ vote: { stage, txid, block } }: { readonly vote: Vote }) {
  const t = useTranslations('collectives.vote')
  if (stage !== 'final' && stage !== 'in-block') return null
  const place = <RecordPlace txid={txid} height={block} finality={stage} />
  return <Facts rows={[{ label: t('spent'), value: place }]} />
}
