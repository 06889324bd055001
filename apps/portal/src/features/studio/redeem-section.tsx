'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, type Column, EmptyState, plainUnits, Section, Status, Table, useUi } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { FormDialog } from '../forms/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import { type Redeemable, type Redemption, type Start, toneOfRedemption } from './answers.ts'

const POLL_MS = 4_000

/** What studios give for points, what one has redeemed, and what the own studio owes for it. */
export function RedeemSection() {
  const t = useTranslations('studio.redeem')
  const trpc = useTRPC()
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(trpc.studio.redemptions.queryOptions(undefined, { refetchInterval }))
  const { data: start } = useQuery(trpc.studio.start.queryOptions())
  const [giving, setGiving] = useState(false)
  const columns = useColumns()
  const give = start && start.titles.length > 0 && may('studio.contract') && (
    <Button onClick={() => setGiving(true)}>{t('give')}</Button>
  )
  return (
    <Section id="redeem" title={t('title')} lead={t('lead')} actions={give}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="redeem-offers"
          caption={t('title')}
          rows={data?.offers}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {data && <Redeemed name="redeemed-mine" caption={t('mine')} rows={data.mine} />}
      {data && <Redeemed name="redeemed-owed" caption={t('owed')} rows={data.owed} />}
      {data && may('studio.pay') && <PayAll owed={data.owed} />}
      {giving && start && <GiveDialog titles={start.titles} onClose={() => setGiving(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Redeemable>[] {
  const t = useTranslations('studio.redeem')
  const format = useFormatter()
  const { decimals } = useUi()
  const lot = ({ lot: points }: Redeemable) => t('rateValue', { lot: Number(points) })
  return [
    {
      key: 'title',
      header: t('game'),
      cell: ({ title }) => title,
      text: ({ title }) => title,
      phone: 'main',
    },
    {
      key: 'rate',
      header: t('rate'),
      cell: (one) => (
        <span>
          <Amount amount={one.amount} element="value" unit="" /> {lot(one)}
        </span>
      ),
      text: (one) => `${plainUnits(one.amount, decimals)} ${lot(one)}`,
      phone: 'side',
    },
    {
      key: 'left',
      header: t('left'),
      cell: ({ left }) => <Amount amount={left} element="value" unit="" />,
      text: ({ left }) => plainUnits(left, decimals),
      align: 'right',
    },
    {
      key: 'held',
      header: t('held'),
      cell: ({ held }) => format.number(held),
      text: ({ held }) => String(held),
      align: 'right',
    },
    { key: 'act', phone: 'action', header: t('act'), cell: (one) => <Redeem offer={one} />, text: () => '' },
  ]
}

function Redeem({ offer }: { readonly offer: Redeemable }) {
  const t = useTranslations('studio.redeem')
  const api = useTRPCClient()
  const { may } = useSession()
  const [asking, setAsking] = useState(false)
  const { titleId, held, lot } = offer
  if (held < lot || !may('studio.play')) return null
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('redeem')}
      </Button>
      {asking && (
        <FormDialog
          title={t('redeem')}
          lead={t('redeemLead', { held: Number(held), lot: String(lot) })}
          go={t('go')}
          done={t('done')}
          onClose={() => setAsking(false)}
          fields={[{ name: 'lots', label: t('lots'), kind: 'count', first: String(held / lot) }]}
          send={({ commandKey, count }) =>
            api.studio.redeem.mutate({ commandKey, titleId, lots: count('lots') })
          }
        />
      )}
    </>
  )
}

type RedeemedProps = {
  readonly name: string
  readonly caption: string
  readonly rows: readonly Redemption[]
}

/** What was redeemed and how far it is paid; nothing while there is none. */
function Redeemed({ name, caption, rows }: RedeemedProps) {
  const t = useTranslations('studio.redeem')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Redemption) => format.dateTime(createdAt, 'short')
  const state = (one: Redemption) => t(`states.${one.state}`)
  const columns: readonly Column<Redemption>[] = [
    {
      key: 'title',
      header: t('game'),
      cell: ({ title }) => title,
      text: ({ title }) => title,
      phone: 'main',
    },
    {
      key: 'points',
      header: t('points'),
      cell: ({ points }) => format.number(points),
      text: ({ points }) => String(points),
      align: 'right',
    },
    {
      key: 'amount',
      header: t('value'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      align: 'right',
      phone: 'side',
    },
    { key: 'at', header: t('at'), cell: at, text: at, sortBy: ({ createdAt }) => createdAt.getTime() },
    {
      key: 'state',
      header: t('state'),
      cell: (one) => <Status tone={toneOfRedemption[one.state]}>{state(one)}</Status>,
      text: state,
    },
  ]
  if (rows.length === 0) return null
  return (
    <div className="mt-6">
      <h3 className="mb-2 font-strong">{caption}</h3>
      <Table name={name} caption={caption} rows={rows} columns={columns} rowKey={({ id }) => id} />
    </div>
  )
}

type Owed = Redemption & { readonly titleId: string }

/** One payment for each own title with anything owed. */
function PayAll({ owed }: { readonly owed: readonly Owed[] }) {
  const t = useTranslations('studio.redeem')
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct()
  const open = owed.filter(({ state }) => state === 'owed' || state === 'signing')
  const titles = new Map(open.map(({ titleId, title }) => [titleId, title]))
  if (titles.size === 0) return null
  return (
    <div className="mt-4 flex flex-wrap gap-3">
      <RefusalView error={error} />
      {[...titles].map(([titleId, title]) => (
        <Button
          key={titleId}
          variant="primary"
          pending={busy}
          onClick={() => draftAndSign(() => api.studio.payRedemptions.mutate({ titleId }))}
        >
          {t('payFor', { title })}
        </Button>
      ))}
    </div>
  )
}

type GiveProps = { readonly titles: Start['titles']; readonly onClose: () => void }

function GiveDialog({ titles, onClose }: GiveProps) {
  const t = useTranslations('studio.redeem')
  const api = useTRPCClient()
  return (
    <FormDialog
      title={t('give')}
      lead={t('giveLead')}
      go={t('giveGo')}
      done={t('given')}
      onClose={onClose}
      fields={[
        {
          ...{ name: 'titleId', label: t('game') },
          options: titles.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'lot', label: t('lot'), hint: t('lotHint'), kind: 'count', first: '10' },
        { name: 'amount', label: t('amount'), hint: t('amountHint'), kind: 'amount' },
        { name: 'budget', label: t('budget'), hint: t('budgetHint'), kind: 'amount' },
      ]}
      send={({ commandKey, text, amount, count }) =>
        api.studio.offerRedeem.mutate({
          ...{ commandKey, titleId: text('titleId'), lot: BigInt(count('lot')) },
          ...{ amount: amount('amount'), budget: amount('budget') },
        })
      }
    />
  )
}
