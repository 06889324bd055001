'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, FormField, Section, TextInput } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'

type Asked = ApiAnswers['organisation']['suppliers'][number]

/** Suppliers that co-ops ask the admission to let in: each is let in, or told why not. Nothing while none is asked for. */
export function AskedSuppliers() {
  const t = useTranslations('organisation.suppliers')
  const { data, error } = useQuery(useTRPC().organisation.suppliers.queryOptions())
  if (!data) return <RefusalView error={error} />
  if (data.length === 0) return null
  return (
    <Section id="suppliers" title={t('title')} lead={t('lead')}>
      <ul className="divide-y">
        {data.map((asked) => (
          <One key={asked.id} asked={asked} />
        ))}
      </ul>
    </Section>
  )
}

function useDecide() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  return (input: { readonly requestId: string; readonly declines?: string }) =>
    steppedUp('organisation.decideSupplier', input, (given) => api.organisation.decideSupplier.mutate(given))
}

function One({ asked }: { readonly asked: Asked }) {
  const t = useTranslations('organisation.suppliers')
  const format = useFormatter()
  const isChinese = useLocale() === 'zh-CN'
  const { run, error } = useCommand()
  const decide = useDecide()
  const [isDeclining, setDeclining] = useState(false)
  const [name, asker] = isChinese ? [asked.nameZh, asked.askerZh] : [asked.name, asked.asker]
  const when = format.dateTime(asked.createdAt, 'short')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <RefusalView error={error} />
      <span className="font-strong">{name}</span>
      <span className="text-small text-ink-soft">{t('by', { asker, when })}</span>
      <span className="grow">{asked.grounds}</span>
      <Button size="small" variant="quiet" onClick={() => setDeclining(true)}>
        {t('decline')}
      </Button>
      <Button size="small" onClick={() => run(() => decide({ requestId: asked.id }))}>
        {t('letIn', { name })}
      </Button>
      {isDeclining && <Decline asked={asked} name={name} onClose={() => setDeclining(false)} />}
    </li>
  )
}

type DeclineProps = { readonly asked: Asked; readonly name: string; readonly onClose: () => void }

function Decline({ asked, name, onClose }: DeclineProps) {
  const t = useTranslations('organisation.suppliers')
  const { run, error, busy } = useCommand()
  const decide = useDecide()
  const [reason, setReason] = useState('')
  async function decline() {
    const done = await run(() => {
      if (reason.trim() === '') throw new RefusedHere('reason-missing')
      return decide({ requestId: asked.id, declines: reason })
    })
    if (done) onClose()
  }
  return (
    <CommandDialog
      title={t('declineTitle', { name })}
      lead={t('declineLead')}
      go={t('decline')}
      pending={busy}
      onGo={decline}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('reason')}>
        <TextInput maxLength={300} value={reason} onChange={({ target }) => setReason(target.value)} />
      </FormField>
    </CommandDialog>
  )
}
