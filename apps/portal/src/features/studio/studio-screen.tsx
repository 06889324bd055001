'use client'
import { PageHeader, type Tab, Tabs } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ContractBoard } from './contract-board.tsx'
import { LaunchBoard } from './launch-board.tsx'
import { PlayersBoard } from './players-board.tsx'
import { StatementBoard } from './statement-board.tsx'

/** The game studio desk: titles and the contracts that share their revenue, and the statements that channels pay by. */
export function StudioScreen() {
  const t = useTranslations('studio')
  const [tab, setTab] = useState('contracts')
  const tabs: readonly Tab[] = [
    { key: 'contracts', label: t('tabs.contracts'), content: <ContractBoard /> },
    { key: 'statements', label: t('tabs.statements'), content: <StatementBoard /> },
    { key: 'players', label: t('tabs.players'), content: <PlayersBoard /> },
    { key: 'launch', label: t('tabs.launch'), content: <LaunchBoard /> },
  ]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Tabs label={t('title')} tabs={tabs} value={tab} onChange={setTab} />
    </>
  )
}
