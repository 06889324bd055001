'use client'
import { FormField, Select, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeAmount, mustBeWhole } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'

const MOST_DAYS = 99

/** Lets players try a title of the own channel: what it costs afterwards, and how long one may try. */
export function TrialDialog({
  codes,
  onClose,
}: {
  readonly codes: readonly string[]
  readonly onClose: () => void
}) {
  const t = useTranslations('studio.trials')
  const api = useTRPCClient()
  const toast = useToast()
  const { decimals } = useUi()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const [code, setCode] = useState(codes[0] ?? '')
  const [price, setPrice] = useState('')
  const [days, setDays] = useState('7')
  async function offer() {
    const done = await run(async () => {
      const amount = mustBeAmount(price, decimals, 'price')
      const trial = mustBeWhole(days, { field: 'days', most: MOST_DAYS })
      return api.studio.offer.mutate({ code, price: amount, days: trial })
    })
    if (!done) return
    toast({ title: t('offered') })
    onClose()
  }
  return (
    <CommandDialog
      title={t('offer')}
      lead={t('offerLead')}
      go={t('go')}
      pending={busy}
      onGo={offer}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('game')}>
        <Select
          value={code}
          onChange={(event) => setCode(event.target.value)}
          options={codes.map((one) => ({ value: one, label: one }))}
        />
      </FormField>
      <FormField label={t('price')} error={errorAt('price')}>
        <TextInput amount value={price} onChange={(event) => setPrice(event.target.value)} />
      </FormField>
      <FormField label={t('days')} error={errorAt('days')}>
        <TextInput amount unit={t('unit')} value={days} onChange={(event) => setDays(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
