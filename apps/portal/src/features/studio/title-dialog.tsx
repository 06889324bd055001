'use client'
import { FormField, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'

/** Adds a title of the own studio, with the code that channels' statements call it by. */
export function TitleDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('studio.newTitle')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  async function add() {
    const made = await run(async () => {
      if (name.trim() === '' || code.trim() === '') throw new RefusedHere('title-incomplete')
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
      <FormField label={t('name')}>
        <TextInput maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField label={t('code')} hint={t('codeHint')}>
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
