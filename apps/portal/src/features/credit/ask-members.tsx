'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'

type Props = { readonly applicationId: string; readonly position: number }

/** Asks the members of a collective, one of whom applies, to answer for the debt. */
export function AskMembers(props: Props) {
  const t = useTranslations('credit.guarantees.ask')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('open')}</Button>
      {asking && <AskDialog {...props} onClose={() => setAsking(false)} />}
    </>
  )
}

function AskDialog({ applicationId, position, onClose }: Props & { readonly onClose: () => void }) {
  const t = useTranslations('credit.guarantees.ask')
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [days, setDays] = useState('7')
  async function ask() {
    const made = await run(() => {
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(days.trim())) throw new RefusedHere('days-wrong')
      return api.collectives.askGuarantee.mutate({ commandKey, applicationId, position, days: Number(days) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('days')} hint={t('daysHint')}>
        <TextInput
          amount
          unit={t('daysUnit')}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </FormField>
    </CommandDialog>
  )
}
