'use client'
import { Button, FormField, Section, TextArea } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Case } from './case.ts'

/** The creditor's file on collecting this debt: dated entries that nobody changes. The debtor does not see it. */
export function CaseNotes({ data }: { readonly data: Case }) {
  const t = useTranslations('debt.notes')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  return (
    <Section id="notes" title={t('title')} lead={t('lead')}>
      {data.notes.length === 0 && <p className="text-ink-soft">{t('none')}</p>}
      {data.notes.length > 0 && (
        <ol className="divide-y border-y" aria-label={t('title')}>
          {data.notes.map(({ text, by, organisation, organisationZh, createdAt }) => (
            <li key={`${createdAt.getTime()} ${text}`} className="py-2">
              <p className="text-small text-ink-soft">
                {format.dateTime(createdAt, 'short')} · {by}, {chinese ? organisationZh : organisation}
              </p>
              <p className="whitespace-pre-line">{text}</p>
            </li>
          ))}
        </ol>
      )}
      {data.isOfCreditor && <AddNote root={data.story.root} />}
    </Section>
  )
}

function AddNote({ root }: { readonly root: string }) {
  const t = useTranslations('debt.notes')
  const api = useTRPCClient()
  const { run, error, busy } = useCommand()
  const [text, setText] = useState('')
  const [commandKey, setCommandKey] = useState(() => crypto.randomUUID())
  async function add() {
    const added = await run(() => api.credit.note.mutate({ commandKey, txid: root, text }))
    if (!added) return
    setText('')
    setCommandKey(crypto.randomUUID())
  }
  return (
    <div className="mt-4 max-w-2xl space-y-3">
      <RefusalView error={error} />
      <FormField label={t('entry')} hint={t('hint')}>
        <TextArea value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />
      </FormField>
      <Button disabled={busy || text.trim() === ''} onClick={add}>
        {t('add')}
      </Button>
    </div>
  )
}
