'use client'
import { Button, Facts, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import type { SentFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Collective } from './stages.ts'
import { thresholdOf } from './threshold-of.ts'

export type SeenChange = ApiAnswers['collectives']['previewChange']
type Props = {
  readonly collective: Collective
  readonly file: SentFile
  readonly seen: SeenChange
}

/** What the change makes of the collective, how many votes decide afterwards, and the button that opens the vote. */
export function ChangeTerms({ collective, file, seen }: Props) {
  const t = useTranslations('collectives')
  const { form, say, propose, error } = usePropose(collective.id, file, seen)
  const { weight, majority } = seen
  return (
    <div className="max-w-2xl space-y-4">
      <Outcome collective={collective} seen={seen} />
      <RefusalView error={error} />
      <FormField label={t('propose.purpose')} hint={t('propose.purposeHint')}>
        <TextInput value={form.purpose} maxLength={300} onChange={say('purpose')} />
      </FormField>
      <FormField label={t('change.threshold')} hint={t('register.thresholdHint', { weight, majority })}>
        <TextInput amount value={form.threshold} onChange={say('threshold')} />
      </FormField>
      <FormField label={t('propose.days')} hint={t('propose.daysHint')}>
        <TextInput amount unit={t('propose.daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
      <Button variant="primary" onClick={propose}>
        {t('propose.go')}
      </Button>
    </div>
  )
}

function usePropose(collectiveId: string, file: SentFile, seen: SeenChange) {
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState({ purpose: '', threshold: String(seen.majority), days: '7' })
  const say = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  async function propose() {
    const made = await run(() => {
      if (form.purpose.trim() === '') throw new RefusedHere('purpose-missing')
      const threshold = thresholdOf(form.threshold, seen.weight)
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(form.days)) throw new RefusedHere('days-wrong')
      const { purpose } = form
      const asked = { ...file, commandKey, collectiveId, purpose, threshold, days: Number(form.days) }
      return api.collectives.proposeChange.mutate(asked)
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  return { form, say, propose, error }
}

function Outcome({ collective, seen }: Pick<Props, 'collective' | 'seen'>) {
  const t = useTranslations('collectives')
  const { comes, goes, count, weight, sample } = seen
  const named = (coming: boolean) =>
    sample
      .filter((line) => line.comes === coming)
      .map(({ name }) => name ?? '–')
      .join(t('change.and'))
  const before = { count: collective.members ?? 0, weight: collective.weight }
  return (
    <Facts
      rows={[
        { label: t('change.comes'), value: `${t('change.members', { count: comes })} ${named(true)}` },
        { label: t('change.goes'), value: `${t('change.members', { count: goes })} ${named(false)}` },
        { label: t('change.now'), value: t('change.size', before) },
        { label: t('change.then'), value: t('change.size', { count, weight }) },
      ]}
    />
  )
}
