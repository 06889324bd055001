'use client'
import { Button } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Order } from './answers.ts'
import { PledgeDialog } from './pledge-dialog.tsx'

type Props = {
  readonly order: Order
  /** An own pledge still lies there. */
  readonly isOwed: boolean
}

/** What one can do with an order now: sign its record, take it back, pledge or buy, take the own pledge back. */
export function OrderActions({ order, isOwed }: Props) {
  const t = useTranslations('coop')
  const { may } = useSession()
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const { signAct, draftAndSign, error: refused } = useDraftedAct()
  const [pledging, setPledging] = useState(false)
  const { state, actId, isMine, id, paidBy, pledged, need, suppliers } = order
  const isEarly = ['agreeing', 'preparing', 'to-sign'].includes(state)
  const isParty = isMine || suppliers.some((one) => one.isMine)
  const way = paidBy === 'credit' ? 'buy' : 'pledge'
  // Nobody buys from itself; funding the own order is a gift to the others.
  const canPledge = state === 'open' && may('coop.pledge') && pledged < need
  return (
    <>
      <RefusalView error={error ?? refused} />
      {isEarly && isParty && may('coop.publish') && (
        <Button variant="quiet" onClick={() => run(() => api.coop.withdraw.mutate({ orderId: id }))}>
          {t(isMine ? 'withdraw' : 'sayNo')}
        </Button>
      )}
      {state === 'to-sign' && actId && (
        <Button variant="primary" onClick={() => signAct(actId)}>
          {t('signRecord')}
        </Button>
      )}
      {canPledge && !(way === 'buy' && isMine) && (
        <Button variant="primary" onClick={() => setPledging(true)}>
          {t(`${way}.open`)}
        </Button>
      )}
      {state === 'returning' && isOwed && may('coop.pledge') && (
        <Button
          variant="primary"
          onClick={() => draftAndSign(() => api.coop.takeBack.mutate({ orderId: id }))}
        >
          {t('takeBack')}
        </Button>
      )}
      {pledging && <PledgeDialog order={order} onClose={() => setPledging(false)} />}
    </>
  )
}
