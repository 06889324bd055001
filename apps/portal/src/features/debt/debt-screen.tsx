'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, PageHeader, Section, Skeleton, Stat, StatRow } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { ClearLots } from '../clearing/index.ts'
import { AccountLink, useOwners } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import type { Case } from './case.ts'
import { CaseLots } from './case-lots.tsx'
import { CaseNotes } from './case-notes.tsx'
import { CaseStory } from './case-story.tsx'
import { lotName } from './lot-choice.tsx'
import { PenaltyEvidence } from './penalty-evidence.tsx'
import { Pledge } from './pledge.tsx'
import { Restructurings } from './restructurings.tsx'
import { Transfers } from './transfers.tsx'
import { WriteOffs } from './write-offs.tsx'

const POLL_MS = 4_000
const DEBT_LAYER = 1

/** One debt for its debtor and its creditor: what is owed, its whole story from the blocks, and the creditor's file. */
export function DebtScreen({ txid }: { readonly txid: string }) {
  const t = useTranslations('debt')
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().credit.case.queryOptions({ txid }, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  return (
    <>
      <Head data={data} />
      <Sums data={data} />
      <CaseLots data={data} />
      <ClearLots lots={lateLots(data)} />
      <Pledge data={data} />
      <Restructurings data={data} />
      <Transfers data={data} />
      <WriteOffs data={data} />
      <Section id="story" title={t('story.title')} lead={t('story.lead')}>
        <CaseStory data={data} />
      </Section>
      <PenaltyEvidence data={data} />
      {!may('credit.repay') && <CaseNotes data={data} />}
    </>
  )
}

/** Lots in circulation whose height has come. */
const lateLots = ({ story }: Case) =>
  story.lots
    .filter(({ standing, layer }) => (standing === 'overdue' || standing === 'bad') && layer !== DEBT_LAYER)
    .map((lot) => ({ name: lotName(lot), amount: lot.amount }))

function Head({ data: { debtor, owners, story } }: { readonly data: Case }) {
  const t = useTranslations('debt')
  const ownerOf = useOwners(owners)
  return (
    <>
      <PageHeader
        above={<Link href="/credit">{t('credit')}</Link>}
        title={t('of', { name: ownerOf(debtor)?.name ?? t('unknown') })}
        lead={t('lead')}
      />
      <p className="mb-6 flex flex-wrap gap-x-6 gap-y-1 text-small text-ink-soft">
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          {t('debtor')} <AccountLink keyHash={debtor} owner={ownerOf(debtor)} />
        </span>
        {story.creditors.map((keyHash) => (
          <span key={keyHash} className="inline-flex flex-wrap items-baseline gap-x-2">
            {t('creditor')} <AccountLink keyHash={keyHash} owner={ownerOf(keyHash)} />
          </span>
        ))}
      </p>
    </>
  )
}

function Sums({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.sums')
  const { given, added, repaid, writtenOff, transferred, unpaid } = data.story.sums
  return (
    <StatRow>
      <Stat
        label={t('given')}
        value={<Amount amount={given + added} />}
        tone="debt"
        note={
          added > 0n && (
            <>
              {t('added')} <Amount amount={added} />
            </>
          )
        }
      />
      <Stat label={t('repaid')} value={<Amount amount={repaid} />} tone="value" />
      {transferred > 0n && <Stat label={t('transferred')} value={<Amount amount={transferred} />} />}
      {writtenOff > 0n && (
        <Stat label={t('writtenOff')} value={<Amount amount={writtenOff} />} tone="refused" />
      )}
      <Stat
        label={t('unpaid')}
        value={<Amount amount={unpaid} />}
        tone={unpaid > 0n ? 'waiting' : undefined}
      />
    </StatRow>
  )
}
