'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  formatUnits,
  plainUnits,
  Section,
  Stat,
  StatRow,
  Table,
  useUi,
} from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { FormDialog } from '../forms/index.ts'
import { useSession } from '../session/index.ts'
import type { Contract, Forecast, Funds } from './answers.ts'

type Props = {
  readonly contract: Contract
  readonly funds: Funds | null
  readonly forecasts: readonly Forecast[]
}

/** What the studio expects of its shares, and what may still be drawn on it early. */
export function FundingSection({ contract, funds, forecasts }: Props) {
  const t = useTranslations('studio.funding')
  const { may } = useSession()
  const [open, setOpen] = useState<'forecast' | 'draw'>()
  const close = () => setOpen(undefined)
  const actions = contract.part === 'studio' && may('studio.contract') && (
    <>
      <Button onClick={() => setOpen('forecast')}>{t('state')}</Button>
      {funds && funds.left > 0n && <Button onClick={() => setOpen('draw')}>{t('draw')}</Button>}
    </>
  )
  return (
    <Section id="funding" title={t('title')} lead={t('lead')} actions={actions}>
      {funds ? <Standing funds={funds} /> : <p className="text-ink-soft">{t('none')}</p>}
      {forecasts.length > 1 && <ForecastTable forecasts={forecasts} />}
      {open === 'forecast' && <ForecastDialog contract={contract} onClose={close} />}
      {open === 'draw' && funds && <DrawDialog contract={contract} funds={funds} onClose={close} />}
    </Section>
  )
}

function Standing({ funds }: { readonly funds: Funds }) {
  const t = useTranslations('studio.funding')
  const value = (amount: bigint) => <Amount amount={amount} element="value" unit="" />
  const days = t('days', { from: funds.fromDay, to: funds.toDay })
  return (
    <StatRow>
      <Stat label={t('forecast')} value={value(funds.forecast)} note={days} />
      <Stat label={t('booked')} value={value(funds.booked)} tone="value" />
      <Stat label={t('open')} value={value(funds.advanced + funds.credit)} />
      <Stat label={t('left')} value={value(funds.left)} />
    </StatRow>
  )
}

function ForecastTable({ forecasts }: { readonly forecasts: readonly Forecast[] }) {
  const t = useTranslations('studio.funding')
  const format = useFormatter()
  const { decimals } = useUi()
  const at = ({ createdAt }: Forecast) => format.dateTime(createdAt, 'short')
  const days = ({ fromDay, toDay }: Forecast) => t('days', { from: fromDay, to: toDay })
  const columns: readonly Column<Forecast>[] = [
    { key: 'at', header: t('at'), cell: at, text: at, phone: 'main' },
    { key: 'days', header: t('range'), cell: days, text: days },
    {
      key: 'amount',
      header: t('amount'),
      cell: ({ amount }) => <Amount amount={amount} element="value" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      align: 'right',
      phone: 'side',
    },
  ]
  return (
    <div className="mt-6">
      <Table
        name="forecasts"
        caption={t('history')}
        rows={forecasts}
        columns={columns}
        rowKey={({ id }) => id}
      />
    </div>
  )
}

type DialogProps = { readonly contract: Contract; readonly onClose: () => void }

function ForecastDialog({ contract, onClose }: DialogProps) {
  const t = useTranslations('studio.funding')
  const api = useTRPCClient()
  const { validFrom, validTo } = contract.terms
  return (
    <FormDialog
      title={t('state')}
      lead={t('stateLead')}
      go={t('go')}
      done={t('stated')}
      onClose={onClose}
      fields={[
        { name: 'amount', label: t('amount'), kind: 'amount' },
        { name: 'from', label: t('from'), kind: 'day', first: validFrom },
        { name: 'to', label: t('to'), kind: 'day', first: validTo },
      ]}
      send={({ commandKey, text, amount }) =>
        api.studio.forecast.mutate({
          ...{ commandKey, contractId: contract.id, amount: amount('amount') },
          ...{ fromDay: text('from'), toDay: text('to') },
        })
      }
    />
  )
}

function DrawDialog({ contract, funds, onClose }: DialogProps & { readonly funds: Funds }) {
  const t = useTranslations('studio.funding')
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { data: terms } = useQuery(useTRPC().credit.terms.queryOptions())
  const days = { from: funds.fromDay, to: funds.toDay }
  return (
    <FormDialog
      title={t('draw')}
      lead={t('drawLead', { left: formatUnits(funds.left, decimals, locale) })}
      go={t('drawGo')}
      done={t('drawn')}
      onClose={onClose}
      fields={[
        { name: 'amount', label: t('amount'), kind: 'amount' },
        { name: 'purpose', label: t('purpose') },
        { name: 'days', label: t('term'), kind: 'count', unit: t('unit'), first: '90', most: 4 },
      ]}
      send={({ commandKey, text, amount, count }) => {
        const account = terms?.accounts.find(({ isActive }) => isActive)
        if (!terms || !account) throw new RefusedHere('account-missing')
        return api.studio.drawCredit.mutate({
          ...{ commandKey, contractId: contract.id, amount: amount('amount'), lots: 1 },
          ...{ accountId: account.accountId, purpose: text('purpose') },
          termBlocks: Math.round(count('days') * terms.blocksPerDay),
          guarantee: t('guarantee', { title: contract.title.slice(0, 100), ...days }),
        })
      }}
    />
  )
}
