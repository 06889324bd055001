'use client'
import { buttonLook, EmptyState, Notice, PageHeader, Section, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../../i18n/navigation.ts'
import { RefusalView } from '../../refusals/index.ts'
import { useSession } from '../../session/index.ts'
import { ClosedProposals } from './closed-proposals.tsx'
import { ProposalPaper } from './proposal-paper.tsx'
import { type ConfigurationView, type ProposalView, useConfiguration } from './use-configuration.ts'
import { VersionsTable } from './versions-table.tsx'

/** The consensus on parameters: what is in force and was, what is proposed, and this node's own choice (configuration.md 5). */
export function ConfigurationScreen() {
  const t = useTranslations('configuration')
  const tn = useTranslations('network')
  const { may } = useSession()
  const { data, error } = useConfiguration()
  return (
    <>
      <PageHeader
        above={<Link href="/network">{tn('title')}</Link>}
        title={t('title')}
        lead={t('lead')}
        actions={
          may('network.vote') && (
            <Link href="/network/configuration/propose" className={buttonLook()}>
              {t('propose')}
            </Link>
          )
        }
      />
      <RefusalView error={error} />
      {data === undefined && !error && <Skeleton className="h-60" />}
      {data === null && <EmptyState title={tn('silent')}>{tn('silentNext')}</EmptyState>}
      {data && <Parts view={data} />}
    </>
  )
}

function Parts({ view }: { readonly view: ConfigurationView }) {
  const t = useTranslations('configuration')
  const open = view.proposals.filter(({ from }) => from > view.height + 1)
  const closed = view.proposals.filter(({ from }) => from <= view.height + 1)
  return (
    <>
      {view.stop && (
        <div className="mb-6">
          <Notice tone="waiting" title={t('stop.title', { height: view.stop.height })}>
            {t(`stop.${view.stop.code}`)}
          </Notice>
        </div>
      )}
      <Section id="open" title={t('open')} lead={open.length > 0 ? t('openLead') : undefined}>
        {open.length === 0 && <EmptyState title={t('noOpen')}>{t('noOpenNext')}</EmptyState>}
        {groupsOf(open).map((group) => (
          <Group key={group.map(({ id }) => id).join()} group={group} view={view} />
        ))}
      </Section>
      <Section id="versions" title={t('versions')}>
        <VersionsTable view={view} />
      </Section>
      <Section id="closed" title={t('closed')}>
        <ClosedProposals proposals={closed} />
      </Section>
    </>
  )
}

/** Proposals that exclude each other stand together; the rest each for itself. */
function groupsOf(proposals: readonly ProposalView[]): readonly (readonly ProposalView[])[] {
  const placed = new Set<string>()
  return proposals.flatMap((proposal) => {
    if (placed.has(proposal.id)) return []
    const group = proposals.filter(({ id }) => id === proposal.id || proposal.rivals.includes(id))
    const fresh = group.filter(({ id }) => !placed.has(id))
    for (const { id } of fresh) placed.add(id)
    return [fresh]
  })
}

function Group({
  group,
  view,
}: {
  readonly group: readonly ProposalView[]
  readonly view: ConfigurationView
}) {
  const t = useTranslations('configuration')
  const isContest = group.length > 1
  return (
    <div className="mb-8">
      {isContest && <p className="mb-3 font-strong">{t('rivals')}</p>}
      <div className={isContest ? 'grid gap-6 xl:grid-cols-2' : ''}>
        {group.map((proposal) => (
          <ProposalPaper key={proposal.id} proposal={proposal} view={view} />
        ))}
      </div>
    </div>
  )
}
