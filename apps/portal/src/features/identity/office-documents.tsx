'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { decodeBase64url } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Button, FormField, Notice, Section, saveFile, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog, RefusalView } from '../refusals/index.ts'
import { DocumentTable, type Row } from './document-table.tsx'
import { openDocument } from './sealed-box.ts'
import { fileKeyOf, useReadingKey } from './use-reading-key.ts'

type Keys = ApiAnswers['identity']['ofAccount']['keys']

/** The documents that an account's holder lets this office read: opened here, with a reason that the holder sees. */
export function OfficeDocuments({ accountId }: { readonly accountId: string }) {
  const t = useTranslations('identity')
  const { data, error } = useQuery(useTRPC().identity.ofAccount.queryOptions({ accountId }))
  const [asked, setAsked] = useState<Row>()
  return (
    <Section id="documents" title={t('title')} lead={t('office.lead')}>
      <RefusalView error={error} />
      <OwnKey />
      {data?.files.length === 0 && <p className="text-ink-soft">{t('office.none')}</p>}
      {data && data.files.length > 0 && (
        <DocumentTable
          rows={data.files}
          act={(row) => (
            <Button size="small" onClick={() => setAsked(row)}>
              {t('office.open')}
            </Button>
          )}
        />
      )}
      {data && asked && <OpenDialog file={asked} keys={data.keys} onClose={() => setAsked(undefined)} />}
    </Section>
  )
}

/** Who has no reading key yet makes one: documents are sealed for people, not for offices. */
function OwnKey() {
  const t = useTranslations('identity.office')
  const options = useTRPC()
  const queries = useQueryClient()
  const { data } = useQuery(options.identity.myKey.queryOptions())
  const withSecret = useReadingKey()
  const { run, error, busy } = useCommand()
  if (!data || data.length > 0) return null
  const make = () =>
    run(async () => {
      await withSecret(async () => undefined)
      await queries.invalidateQueries({ queryKey: options.identity.myKey.queryKey() })
    })
  return (
    <div className="mb-4 space-y-3">
      <RefusalView error={error} />
      <Notice tone="waiting" title={t('noKey')}>
        {t('noKeyNext')}
      </Notice>
      <Button disabled={busy} onClick={make}>
        {t('makeKey')}
      </Button>
    </div>
  )
}

type DialogProps = { readonly file: Row; readonly keys: Keys; readonly onClose: () => void }

function OpenDialog({ file, keys, onClose }: DialogProps) {
  const t = useTranslations('identity.office')
  const api = useTRPCClient()
  const withSecret = useReadingKey()
  const { run, error, busy } = useCommand()
  const [reason, setReason] = useState('')
  const open = () =>
    run(async () => {
      if (reason.trim() === '') throw new RefusedHere('reason-missing')
      const document = await withSecret(async (own) => {
        const fileKey = await fileKeyOf(keys, own)
        const { content } = await api.identity.open.mutate({ fileId: file.id, reason })
        return openDocument(must(decodeBase64url(content), 'the API gives base64url'), fileKey, file.id)
      })
      saveFile(document.name, new Uint8Array(document.bytes), document.type)
      onClose()
    })
  return (
    <CommandDialog
      title={t('openTitle')}
      lead={t('openLead')}
      go={t('openGo')}
      onGo={open}
      disabled={busy}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('reason')} hint={t('reasonHint')}>
        <TextInput value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
      </FormField>
    </CommandDialog>
  )
}
