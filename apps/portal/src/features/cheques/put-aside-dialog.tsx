'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAmount } from '@vc/ledger'
import { FormField, formatUnits, Notice, Select, TextInput, useUi } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Books } from './answers.ts'

type Props = { readonly now: Books; readonly onClose: () => void }
type Form = Readonly<Record<'centreId' | 'leaves' | 'amount' | 'days', string>>

/** Puts value aside for cheques: at which centre, how many, how much each, until when. */
export function PutAsideDialog({ now, onClose }: Props) {
  const t = useTranslations('cheques.own.put')
  const api = useTRPCClient()
  const { decimals, locale } = useUi()
  const centres = useCentreOptions()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState<Form>({ centreId: '', leaves: '3', amount: '', days: '30' })
  const centreId = form.centreId || (centres?.[0]?.value ?? '')
  const field = (name: keyof Form) => ({
    value: form[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  })
  const put = () =>
    draftAndSign(() => {
      const asked = readForm({ ...form, centreId }, now, decimals)
      return api.cheques.putAside.mutate({ commandKey, ...asked })
    })
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      disabled={centreId === ''}
      onGo={put}
      onClose={onClose}
      error={error}
    >
      {centres?.length === 0 && <Notice title={t('noCentre')}>{t('noCentreNext')}</Notice>}
      <FormField label={t('centre')} hint={t('centreHint')}>
        <Select
          options={centres ?? []}
          value={centreId}
          onChange={(event) => setForm({ ...form, centreId: event.target.value })}
        />
      </FormField>
      <FormField label={t('leaves')} hint={t('leavesHint')}>
        <TextInput amount {...field('leaves')} />
      </FormField>
      <FormField label={t('amount')} hint={t('amountHint', { fee: formatUnits(now.fee, decimals, locale) })}>
        <TextInput amount {...field('amount')} />
      </FormField>
      <FormField
        label={t('days')}
        hint={t('daysHint', { height: heightAfter(now, form.days) ?? now.height })}
      >
        <TextInput amount unit={t('daysUnit')} {...field('days')} />
      </FormField>
    </CommandDialog>
  )
}

function useCentreOptions() {
  const chinese = useLocale() === 'zh-CN'
  const { data } = useQuery(useTRPC().cheques.centres.queryOptions())
  return data?.centres.map(({ id, name, nameZh }) => ({ value: id, label: chinese ? nameZh : name }))
}

function readForm({ centreId, leaves, amount: text, days }: Form, now: Books, decimals: number) {
  const amount = parseAmount(text.trim(), decimals)
  const expiry = heightAfter(now, days)
  if (!/^[1-9]\d?$/.test(leaves)) throw new RefusedHere('cheque-leaves', { most: 20 })
  if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
  if (expiry === undefined) throw new RefusedHere('cheque-days')
  return { centreId, leaves: Number(leaves), amount, expiry }
}

/** The height of the ledger so many days from now; undefined when the text is no number of days. */
const heightAfter = ({ height, blocksPerDay }: Books, days: string): number | undefined =>
  /^[1-9]\d{0,2}$/.test(days) ? height + Number(days) * blocksPerDay : undefined
