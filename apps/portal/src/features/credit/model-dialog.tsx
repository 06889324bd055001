'use client'
import { parseAmount } from '@vc/ledger'
import { Checkbox, FormField, TextArea, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import { HandInAnyway } from './hand-in-anyway.tsx'

type Props = { readonly data: ApiAnswers['credit']['models']; readonly onClose: () => void }
type Typed = { readonly target: { readonly value: string } }
const usual = {
  ...{ name: '', total: '', mostOrder: '', mostDebtor: '', leastScore: '600', termDays: '90' },
  ...{ purposes: '', suppliers: '', fromHour: '8', toHour: '18', days: '30' },
}
type Form = typeof usual

/** Every term of a model, before the authority's key signs for all of them at once. */
export function ModelDialog({ data, onClose }: Props) {
  const t = useTranslations('credit.models')
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const { form, say, send, onWeekends, setOnWeekends } = useModelForm(data)
  async function set(queues: boolean) {
    if (!(await run(() => send(queues)))) return
    toast({ title: t('drafted') })
    onClose()
  }
  const line = (field: keyof Form, unit?: string) => (
    <FormField label={t(field)} hint={t.has(`hints.${field}`) ? t(`hints.${field}`) : undefined}>
      <TextInput
        amount={field !== 'name'}
        maxLength={80}
        unit={unit}
        value={form[field]}
        onChange={say(field)}
      />
    </FormField>
  )
  const lines = (field: 'purposes' | 'suppliers') => (
    <FormField label={t(field)} hint={t(`hints.${field}`)}>
      <TextArea maxLength={8_000} value={form[field]} onChange={say(field)} />
    </FormField>
  )
  return (
    <CommandDialog
      {...{ title: t('set'), lead: t('setLead'), go: t('go'), error, onClose, pending: busy }}
      onGo={() => set(false)}
      action={<HandInAnyway error={error} pending={busy} onGo={() => set(true)} />}
    >
      {line('name')}
      {line('total')}
      {line('mostOrder')}
      {line('mostDebtor')}
      {line('leastScore')}
      {line('termDays')}
      {lines('purposes')}
      {lines('suppliers')}
      <div className="grid grid-cols-2 gap-4">
        {line('fromHour')}
        {line('toHour')}
      </div>
      <Checkbox
        label={t('onWeekends')}
        checked={onWeekends}
        onChange={({ target }) => setOnWeekends(target.checked)}
      />
      {line('days')}
    </CommandDialog>
  )
}

function useModelForm({ height, blocksPerDay }: Props['data']) {
  const api = useTRPCClient()
  const { decimals } = useUi()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState<Form>(usual)
  const [onWeekends, setOnWeekends] = useState(false)
  const say = (field: keyof Form) => (event: Typed) =>
    setForm((now) => ({ ...now, [field]: event.target.value }))
  const amount = (field: keyof Form) => {
    const value = parseAmount(form[field].trim(), decimals)
    if (value === undefined || value === 0n) throw new RefusedHere('amount-not-positive')
    return value
  }
  const send = (queues: boolean) => {
    const [purposes, suppliers] = [linesOf(form.purposes), linesOf(form.suppliers).map(supplierOf)]
    if (form.name.trim() === '' || purposes.length === 0 || suppliers.length === 0)
      throw new RefusedHere('model-incomplete')
    return api.credit.setModel.mutate({
      ...{ commandKey, queues, title: form.name, purposes, suppliers },
      ...{ total: amount('total'), mostOrder: amount('mostOrder'), mostDebtor: amount('mostDebtor') },
      ...{
        leastScore: count(form.leastScore, 1_000),
        mostTermBlocks: count(form.termDays, 9_999) * blocksPerDay,
      },
      ...{ fromHour: count(form.fromHour, 23), toHour: count(form.toHour, 24), onWeekends },
      untilHeight: height + count(form.days, 9_999) * blocksPerDay,
    })
  }
  return { form, say, send, onWeekends, setOnWeekends }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** A name, and after the last space the account. */
function supplierOf(line: string) {
  const at = line.lastIndexOf(' ')
  const [name, account] = [line.slice(0, at).replace(/[\s,;:，；：]+$/, ''), line.slice(at + 1)]
  if (at < 0 || name === '') throw new RefusedHere('model-supplier-line', { line })
  return { name, account }
}

function count(text: string, most: number): number {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(value <= most)) throw new RefusedHere('number-wrong')
  return value
}
