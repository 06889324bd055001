'use client'
import { FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeFilled } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'

const empty = { name: '', nameZh: '', grounds: '' }
type Form = typeof empty

/** Asks the admission to let a supplier in. */
export function AskSupplierDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('coop.outside')
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState(empty)
  const say = (field: keyof Form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  async function ask() {
    const made = await run(() => {
      mustBeFilled('supplier-incomplete', form)
      return api.coop.askSupplier.mutate({ commandKey, ...form })
    })
    if (made) onClose()
  }
  return (
    <CommandDialog
      title={t('askTitle')}
      lead={t('askLead')}
      go={t('go')}
      pending={busy}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('nameEn')} error={errorAt('name')}>
        <TextInput lang="en" maxLength={100} value={form.name} onChange={say('name')} />
      </FormField>
      <FormField label={t('nameZh')} error={errorAt('nameZh')}>
        <TextInput lang="zh-CN" maxLength={100} value={form.nameZh} onChange={say('nameZh')} />
      </FormField>
      <FormField label={t('grounds')} hint={t('groundsHint')} error={errorAt('grounds')}>
        <TextInput maxLength={300} value={form.grounds} onChange={say('grounds')} />
      </FormField>
    </CommandDialog>
  )
}
