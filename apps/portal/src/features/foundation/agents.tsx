'use client'
import { Amount, Button, type Column, EmptyState, Section, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, RecordLink } from '../explorer/links.tsx'
import { useSession } from '../session/index.ts'
import { type AgentAct, AgentDialog } from './agent-dialog.tsx'
import { AppointButton } from './appoint-dialog.tsx'
import { KeyOwner, useOwnerName } from './owner.tsx'
import { usePowers } from './powers.ts'

type Found = ApiAnswers['foundation']['agents']
/** An agent in its place, wherever its record stands. */
export type AgentRow = Omit<Found['agents'][number], 'height' | 'txid'>

/** The agents in their pyramid: ceilings handed down, exposure summed up; and those who were struck off. */
export function Agents({ found }: { readonly found: Found | undefined }) {
  const t = useTranslations('foundation.agents')
  const { may } = useSession()
  const [act, setAct] = useState<AgentAct>()
  const mayPropose = may('foundation.propose')
  const columns = useAgentColumns(mayPropose ? setAct : undefined)
  return (
    <>
      <Section title={t('title')} lead={t('lead')}>
        <Table
          name="agents"
          caption={t('title')}
          rows={found?.agents}
          columns={columns}
          rowKey={({ key }) => key}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
        {mayPropose && <AppointButton agents={found?.agents ?? []} />}
      </Section>
      {found && found.struck.length > 0 && <Struck rows={found.struck} />}
      {act && <AgentDialog act={act} onClose={() => setAct(undefined)} />}
    </>
  )
}

const indents = ['', 'pl-5', 'pl-10', 'pl-14', 'pl-18']

export function useAgentColumns(onAct: ((act: AgentAct) => void) | undefined): readonly Column<AgentRow>[] {
  const t = useTranslations('foundation.agents')
  const nameOf = useOwnerName()
  const powersOf = usePowers()
  const amount = (key: 'ceiling' | 'handedDown' | 'held' | 'exposure'): Column<AgentRow> => ({
    key,
    header: t(key),
    cell: (agent) => <Amount amount={agent[key]} element={key === 'exposure' ? 'debt' : 'credit'} unit="" />,
    text: (agent) => agent[key].toString(),
    sortBy: (agent) => agent[key],
    align: 'right',
    ...(key === 'exposure' && { phone: 'side' }),
  })
  return [
    {
      key: 'agent',
      header: t('agent'),
      cell: ({ key, owner, depth }) => (
        <span className={`block ${indents[Math.min(depth, indents.length - 1)]}`}>
          <KeyOwner of={key} owner={owner} />
        </span>
      ),
      text: ({ key, owner }) => `${nameOf(owner)} ${key}`,
      phone: 'main',
    },
    {
      key: 'parent',
      header: t('parent'),
      cell: ({ parent, parentOwner }) => (parent === '' ? t('group') : nameOf(parentOwner)),
      text: ({ parent, parentOwner }) => (parent === '' ? t('group') : nameOf(parentOwner)),
    },
    {
      key: 'powers',
      header: t('powers'),
      cell: ({ powers }) => powersOf(powers),
      text: ({ powers }) => powersOf(powers),
    },
    amount('ceiling'),
    amount('handedDown'),
    amount('held'),
    amount('exposure'),
    {
      key: 'record',
      header: t('record'),
      cell: ({ key }) => <RecordLink table="agent" recordKey={key} />,
      text: ({ key }) => key,
    },
    ...(onAct ? [actColumn(t, onAct)] : []),
  ]
}

function actColumn(t: ReturnType<typeof useTranslations>, onAct: (act: AgentAct) => void): Column<AgentRow> {
  return {
    key: 'act',
    phone: 'action',
    header: t('act'),
    cell: (agent) => (
      <span className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onAct({ kind: 'credit.grant', agent })}>
          {t('grant')}
        </Button>
        <Button size="small" onClick={() => onAct({ kind: 'agent.strike', agent })}>
          {t('strike')}
        </Button>
      </span>
    ),
    text: () => '',
  }
}

function Struck({ rows }: { readonly rows: Found['struck'] }) {
  const t = useTranslations('foundation.agents')
  return (
    <Section title={t('struck')} lead={t('struckLead')}>
      <ul className="divide-y border-y">
        {rows.map(({ key, owner, height, held, given }) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <KeyOwner of={key} owner={owner} />
            <span className="text-small text-ink-soft">
              {t('atBlock')} <BlockLink height={height} />
            </span>
            {held > 0n && (
              <span className="text-small text-ink-soft">
                {t('struckHeld')} <Amount amount={held} element="credit" />
              </span>
            )}
            {given > 0n && (
              <span className="text-small text-ink-soft">
                {t('struckGiven')} <Amount amount={given} element="debt" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
