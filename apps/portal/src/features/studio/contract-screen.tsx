'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Facts, Notice, PageHeader, Section, Skeleton, Stat, StatRow, Status } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { type Advance, type Contract, toneOfContract } from './answers.ts'
import { ContractActions } from './contract-actions.tsx'
import { AdvanceTable, PartyTable, TierTable, VersionTable } from './contract-tables.tsx'
import { FundingSection } from './funding-section.tsx'
import { useShare } from './use-share.ts'

const POLL_MS = 3_000

/** One version of a contract: who has agreed, who gets what, and what it has come to. */
export function ContractScreen({ id }: { readonly id: string }) {
  const t = useTranslations('studio')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().studio.contract.queryOptions({ contractId: id }, { refetchInterval }),
  )
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { contract, versions, advances, funds, forecasts } = data
  const { state, title, version, reason } = contract
  return (
    <>
      <PageHeader
        above={<Link href="/studio">{t('title')}</Link>}
        title={t('contract.title', { title, version })}
        lead={<Status tone={toneOfContract[state]}>{t(`states.${state}`)}</Status>}
        actions={<ContractActions contract={contract} advances={advances} />}
      />
      <RefusalView error={reason ? new RefusedHere(reason) : undefined} />
      <Notice
        tone={toneOfContract[state] === 'waiting' ? 'waiting' : 'plain'}
        title={t(`next.${state}.title`)}
      >
        {t(`next.${state}.text`)}
      </Notice>
      {state === 'agreed' && <Standing contract={contract} advances={advances} />}
      <Section id="parties" title={t('contract.parties')}>
        <PartyTable contract={contract} />
      </Section>
      <Section id="terms" title={t('contract.terms')} lead={t('contract.rule')}>
        <TierTable contract={contract} />
        <Terms contract={contract} />
      </Section>
      {state === 'agreed' && <FundingSection contract={contract} funds={funds} forecasts={forecasts} />}
      {advances.length > 0 && (
        <Section id="advances" title={t('contract.advances')}>
          <AdvanceTable advances={advances} />
        </Section>
      )}
      <Section id="versions" title={t('contract.versions')} lead={t('contract.versionsLead')}>
        <VersionTable versions={versions} />
      </Section>
    </>
  )
}

type StandingProps = { readonly contract: Contract; readonly advances: readonly Advance[] }

/** What the contract has come to through all its versions. */
function Standing({ contract: { books, terms }, advances }: StandingProps) {
  const t = useTranslations('studio.contract')
  const paid = advances.reduce((sum, { amount, height }) => (height === null ? sum : sum + amount), 0n)
  const value = (amount: bigint) => <Amount amount={amount} element="value" unit="" />
  return (
    <div className="mt-6">
      <StatRow>
        <Stat label={t('revenue')} value={value(books.revenue)} tone="value" note={t('revenueNote')} />
        <Stat label={t('earned')} value={value(books.entitled + books.toppedUp)} tone="value" />
        {terms.guarantee && <Stat label={t('toppedUp')} value={value(books.toppedUp)} tone="value" />}
        {(terms.advance || paid > 0n) && (
          <Stat
            label={t('recouped')}
            value={value(books.recouped)}
            tone="value"
            note={
              <>
                {t('ofAdvance')} {value(paid)}
              </>
            }
          />
        )}
      </StatRow>
    </div>
  )
}

/** What the tiers do not say. */
function Terms({ contract }: { readonly contract: Contract }) {
  const t = useTranslations('studio')
  const share = useShare()
  const { terms, txid, height, finality, code } = contract
  const { guarantee, advance } = terms
  const value = (amount: bigint) => <Amount amount={amount} element="value" />
  return (
    <div className="mt-4">
      <Facts
        rows={[
          { label: t('contract.code'), value: <span className="font-mono">{code}</span> },
          { label: t('contracts.valid'), value: t('range', { from: terms.validFrom, to: terms.validTo }) },
          { label: t('contract.platformFee'), value: share(terms.platformFee) },
          { label: t('contract.payDays'), value: t('contract.payDaysValue', { days: terms.payDays }) },
          {
            label: t('contract.guarantee'),
            value: guarantee ? (
              <>
                {value(guarantee.amount)} {t('contract.guaranteeBy', { day: guarantee.day })}
              </>
            ) : (
              t('contract.none')
            ),
          },
          {
            label: t('contract.advance'),
            value: advance ? (
              <>
                {value(advance.amount)} {t('contract.advanceBack', { share: share(advance.rate) })}
              </>
            ) : (
              t('contract.none')
            ),
          },
          {
            label: t('contract.record'),
            value: <RecordPlace txid={txid} height={height} finality={finality} />,
          },
        ]}
      />
    </div>
  )
}
