'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { AccountLink } from '../explorer/index.ts'
import { DraftDialog } from '../forms/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { OfferRecord, TradeAct } from '../trades/index.ts'
import type { Item, Start } from './answers.ts'

const POLL_MS = 4_000

/** Items of the own titles, those that one holds, and what others offer. */
export function ItemSection() {
  const t = useTranslations('studio.items')
  const trpc = useTRPC()
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(trpc.studio.items.queryOptions(undefined, { refetchInterval }))
  const { data: start } = useQuery(trpc.studio.start.queryOptions())
  const [issuing, setIssuing] = useState(false)
  const columns = useColumns()
  const issue = start && start.titles.length > 0 && may('studio.contract') && (
    <Button onClick={() => setIssuing(true)}>{t('issue')}</Button>
  )
  return (
    <Section id="items" title={t('title')} lead={t('lead')} actions={issue}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="items"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {issuing && start && <IssueDialog titles={start.titles} onClose={() => setIssuing(false)} />}
    </Section>
  )
}

/** How an item stands: on its way to the ledger, held, or between two hands. */
function standing({ holder, state, offer }: Item) {
  if (holder === null) return state === 'signing' || state === 'dropped' ? state : 'on-its-way'
  if (!offer) return 'held'
  return offer.state === 'open' || offer.state === 'taken' ? offer.state : 'trading'
}

function useColumns(): readonly Column<Item>[] {
  const t = useTranslations('studio.items')
  const format = useFormatter()
  const { decimals } = useUi()
  const state = (one: Item) => t(`states.${standing(one)}`)
  const isWaiting = (one: Item) => !['held', 'open', 'dropped'].includes(standing(one))
  return [
    {
      key: 'item',
      header: t('item'),
      cell: ({ name, title }) => (
        <span>
          {name}
          <span className="block text-small text-ink-soft">{title}</span>
        </span>
      ),
      text: ({ name, title }) => `${name} ${title}`,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'holder',
      header: t('holder'),
      cell: ({ holder, isMine }) => (isMine ? t('mine') : holder ? <AccountLink keyHash={holder} /> : '–'),
      text: ({ holder }) => holder ?? '',
    },
    {
      key: 'hands',
      header: t('hands'),
      cell: ({ hands }) => format.number(hands),
      text: ({ hands }) => String(hands),
      align: 'right',
      phone: 'hide',
    },
    {
      key: 'price',
      header: t('price'),
      cell: ({ offer }) => (offer ? <Amount amount={offer.price} element="value" unit="" /> : '–'),
      text: ({ offer }) => (offer ? plainUnits(offer.price, decimals) : ''),
      align: 'right',
      phone: 'side',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (one) => <Status tone={isWaiting(one) ? 'waiting' : 'plain'}>{state(one)}</Status>,
      text: state,
    },
    {
      key: 'act',
      phone: 'action',
      header: t('act'),
      cell: ({ key, name, isMine, offer }) =>
        offer ? (
          <TradeAct offer={offer} />
        ) : (
          isMine && <OfferRecord table="item" recordKey={key} name={name} />
        ),
      text: () => '',
    },
  ]
}

type IssueProps = { readonly titles: Start['titles']; readonly onClose: () => void }

function IssueDialog({ titles, onClose }: IssueProps) {
  const t = useTranslations('studio.items')
  const api = useTRPCClient()
  return (
    <DraftDialog
      title={t('issue')}
      lead={t('issueLead')}
      go={t('go')}
      onClose={onClose}
      fields={[
        {
          ...{ name: 'titleId', label: t('game') },
          options: titles.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'name', label: t('name'), most: 120 },
        { name: 'to', label: t('to'), hint: t('toHint'), kind: 'account' },
      ]}
      send={({ commandKey, text }) =>
        api.studio.issueItem.mutate({
          ...{ commandKey, titleId: text('titleId'), name: text('name'), to: text('to') },
        })
      }
    />
  )
}
