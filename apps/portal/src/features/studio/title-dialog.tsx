'use client'
import { FormField, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeFilled } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'

/** Adds a title of the own studio, with the code that channels' statements call it by. */
export function TitleDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('studio.newTitle')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  async function add() {
    const made = await run(async () => {
      mustBeFilled('title-incomplete', { name, code })
      return api.studio.addTitle.mutate({ commandKey, name, code })
    })
    if (!made) return
    toast({ title: t('done') })
    onClose()
  }
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={add}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('name')} error={errorAt('name')}>
        <TextInput maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField label={t('code')} hint={t('codeHint')} error={errorAt('code')}>
        <TextInput
          className="font-mono"
          maxLength={40}
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}
