'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { type Contract, nameIn, toneOfContract } from './answers.ts'
import { ProposeDialog } from './propose-dialog.tsx'
import { TitleDialog } from './title-dialog.tsx'

const POLL_MS = 4_000

/** Every contract that the own organisation is a party of, and how to propose one. */
export function ContractBoard() {
  const t = useTranslations('studio.contracts')
  const { may } = useSession()
  const router = useRouter()
  const trpc = useTRPC()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(trpc.studio.contracts.queryOptions(undefined, { refetchInterval }))
  const { data: start } = useQuery(trpc.studio.start.queryOptions())
  const [open, setOpen] = useState<'title' | 'contract'>()
  const columns = useColumns()
  const actions = may('studio.contract') && start && (
    <span className="flex flex-wrap gap-2">
      <Button onClick={() => setOpen('title')}>{t('addTitle')}</Button>
      {start.titles.length > 0 && (
        <Button variant="primary" onClick={() => setOpen('contract')}>
          {t('propose')}
        </Button>
      )}
    </span>
  )
  return (
    <Section id="contracts" title={t('title')} lead={t('lead')} actions={actions}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="royalty-contracts"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => router.push(`/studio/contracts/${id}`)}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {start && start.titles.length > 0 && (
        <p className="mt-3 text-small text-ink-soft">
          {t('titles', { titles: start.titles.map(({ name, code }) => `${name} (${code})`).join(', ') })}
        </p>
      )}
      {open === 'title' && <TitleDialog onClose={() => setOpen(undefined)} />}
      {open === 'contract' && start && <ProposeDialog start={start} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Contract>[] {
  const t = useTranslations('studio')
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  const state = ({ state: now }: Contract) => t(`states.${now}`)
  const others = ({ parties }: Contract) =>
    parties
      .filter(({ isMine }) => !isMine)
      .map((party) => nameIn(chinese, party))
      .join(' · ')
  return [
    {
      key: 'title',
      header: t('contracts.of'),
      cell: (contract) => (
        <span>
          {contract.title}
          <span className="block text-small text-ink-soft">
            {t('contracts.with', { part: t(`parts.${contract.part}`), others: others(contract) })}
          </span>
        </span>
      ),
      text: ({ title }) => title,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'version',
      header: t('contracts.version'),
      cell: ({ version }) => version,
      text: ({ version }) => String(version),
      sortBy: ({ version }) => version,
      align: 'right',
    },
    {
      key: 'valid',
      header: t('contracts.valid'),
      cell: ({ terms }) => t('range', { from: terms.validFrom, to: terms.validTo }),
      text: ({ terms }) => terms.validFrom,
      phone: 'hide',
    },
    {
      key: 'revenue',
      header: t('contracts.revenue'),
      cell: ({ books }) => <Amount amount={books.revenue} element="value" unit="" />,
      text: ({ books }) => plainUnits(books.revenue, decimals),
      sortBy: ({ books }) => books.revenue,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'state',
      header: t('contracts.state'),
      cell: (contract) => <Status tone={toneOfContract[contract.state]}>{state(contract)}</Status>,
      text: state,
      filter: 'choice',
    },
  ]
}
