'use client'
import { parseAmount } from '@vc/ledger'
import { FormField, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

/** Pays a creator what one likes, with a few words. */
export function TipDialog({ work, onClose }: { readonly work: Work; readonly onClose: () => void }) {
  const t = useTranslations('works.tip')
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const tip = () =>
    draftAndSign(() => {
      const amount = parseAmount(text.trim(), decimals)
      if (amount === undefined || amount === 0n) throw new RefusedHere('amount-not-positive')
      if (note.trim() === '') throw new RefusedHere('words-missing')
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
      <FormField label={t('amount')}>
        <TextInput amount value={text} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <FormField label={t('note')} hint={t('noteHint')}>
        <TextInput maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
