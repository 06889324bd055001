'use client'
import { FormField, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { mustBeAmount, mustBeFilled } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

/** Pays a creator what one likes, with a few words. */
export function TipDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const t = useTranslations('works.tip')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const tip = () =>
    draftAndSign(() => {
      const amount = mustBeAmount(text, decimals, 'amount')
      mustBeFilled('words-missing', { note })
      return api.works.tip.mutate({ commandKey, workId: work.id, amount, note })
    })
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={tip}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('amount')} error={errorAt('amount')}>
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <FormField label={t('note')} hint={t('noteHint')} error={errorAt('note')}>
        <TextInput maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
