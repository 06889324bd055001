'use client'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'

type Offer = { readonly id: string; readonly state: string; readonly isMine: boolean }

/** Buys what somebody offers, or takes an own offer back. */
export function TradeAct({ offer: { id, state, isMine } }: { readonly offer: Offer }) {
  const t = useTranslations('trades')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  const { draftAndSign, error: refused, busy: signing } = useDraftedAct()
  if (!may('trade.record')) return null
  if (isMine && (state === 'open' || state === 'taken'))
    return (
      <>
        <RefusalView error={error} />
        <Button
          size="small"
          pending={busy}
          onClick={() => run(() => api.trades.withdraw.mutate({ offerId: id }))}
        >
          {t('withdraw')}
        </Button>
      </>
    )
  if (isMine || state !== 'open') return null
  return (
    <>
      <RefusalView error={refused} />
      <Button
        size="small"
        variant="primary"
        pending={signing}
        onClick={() => draftAndSign(() => api.trades.take.mutate({ offerId: id }))}
      >
        {t('buy')}
      </Button>
    </>
  )
}
