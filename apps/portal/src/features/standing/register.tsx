'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  formatUnits,
  Notice,
  PagedTable,
  plainUnits,
  Section,
  Skeleton,
  useUi,
} from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { AccountLink, BlockLink, type Owners, useOwners } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { Entities } from './entities.tsx'
import { NameDebtor } from './name-debtor.tsx'
import { type Debtor, PAGE_SIZE, useDebtors } from './use-debtors.ts'

/** Debts reconciled with registers: whose key has no entity, and the entities that authorities have named. */
export function Register() {
  const t = useTranslations('standing.register')
  const { view, found, fetchAll } = useDebtors()
  const { data: named } = useQuery(useTRPC().standing.entities.queryOptions())
  const [naming, setNaming] = useState<string>()
  const { decimals, locale } = useUi()
  const columns = useColumns(found.data?.owners ?? [], setNaming)
  if (!found.data) return found.error ? <RefusalView error={found.error} /> : <Skeleton className="h-60" />
  const { rows, total, sum } = found.data
  return (
    <>
      <Section title={t('title')} lead={t('lead')}>
        {total > 0 && (
          <div className="mb-4">
            <Notice
              tone="waiting"
              title={t('open', { count: total, sum: formatUnits(sum, decimals, locale) })}
            >
              {t('openNext')}
            </Notice>
          </div>
        )}
        <PagedTable
          name="unregistered-debtors"
          caption={t('title')}
          rows={rows}
          total={total}
          pageSize={PAGE_SIZE}
          view={view}
          fetchAll={fetchAll}
          columns={columns}
          rowKey={({ keyHash }) => keyHash ?? 'none'}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      </Section>
      <Entities rows={named} onCorrect={setNaming} />
      {naming && <NameDebtor keyHash={naming} onClose={() => setNaming(undefined)} />}
    </>
  )
}

function useColumns(owners: Owners, onName: (keyHash: string) => void): readonly Column<Debtor>[] {
  const t = useTranslations('standing.register')
  const { decimals } = useUi()
  const ownerOf = useOwners(owners)
  const mayName = useSession().may('debtor.name')
  return [
    {
      key: 'key',
      header: t('key'),
      cell: ({ keyHash }) => (keyHash ? <AccountLink keyHash={keyHash} /> : t('noKey')),
      text: ({ keyHash }) => keyHash ?? '',
      filter: 'text',
      sortBy: ({ keyHash }) => keyHash ?? '',
      phone: 'main',
    },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="debt" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'lots',
      header: t('lots'),
      cell: ({ lots }) => lots,
      text: ({ lots }) => String(lots),
      sortBy: ({ lots }) => lots,
      align: 'right',
    },
    {
      key: 'since',
      header: t('since'),
      cell: ({ since }) => (since === null ? '–' : <BlockLink height={since} />),
      text: ({ since }) => String(since ?? ''),
    },
    {
      key: 'due',
      header: t('due'),
      cell: ({ due }) => due ?? '–',
      text: ({ due }) => String(due ?? ''),
      sortBy: ({ due }) => due ?? 0,
    },
    {
      key: 'creditors',
      header: t('creditors'),
      cell: ({ creditors }) =>
        creditors.length === 0
          ? '–'
          : creditors.map((one) => <AccountLink key={one} keyHash={one} owner={ownerOf(one)} />),
      text: ({ creditors }) => creditors.map((one) => `${ownerOf(one)?.name ?? ''} ${one}`.trim()).join('; '),
    },
    ...(mayName ? [nameColumn(t, onName)] : []),
  ]
}

function nameColumn(
  t: ReturnType<typeof useTranslations>,
  onName: (keyHash: string) => void,
): Column<Debtor> {
  return {
    key: 'act',
    phone: 'action',
    header: t('act'),
    cell: ({ keyHash, mayName }) =>
      keyHash && mayName ? <Button onClick={() => onName(keyHash)}>{t('name')}</Button> : t('notYours'),
    text: () => '',
  }
}
