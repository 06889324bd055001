'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  Checkbox,
  Facts,
  FormField,
  formatUnits,
  Hash,
  Notice,
  PageHeader,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
  TextInput,
  useToast,
  useUi,
} from '@vc/ui'
import { useSearchParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { WindowOpens } from '../approvals/index.ts'
import { AccountLink, useOwners } from '../explorer/index.ts'
import { SoftwareMark } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import { SanctionCard, Score } from '../standing/index.ts'
import { ApplicationFacts } from './application-facts.tsx'
import { AutomaticSection } from './automatic.tsx'
import { Ceilings } from './ceilings.tsx'
import { CollectiveBehind } from './collective-behind.tsx'
import { Guarantees } from './guarantees.tsx'
import { InterestFields } from './interest-fields.tsx'
import { OrderBehind } from './order-behind.tsx'
import { Overrule, Overrules } from './overrule.tsx'
import { isDraftable, isSignable, isVotedOn } from './stages.ts'
import { useInterest } from './use-interest.ts'

type Review = ApiAnswers['credit']['review']
const POLL_MS = 4_000

/** One screen to decide on: what is asked, the account and its history on the ledger, the agent's room, the guarantee. */
export function ReviewScreen({ id }: { readonly id: string }) {
  const t = useTranslations('credit')
  const chinese = useLocale() === 'zh-CN'
  const importId = useSearchParams().get('import')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().credit.review.queryOptions({ applicationId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { application } = data
  return (
    <>
      <PageHeader
        above={<Link href={importId ? `/credit?import=${importId}` : '/credit'}>{t('title')}</Link>}
        title={chinese ? application.organisation.nameZh : application.organisation.name}
        lead={t('review.lead')}
      />
      <SanctionCard sanctions={data.sanctions} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <Section title={t('review.asked')}>
          <ApplicationFacts
            application={application}
            waiting={data.waiting ?? undefined}
            blocksPerDay={data.times.blocksPerDay}
          />
        </Section>
        <div>
          <Account data={data} />
          <Room data={data} />
        </div>
      </div>
      {data.collective && <CollectiveBehind collective={data.collective} />}
      {data.order && <OrderBehind order={data.order} />}
      <AutomaticSection automatic={data.automatic} />
      <GuaranteeSection data={data} />
      <Score
        standing={data.standing}
        subject={application.collective ? application.debtKeyHash : application.accountId}
      />
      <Decide data={data} />
    </>
  )
}

function Account({ data: { account, application, standing, owners } }: { readonly data: Review }) {
  const t = useTranslations('credit.review')
  const ownerOf = useOwners(owners)
  const { debtKeyHash } = application
  const { given, clearedOnTime, clearedLate, unpaid, overdue } = standing.inputs
  return (
    <Section title={t('account')}>
      <Facts
        rows={[
          {
            label: t('onLedger'),
            value: (
              <Status tone={account.isActive ? 'plain' : 'refused'}>
                {t(account.isActive ? 'active' : 'notActive')}
              </Status>
            ),
          },
          { label: t('debtKey'), value: <AccountLink keyHash={debtKeyHash} owner={ownerOf(debtKeyHash)} /> },
          { label: t('given'), value: <Amount amount={given} element="debt" /> },
          { label: t('cleared'), value: <Amount amount={clearedOnTime + clearedLate} /> },
          { label: t('clearedLate'), value: <Amount amount={clearedLate} /> },
          { label: t('unpaid'), value: <Amount amount={unpaid} element="debt" /> },
          { label: t('overdue'), value: <Amount amount={overdue} element="debt" /> },
        ]}
      />
    </Section>
  )
}

function GuaranteeSection({ data }: { readonly data: Review }) {
  const t = useTranslations('credit.guarantees')
  return (
    <Section title={t('section')} lead={t('sectionLead')}>
      <Guarantees listed={data} amount={data.application.amount} />
    </Section>
  )
}

function Room({ data: { agent, application, ceilings, owners } }: { readonly data: Review }) {
  const t = useTranslations('credit.review')
  const ownerOf = useOwners(owners)
  if (!agent)
    return (
      <div className="mt-4">
        <Notice title={t('noAgent')}>{t('noAgentNext')}</Notice>
      </div>
    )
  const room = agent.ceiling - agent.exposure
  return (
    <Section title={t('room')} lead={t('roomLead')}>
      <p className="mb-3 flex flex-wrap items-center gap-2 text-small text-ink-soft">
        {t('agentKey')} <Hash hash={agent.key} />
        <SoftwareMark isSoftware={ownerOf(agent.keyHash)?.isSoftware ?? false} />
      </p>
      <StatRow pairs>
        <Stat label={t('ceiling')} value={<Amount amount={agent.ceiling} />} tone="credit" />
        <Stat label={t('unpaidGiven')} value={<Amount amount={agent.unpaid} />} tone="debt" />
        <Stat label={t('pending')} value={<Amount amount={agent.pending} />} tone="waiting" />
        {agent.handedOn > 0n && (
          <Stat label={t('handedOn')} value={<Amount amount={agent.handedOn} />} tone="credit" />
        )}
        <Stat
          label={t('left')}
          value={<Amount amount={room} />}
          tone={room < application.amount ? 'refused' : 'value'}
        />
      </StatRow>
      {ceilings && isDraftable(application.stage) && <Ceilings ceilings={ceilings} />}
    </Section>
  )
}

/** Before it is given: that it would wait for a window of the node's credit policy, and for which. */
function Capacity({ window }: Pick<Review, 'window'>) {
  const t = useTranslations('credit.review')
  if (!window || window.fits) return null
  return (
    <Notice tone="waiting" title={t('noCapacity')}>
      {t('noCapacityLead')} {window.next ? <WindowOpens window={window.next} /> : t('noWindow')}
    </Notice>
  )
}

const toldBy = { submitted: 'sent', open: 'approvedFirst', voting: 'putToVote', kept: 'debtorFirst' } as const

function Decide({ data }: { readonly data: Review }) {
  const { application, isOwn, agent, ceilings } = data
  const t = useTranslations('credit')
  const name = useLocale() === 'zh-CN' ? application.organisation.nameZh : application.organisation.name
  const { decimals, locale } = useUi()
  const { may } = useSession()
  const api = useTRPCClient()
  const { sign } = useActSigner()
  const toast = useToast()
  const { run, error } = useCommand()
  const [reason, setReason] = useState('')
  const interest = useInterest(data)
  const [isKept, setKept] = useState(false)
  const { id, stage, amount, payee, orderId } = application
  const isPaidToOthers = payee !== null || orderId !== null
  const isOthers = orderId !== null || application.collective !== null
  const isInTheWay = isDraftable(stage) && ceilings !== undefined && ceilings.inTheWay !== null
  if (!may('credit.approve') || (!isDraftable(stage) && !isSignable(stage) && !isVotedOn(stage)))
    return <RefusalView error={error} />

  async function approve() {
    const outcome = await run(async () => {
      const { actId, keptActId } = await api.credit.approve.mutate({
        ...{ applicationId: id, ...interest.asked },
        isKept: isKept && !isOthers,
      })
      if (keptActId !== null && stage !== 'accepted') return { status: 'kept' as const }
      return actId === null ? { status: 'voting' as const } : sign(actId)
    })
    if (outcome) toast({ title: t(toldBy[outcome.status]) })
  }
  const isVoted = !isDraftable(stage) && application.collective !== null
  const go = isVoted ? 'signVoted' : application.collective ? 'putToVote' : 'approve'
  const decline = () => run(() => api.credit.decline.mutate({ applicationId: id, reason }))
  return (
    <Section
      title={t('review.decide')}
      lead={t(application.collective ? 'review.decideVoted' : 'review.decideLead')}
    >
      <RefusalView error={error} />
      {isOwn && <Notice title={t('review.own')} />}
      <Capacity window={data.window} />
      <Overrules overrules={data.overrules} />
      {isDraftable(stage) && !isOwn && <Overrule data={data} />}
      {isDraftable(stage) && !isPaidToOthers && <InterestFields interest={interest} />}
      {isDraftable(stage) && !isOthers && (
        <div className="mt-4 max-w-2xl">
          <Checkbox
            label={t('review.kept')}
            checked={isKept}
            onChange={({ target }) => setKept(target.checked)}
          />
          <p className="mt-1 text-small text-ink-soft">{t('review.keptHint')}</p>
        </div>
      )}
      <div className="mt-4 flex flex-wrap items-end gap-4">
        {stage !== 'approved' && stage !== 'voting' && (
          <Button
            variant="primary"
            size="large"
            disabled={isOwn || !agent || !interest.asked || isInTheWay}
            onClick={approve}
          >
            {t(`review.${go}`, { amount: formatUnits(amount, decimals, locale), name })}
          </Button>
        )}
        <FormField label={t('reason')}>
          <TextInput value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </FormField>
        <Button variant="danger" disabled={reason.trim() === ''} onClick={decline}>
          {t('review.decline')}
        </Button>
      </div>
    </Section>
  )
}
