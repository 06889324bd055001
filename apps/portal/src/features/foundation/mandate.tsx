'use client'
import { Amount, EmptyState, Notice, Section, Stat, StatRow, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RecordLink } from '../explorer/links.tsx'
import { useSession } from '../session/index.ts'
import { type AgentAct, AgentDialog } from './agent-dialog.tsx'
import { type AgentRow, useAgentColumns } from './agents.tsx'
import { AppointButton } from './appoint-dialog.tsx'
import { KeyOwner } from './owner.tsx'
import { usePowers } from './powers.ts'

type Found = ApiAnswers['foundation']['mandate']
type Row = Found['mandates'][number]
type Props = { readonly found: Found; readonly agents: readonly AgentRow[] }

/** What one is as an agent: the own grant, what is used of it, and the agents that one appointed. */
export function Mandate({ found: { mandates, height }, agents }: Props) {
  const t = useTranslations('foundation.mandate')
  if (mandates.length === 0) return <EmptyState title={t('none')}>{t('noneNext')}</EmptyState>
  return mandates.map((mandate) => (
    <div key={mandate.own.key} className="mb-10">
      <Own mandate={mandate} height={height} />
      <Below mandate={mandate} agents={agents} />
    </div>
  ))
}

function Own({ mandate, height }: { readonly mandate: Row; readonly height: number }) {
  const t = useTranslations('foundation.mandate')
  const group = useTranslations('foundation.agents')('group')
  const powersOf = usePowers()
  const { own, above, pending, leftToGive, leftToHandDown, mayAppoint } = mandate
  return (
    <Section title={t('own')} lead={t('ownLead', { height })}>
      <p className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <KeyOwner of={own.key} owner={own.owner} />
        <span className="text-ink-soft">{powersOf(own.powers)}</span>
        <RecordLink table="agent" recordKey={own.key} />
      </p>
      <p className="mb-4 flex flex-wrap items-baseline gap-x-2 text-ink-soft">
        {t('line')} <span>{group}</span>
        {above.map(({ key, owner, ceiling }) => (
          <span key={key} className="inline-flex flex-wrap items-baseline gap-x-2">
            → <KeyOwner of={key} owner={owner} /> <Amount amount={ceiling} element="credit" />
          </span>
        ))}
      </p>
      <StatRow>
        <Stat label={t('ceiling')} value={<Amount amount={own.ceiling} />} tone="credit" />
        <Stat label={t('given')} value={<Amount amount={own.given} />} tone="debt" />
        <Stat label={t('pending')} value={<Amount amount={pending} />} tone="waiting" />
        <Stat label={t('held')} value={<Amount amount={own.held} />} note={t('heldNote')} />
        <Stat label={t('left')} value={<Amount amount={leftToGive} />} note={t('leftNote')} />
      </StatRow>
      {mayAppoint && (
        <div className="mt-4">
          <StatRow>
            <Stat label={t('handedDown')} value={<Amount amount={own.handedDown} />} />
            <Stat label={t('leftToHandDown')} value={<Amount amount={leftToHandDown} />} />
            <Stat label={t('exposure')} value={<Amount amount={own.exposure} />} note={t('exposureNote')} />
          </StatRow>
        </div>
      )}
    </Section>
  )
}

/** Whom it appointed; a sub-mandate is given by appointing, raised by a grant, and withdrawn by striking off. */
function Below({ mandate, agents }: { readonly mandate: Row; readonly agents: readonly AgentRow[] }) {
  const t = useTranslations('foundation.mandate')
  const { may } = useSession()
  const [act, setAct] = useState<AgentAct>()
  const { own, below, mayAppoint, proposed } = mandate
  const mayPropose = may('foundation.propose') && mayAppoint
  const columns = useAgentColumns(mayPropose ? setAct : undefined)
  if (!mayAppoint)
    return (
      <div className="mt-6">
        <Notice title={t('appointsNobody')}>{t('appointsNobodyNext')}</Notice>
      </div>
    )
  return (
    <Section title={t('below')} lead={t('belowLead')}>
      {proposed.length > 0 && (
        <div className="mb-3">
          <Notice tone="waiting" title={t('proposed', { count: proposed.length })}>
            <Link href="/approvals" className="underline underline-offset-2">
              {t('proposedNext')}
            </Link>
          </Notice>
        </div>
      )}
      <Table
        name="sub-agents"
        caption={t('below')}
        rows={below.map((row) => ({ ...row, depth: 0 }))}
        columns={columns}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t('belowNone')}>{t('belowNoneNext')}</EmptyState>}
      />
      {mayPropose && <AppointButton agents={agents} under={own.key} />}
      {act && <AgentDialog act={act} onClose={() => setAct(undefined)} />}
    </Section>
  )
}
