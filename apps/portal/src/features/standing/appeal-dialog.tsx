'use client'
import { useQuery } from '@tanstack/react-query'
import { FormField, Hash, Notice, Select, TextArea, useToast } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { ChooseFiles, fingerprintOfFile } from '../imports/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { OwnScore } from './own-score.tsx'

type Props = { readonly own: OwnScore; readonly onClose: () => void }
type Term = OwnScore['standing']['terms'][number]['term']
type Document = { readonly name: string; readonly hash: string }

/** Appeals a term of an own score; of a document only the SHA256 leaves this browser. */
export function AppealDialog({ own, onClose }: Props) {
  const t = useTranslations('standing.appeal')
  const score = useTranslations('credit.score')
  const { terms } = own.standing
  const { authorities, send, error, busy } = useAppeal(own, onClose)
  const [term, setTerm] = useState<Term>(terms[0]?.term ?? 'repayment')
  const [authorityId, setAuthority] = useState<string>()
  const [reason, setReason] = useState('')
  const [document, setDocument] = useState<Document>()
  const chosen = authorityId ?? authorities?.[0]?.value
  const choose = async (file: File) =>
    setDocument({ name: file.name, hash: (await fingerprintOfFile(file)).contentHash })
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      error={error}
      pending={busy}
      disabled={chosen === undefined}
      onClose={onClose}
      onGo={() => send({ term, authorityId: chosen ?? '', reason: reason.trim(), document: document?.hash })}
    >
      {authorities?.length === 0 && <Notice title={t('nobody')}>{t('nobodyNext')}</Notice>}
      <FormField label={t('term')}>
        <Select
          value={term}
          onChange={({ target }) => setTerm(terms.find((one) => one.term === target.value)?.term ?? term)}
          options={terms.map((one) => ({
            value: one.term,
            label: t('termOf', { term: score(`names.${one.term}`), points: one.points, weight: one.weight }),
          }))}
        />
      </FormField>
      <FormField label={t('authority')} hint={t('authorityHint')}>
        <Select
          value={chosen ?? ''}
          options={authorities ?? []}
          onChange={({ target }) => setAuthority(target.value)}
        />
      </FormField>
      <FormField label={t('reason')} hint={t('reasonHint')}>
        <TextArea value={reason} maxLength={2000} onChange={({ target }) => setReason(target.value)} />
      </FormField>
      <div>
        <ChooseFiles
          label={t('document')}
          hint={t('documentHint')}
          onFiles={([file]) => file && choose(file)}
        />
        {document && (
          <p className="mt-1 text-small">
            {document.name} · <Hash hash={document.hash} />
          </p>
        )}
      </div>
    </CommandDialog>
  )
}

type Said = {
  readonly term: Term
  readonly authorityId: string
  readonly reason: string
  readonly document: string | undefined
}

/** Whom this account can appeal to, and the sending: pressed twice it is one appeal. */
function useAppeal({ debtKeyHash }: OwnScore, onDone: () => void) {
  const t = useTranslations('standing.appeal')
  const chinese = useLocale() === 'zh-CN'
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const { data } = useQuery(useTRPC().standing.ownAppeals.queryOptions())
  const found = data?.authorities.find((one) => one.debtKeyHash === debtKeyHash)?.authorities
  async function send({ document, ...said }: Said) {
    const done = await run(async () => {
      if (said.reason === '') throw new RefusedHere('field-empty')
      return api.standing.appeal.mutate({ commandKey, debtKeyHash, ...said, ...(document && { document }) })
    })
    if (!done) return
    toast({ title: t('sent') })
    onDone()
  }
  const authorities = found?.map(({ id, name, nameZh }) => ({ value: id, label: chinese ? nameZh : name }))
  return { authorities, send, error, busy }
}
