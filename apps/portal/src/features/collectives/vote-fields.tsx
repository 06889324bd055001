'use client'
import { FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'

const empty = { purpose: '', days: '7' }
type Form = typeof empty
type Asked = { readonly commandKey: string; readonly purpose: string; readonly days: number }

/** What every vote is asked with, and the page of the vote once it is open. Open it afresh for each. */
export function useVoteAsk() {
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState(empty)
  async function open(send: (asked: Asked) => Promise<{ readonly proposalId: string }>) {
    const made = await run(() => {
      const { purpose, days } = form
      if (purpose.trim() === '') throw new RefusedHere('purpose-missing')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(days)) throw new RefusedHere('days-wrong')
      return send({ commandKey, purpose, days: Number(days) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  const say = (field: keyof Form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  return { open, form, say, error, busy }
}

/** What for, and for how many days. */
export function VoteFields({ form, say }: Pick<ReturnType<typeof useVoteAsk>, 'form' | 'say'>) {
  const t = useTranslations('collectives.propose')
  return (
    <>
      <FormField label={t('purpose')} hint={t('purposeHint')}>
        <TextInput value={form.purpose} maxLength={300} onChange={say('purpose')} />
      </FormField>
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput amount unit={t('daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
    </>
  )
}
