'use client'
import { parseAmount } from '@vc/ledger'
import { MOST_PLACES } from '@vc/nfr'
import { FormField, TextArea, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CommandDialog } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

type Props = { readonly work: Work; readonly onClose: () => void }
type Typed = { readonly target: { readonly value: string } }
const USUAL_DAYS = 30

/** Posts a task: what is wanted, what each contribution that is taken gets, and until when the rewards lie aside. */
export function TaskDialog({ work, onClose }: Props) {
  const t = useTranslations('works.tasks')
  const { head, say, send, error, busy } = useTaskForm(work, onClose)
  return (
    <CommandDialog
      title={t('post')}
      lead={t('postLead')}
      go={t('go')}
      pending={busy}
      onGo={send}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('what')}>
        <TextInput maxLength={120} value={head.title} onChange={say('title')} />
      </FormField>
      <FormField label={t('brief')}>
        <TextArea maxLength={2_000} value={head.brief} onChange={say('brief')} />
      </FormField>
      <FormField label={t('reward')} hint={t('rewardHint')}>
        <TextInput amount value={head.reward} onChange={say('reward')} />
      </FormField>
      <FormField label={t('placesField')} hint={t('placesHint', { most: MOST_PLACES })}>
        <TextInput amount inputMode="numeric" value={head.places} onChange={say('places')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput amount inputMode="numeric" value={head.days} onChange={say('days')} />
      </FormField>
    </CommandDialog>
  )
}

function useTaskForm(work: Work, onClose: () => void) {
  const api = useTRPCClient()
  const { decimals } = useUi()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [head, setHead] = useState({
    ...{ title: '', brief: '', reward: '', places: '1', days: String(USUAL_DAYS) },
  })
  const say = (field: keyof typeof head) => (event: Typed) =>
    setHead({ ...head, [field]: event.target.value })
  const send = () =>
    draftAndSign(() => {
      const { title, brief, places, days } = head
      const reward = parseAmount(head.reward.trim(), decimals)
      if (reward === undefined || reward === 0n) throw new RefusedHere('amount-not-positive')
      const isWhole = [places, days].every((text) => /^[1-9]\d{0,3}$/.test(text.trim()))
      if (title.trim() === '' || brief.trim() === '' || !isWhole) throw new RefusedHere('task-incomplete')
      const deadline = work.height + Number(days) * work.blocksPerDay
      const task = { title, brief, reward, places: Number(places), deadline }
      return api.works.addTask.mutate({ commandKey, workId: work.id, ...task })
    })
  return { head, say, send, error, busy }
}
