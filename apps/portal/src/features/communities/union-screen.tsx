'use client'
import { useQuery } from '@tanstack/react-query'
import { isFoundedAs } from '@vc/settlement'
import {
  Amount,
  buttonLook,
  Facts,
  Hash,
  Notice,
  PageHeader,
  Section,
  Skeleton,
  Stat,
  StatRow,
  Status,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { AccountLink, RecordLink } from '../explorer/index.ts'
import { RecordPlace } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'
import { Founding } from './founding.tsx'
import { Members } from './members.tsx'
import { OwnChain } from './own-chain.tsx'
import { toneOfUnion, type Union } from './stages.ts'

const POLL_MS = 3_000

/** One farm union: how far its founding is, who its members are, the community on the network, and the account they own. */
export function UnionScreen({ id }: { readonly id: string }) {
  const t = useTranslations('communities')
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: id }
  const { data, error } = useQuery(useTRPC().unions.show.queryOptions(asked, { refetchInterval }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const isOver = data.stage === 'refused' || data.stage === 'expired'
  return (
    <>
      <PageHeader
        above={<Link href="/communities">{t('title')}</Link>}
        title={data.name}
        lead={<Status tone={toneOfUnion[data.stage]}>{t(`stages.${data.stage}`)}</Status>}
        actions={
          data.txid && (
            <Link href={`/collectives/${data.id}`} className={buttonLook({ variant: 'primary' })}>
              {t('openAccount')}
            </Link>
          )
        }
      />
      <RefusalView error={data.reason ? new RefusedHere(data.reason) : undefined} />
      {isOver && <Notice title={t(`over.${data.stage}`)}>{t('over.next')}</Notice>}
      {!isOver && data.stage !== 'final' && <Founding union={data} />}
      <Figures union={data} />
      <Members union={data} />
      <Community union={data} />
      {data.listed && <OwnChain union={data} />}
    </>
  )
}

function Figures({ union: { held, owed, members, threshold, weight } }: { readonly union: Union }) {
  const t = useTranslations('communities')
  const format = useFormatter()
  return (
    <StatRow>
      <Stat label={t('holds')} tone="value" value={<Amount amount={held} element="value" unit="" />} />
      <Stat label={t('owes')} tone="debt" value={<Amount amount={owed} element="debt" unit="" />} />
      <Stat label={t('members')} value={format.number(members.length)} />
      <Stat
        label={t('decide')}
        value={weight === 0n ? '–' : t('ofVotes', { threshold: Number(threshold), weight: Number(weight) })}
      />
    </StatRow>
  )
}

/** The community as the network lists it, checked in this browser against the members that it was founded with. */
function Community({ union }: { readonly union: Union }) {
  const t = useTranslations('communities')
  const { listed, chainId: id, genesis, ledgerId: collective, name, account } = union
  const members = union.founders.map(({ name: of, role, account: owner, credential, weight }) => ({
    ...{ name: of, role, account: owner, credential, weight: Number(weight) },
  }))
  const fits = isFoundedAs({ name, collective, members }, { genesis: listed?.genesis ?? genesis, id })
  return (
    <Section id="community" title={t('community')} lead={t('communityLead')}>
      {listed && (
        <div className="mb-4">
          <Notice title={t(fits ? 'fits' : 'fitsNot')}>{t(fits ? 'fitsNext' : 'fitsNotNext')}</Notice>
        </div>
      )}
      <Facts
        rows={[
          { label: t('chainId'), value: <Hash hash={id} /> },
          { label: t('genesis'), value: <Hash hash={listed?.genesis ?? genesis} /> },
          ...(listed
            ? [
                { label: t('level'), value: String(listed.level) },
                {
                  label: t('authorities'),
                  value: listed.authorities.map((key) => <Hash key={key} hash={key} />),
                },
                { label: t('record'), value: <RecordLink table="chain" recordKey={id} /> },
              ]
            : []),
          { label: t('unionAccount'), value: <AccountLink keyHash={account} /> },
          { label: t('writtenBy'), value: <RecordPlace {...union} /> },
        ]}
      />
    </Section>
  )
}
