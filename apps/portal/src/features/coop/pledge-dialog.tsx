'use client'
import { FormField, formatUnits, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { mustBeAmount } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Order } from './answers.ts'

/** Pledges a part of an order, or buys of it: short acts, all signed at once by the account's own key. */
export function PledgeDialog({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const t = useTranslations('coop')
  const way = order.paidBy === 'credit' ? 'buy' : 'pledge'
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const left = order.need - order.pledged
  const units = (amount: bigint) => formatUnits(amount, decimals, locale)
  const pledge = () =>
    draftAndSign(() => {
      const amount = mustBeAmount(text, decimals, 'amount')
      return api.coop.pledge.mutate({ commandKey, orderId: order.id, amount })
    })
  return (
    <CommandDialog
      title={t(`${way}.title`)}
      lead={t(`${way}.lead`, { deadline: order.deadline })}
      go={t(`${way}.go`)}
      pending={busy}
      onGo={pledge}
      onClose={onClose}
      error={error}
    >
      <ol className="list-decimal space-y-1 pl-5">
        <li>{t(`${way}.steps.lock`)}</li>
        <li>{t(`${way}.steps.fund`)}</li>
        <li>{t(`${way}.steps.back`, { deadline: order.deadline })}</li>
      </ol>
      <FormField
        label={t(`${way}.amount`)}
        error={errorAt('amount')}
        hint={t(`${way}.amountHint`, {
          left: units(left),
          least: units(order.least),
        })}
      >
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
