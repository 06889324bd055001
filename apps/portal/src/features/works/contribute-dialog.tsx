'use client'
import { FormField, Hash, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { emptyOf } from '../forms/index.ts'
import { ChooseFiles, fingerprintOfFile } from '../imports/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import { useDraftedAct } from '../signing/index.ts'
import type { Work } from './answers.ts'

type Props = { readonly task: Work['tasks'][number]; readonly onClose: () => void }

/** Hands a file in for a task: its fingerprint is dated under the contributor's own account, the file stays here. */
export function ContributeDialog({ task, onClose }: Props) {
  const t = useTranslations('works.tasks')
  const api = useTRPCClient()
  const { draftAndSign, error, busy } = useDraftedAct(onClose)
  const errorAt = useFieldErrors(error)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [file, setFile] = useState<{ readonly name: string; readonly fingerprint: string }>()
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const choose = async (one: File) =>
    setFile({ name: one.name, fingerprint: (await fingerprintOfFile(one)).contentHash })
  const send = () =>
    draftAndSign(() => {
      const fields = [...emptyOf({ name, note }), ...(file ? [] : ['file'])]
      if (!file || fields.length > 0) throw new RefusedHere('contribution-incomplete', { fields })
      const { fingerprint } = file
      return api.works.contribute.mutate({ commandKey, taskId: task.id, name, note, fingerprint })
    })
  return (
    <CommandDialog
      title={t('handIn')}
      lead={t('handInLead')}
      go={t('go')}
      pending={busy}
      onGo={send}
      onClose={onClose}
      error={error}
    >
      <ChooseFiles label={t('file')} hint={t('fileHint')} onFiles={([one]) => one && choose(one)} />
      {file && (
        <p role="status">
          {file.name} · <Hash hash={file.fingerprint} />
        </p>
      )}
      <FormField label={t('name')} hint={t('nameHint')} error={errorAt('name')}>
        <TextInput maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <FormField label={t('note')} error={errorAt('note')}>
        <TextInput maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}
