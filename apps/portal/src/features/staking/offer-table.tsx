'use client'
import { Amount, Button, type Column, formatShare, plainUnits, Status, Table, useToast, useUi } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { TransactionLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import { type Offer, partOf, toneOfOffer } from './answers.ts'

type Props = {
  readonly rows: readonly Offer[] | undefined
  readonly onTake: (offer: Offer) => void
  readonly empty: ReactNode
}

/** Every offer with its terms and how it stands; what one can do with it stands in its row. */
export function OfferTable({ rows, onTake, empty }: Props) {
  const t = useTranslations('staking.board')
  const columns = useColumns()
  const act: Column<Offer> = {
    key: 'act',
    phone: 'action',
    header: t('act'),
    cell: (offer) => <OfferActs offer={offer} onTake={onTake} />,
    text: () => '',
  }
  return (
    <Table
      name="exchange-offers"
      caption={t('title')}
      rows={rows}
      columns={[...columns, act]}
      rowKey={({ id }) => id}
      empty={empty}
    />
  )
}

function useColumns(): readonly Column<Offer>[] {
  const t = useTranslations('staking.board')
  const chinese = useLocale() === 'zh-CN'
  const format = useFormatter()
  const { decimals, locale } = useUi()
  const who = ({ isMine, organisation }: Offer) =>
    isMine ? t('you') : chinese ? organisation.nameZh : organisation.name
  const rate = ({ rate: share }: Offer) => formatShare(partOf(share), locale)
  const state = ({ state: word }: Offer) => t(`states.${word}`)
  const side = ({ side: word, isMine }: Offer) => t(`${isMine ? 'give' : 'sides'}.${word}`)
  return [
    {
      key: 'who',
      header: t('who'),
      cell: (offer) => (
        <span>
          {who(offer)}
          <span className="block text-small text-ink-soft">{side(offer)}</span>
        </span>
      ),
      text: (offer) => `${who(offer)} ${side(offer)}`,
      phone: 'main',
    },
    {
      key: 'amount',
      header: t('clears'),
      cell: ({ amount }) => <Amount amount={amount} element="debt" unit="" />,
      text: ({ amount }) => plainUnits(amount, decimals),
      sortBy: ({ amount }) => amount,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'price',
      header: t('pays'),
      cell: ({ price }) => <Amount amount={price} element="value" unit="" />,
      text: ({ price }) => plainUnits(price, decimals),
      sortBy: ({ price }) => price,
      align: 'right',
    },
    {
      key: 'rate',
      header: t('rate'),
      cell: rate,
      text: rate,
      sortBy: ({ rate: share }) => share,
      align: 'right',
    },
    {
      key: 'closes',
      header: t('closes'),
      cell: ({ closesAt }) => t('atHeight', { height: closesAt }),
      text: ({ closesAt }) => format.number(closesAt),
      sortBy: ({ closesAt }) => closesAt,
      phone: 'hide',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (offer) => <Status tone={toneOfOffer[offer.state]}>{state(offer)}</Status>,
      text: state,
      filter: 'choice',
    },
  ]
}

function OfferActs({ offer, onTake }: { readonly offer: Offer; readonly onTake: (offer: Offer) => void }) {
  const t = useTranslations('staking.board')
  const api = useTRPCClient()
  const toast = useToast()
  const { may } = useSession()
  const { sign } = useActSigner()
  const { run, error } = useCommand()
  const { id, state, isMine, isTaker, actId, hasSigned, txid, refusal } = offer
  const isOpen = state === 'open' || state === 'taken'
  const waits = state === 'taken' && (isMine || isTaker) && !hasSigned ? actId : null
  async function give(act: string) {
    const outcome = await run(() => sign(act))
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'waits') })
  }
  if (txid !== null) return <TransactionLink txid={txid} />
  if (!may('exchange.trade') || !isOpen) return null
  return (
    <span className="flex flex-wrap gap-2">
      <RefusalView error={error ?? (refusal ? new RefusedHere(refusal.code) : undefined)} />
      {waits !== null && (
        <Button size="small" variant="primary" onClick={() => give(waits)}>
          {t('sign')}
        </Button>
      )}
      {state === 'open' && !isMine && (
        <Button size="small" onClick={() => onTake(offer)}>
          {t('take')}
        </Button>
      )}
      {isMine && (
        <Button
          size="small"
          variant="quiet"
          onClick={() => run(() => api.staking.withdraw.mutate({ offerId: id }))}
        >
          {t('withdraw')}
        </Button>
      )}
    </span>
  )
}
