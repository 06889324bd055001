'use client'
import { Button, FormField, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Order, Pledge } from './answers.ts'

type Props = { readonly order: Order; readonly pledge: Pledge }

/** What is left to do with a purchase: the co-op says that it has delivered, the buyer confirms it. */
export function Delivery({ order, pledge }: Props) {
  const t = useTranslations('coop.delivery')
  const { may } = useSession()
  const { signAct, error, busy } = useDraftedAct()
  const [saying, setSaying] = useState(false)
  const { state, delivery, isMine } = pledge
  if (order.paidBy !== 'credit' || state !== 'final') return null
  const mayDeliver = order.isMine && may('coop.publish') && order.state === 'open'
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <RefusalView error={error} />
      {isMine && delivery && !delivery.buyerSigned && (
        <Button size="small" variant="primary" pending={busy} onClick={() => signAct(delivery.actId)}>
          {t('confirm')}
        </Button>
      )}
      {isMine && delivery?.buyerSigned && t('confirmed')}
      {mayDeliver && !delivery?.coopSigned && (
        <Button size="small" onClick={() => setSaying(true)}>
          {t('say')}
        </Button>
      )}
      {mayDeliver && delivery?.coopSigned && t('waitsForBuyer')}
      {saying && <DeliverDialog order={order} pledge={pledge} onClose={() => setSaying(false)} />}
    </span>
  )
}

function DeliverDialog({ order, pledge, onClose }: Props & { readonly onClose: () => void }) {
  const t = useTranslations('coop.delivery')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const { signAct, error: refused, busy: signing } = useDraftedAct()
  const [lot, setLot] = useState('')
  async function deliver() {
    const named = lot.trim() === '' ? {} : { lot: lot.trim() }
    const said = await run(() => api.coop.deliver.mutate({ orderId: order.id, txid: pledge.txid, ...named }))
    if (!said) return
    onClose()
    if (said.signs) await signAct(said.actId)
    else toast({ title: t('said') })
  }
  return (
    <CommandDialog
      title={t('say')}
      lead={t('lead')}
      go={t('go')}
      pending={busy || signing}
      onGo={deliver}
      onClose={onClose}
      error={error ?? refused}
    >
      <FormField label={t('lot')} hint={t('lotHint')}>
        <TextInput
          className="font-mono"
          maxLength={120}
          value={lot}
          onChange={(event) => setLot(event.target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}
