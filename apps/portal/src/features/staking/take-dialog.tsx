'use client'
import { Amount, Facts, formatShare, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { type Offer, partOf } from './answers.ts'
import { OwnLots } from './own-lots.tsx'
import { useStakeAct } from './use-stake-act.ts'

type Props = { readonly offer: Offer; readonly onClose: () => void }

/** Takes an offer: for locked value one's own lots are chosen, for debts one gives locked value; both keys sign both legs. */
export function TakeDialog({ offer, onClose }: Props) {
  const t = useTranslations('staking.board')
  const api = useTRPCClient()
  const { locale } = useUi()
  const { act, error, busy } = useStakeAct(onClose)
  const [lots, setLots] = useState<readonly string[]>([])
  const isLocked = offer.side === 'locked'
  const take = () =>
    act(async () => {
      if (isLocked && lots.length === 0) throw new RefusedHere('lots-unchosen')
      return api.staking.take.mutate({ offerId: offer.id, ...(isLocked ? { lots: [...lots] } : {}) })
    })
  return (
    <CommandDialog
      title={t('takeTitle')}
      lead={t(isLocked ? 'takeLocked' : 'takeDebt')}
      go={t('takeGo')}
      disabled={busy}
      onGo={take}
      onClose={onClose}
      error={error}
    >
      <Facts
        rows={[
          {
            label: t(isLocked ? 'clearsMost' : 'clears'),
            value: <Amount amount={offer.amount} element="debt" />,
          },
          { label: t('rate'), value: formatShare(partOf(offer.rate), locale) },
          ...(isLocked
            ? []
            : [{ label: t('paysYou'), value: <Amount amount={offer.price} element="value" /> }]),
        ]}
      />
      {isLocked && <OwnLots chosen={lots} onChange={setLots} />}
    </CommandDialog>
  )
}
