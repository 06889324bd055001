'use client'
import { MOST_PLACES } from '@vc/nfr'
import { FormField, TextArea, TextInput, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { mustBeAmount, mustBeFilled, mustBeWhole } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

type Props = { readonly work: Work; readonly onClose: () => void }
type Typed = { readonly target: { readonly value: string } }
const USUAL_DAYS = 30
const MOST_DAYS = 9_999

/** Posts a task: what is wanted, what each contribution that is taken gets, and until when the rewards lie aside. */
export function TaskDialog({ work, onClose }: Props) {
  const t = useTranslations('works.tasks')
  const { head, say, send, error, busy } = useTaskForm(work, onClose)
  const errorAt = useFieldErrors(error)
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
      <FormField error={errorAt('title')} label={t('what')}>
        <TextInput maxLength={120} value={head.title} onChange={say('title')} />
      </FormField>
      <FormField error={errorAt('brief')} label={t('brief')}>
        <TextArea maxLength={2_000} value={head.brief} onChange={say('brief')} />
      </FormField>
      <FormField error={errorAt('reward')} label={t('reward')} hint={t('rewardHint')}>
        <TextInput amount value={head.reward} onChange={say('reward')} />
      </FormField>
      <FormField
        error={errorAt('places')}
        label={t('placesField')}
        hint={t('placesHint', { most: MOST_PLACES })}
      >
        <TextInput amount inputMode="numeric" value={head.places} onChange={say('places')} />
      </FormField>
      <FormField error={errorAt('days')} label={t('days')} hint={t('daysHint')}>
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
      const { title, brief } = head
      mustBeFilled('task-incomplete', head)
      const reward = mustBeAmount(head.reward, decimals, 'reward')
      const places = mustBeWhole(head.places, { field: 'places', most: MOST_PLACES })
      const days = mustBeWhole(head.days, { field: 'days', most: MOST_DAYS })
      const deadline = work.height + days * work.blocksPerDay
      const task = { title, brief, reward, places, deadline }
      return api.works.addTask.mutate({ commandKey, workId: work.id, ...task })
    })
  return { head, say, send, error, busy }
}
