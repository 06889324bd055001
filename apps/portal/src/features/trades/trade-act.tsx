'use client'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'

type Offer = {
  readonly id: string
  readonly state: string
  readonly isMine: boolean
  /** Why the newest sale came to nothing. */
  readonly refusal: { readonly code: string } | null
}

/** Buys what somebody offers, or takes an own offer back; says why the last try was refused. */
export function TradeAct({ offer: { id, state, isMine, refusal } }: { readonly offer: Offer }) {
  const t = useTranslations('trades')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  const { draftAndSign, error: refused, busy: signing } = useDraftedAct()
  if (!may('trade.record')) return null
  const lastTry = state === 'open' && refusal ? new RefusedHere(refusal.code) : null
  if (isMine && (state === 'open' || state === 'taken'))
    return (
      <>
        <RefusalView error={error ?? lastTry} />
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
      <RefusalView error={refused ?? lastTry} />
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
