'use client'
import { useQueryClient } from '@tanstack/react-query'
import { toHex } from '@vc/crypto'
import { type IdentityKind, identityKinds } from '@vc/nfr'
import { FileDrop, FormField, Select, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { base64Of } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { documentOf, newFileKey, sealDocument, sealKeyFor } from './sealed-box.ts'
import { fileKeyOf, useReadingKey } from './use-reading-key.ts'

/** A document is sealed here before it leaves; the first one makes the key of all. */
export function AddDocument() {
  const t = useTranslations('identity')
  const [kind, setKind] = useState<IdentityKind>('identity')
  const { add, error, busy } = useAdd()
  return (
    <div className="space-y-4">
      <RefusalView error={error} />
      <FormField label={t('kind')}>
        <Select
          value={kind}
          onChange={({ target }) => setKind(identityKinds.find((one) => one === target.value) ?? 'other')}
          options={identityKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </FormField>
      <FileDrop
        label={t('file')}
        hint={t('fileHint')}
        accept=".pdf,.png,.jpg,.jpeg"
        onFile={(file) => add(file, kind)}
        pending={busy}
      />
    </div>
  )
}

function useAdd() {
  const t = useTranslations('identity')
  const api = useTRPCClient()
  const options = useTRPC()
  const queries = useQueryClient()
  const toast = useToast()
  const withSecret = useReadingKey()
  const { run, error, busy } = useCommand()
  const add = (file: File, kind: IdentityKind) =>
    run(async () => {
      const document = documentOf(file.name, new Uint8Array(await file.arrayBuffer()))
      const commandKey = crypto.randomUUID()
      await withSecret(async (own) => {
        // Asked now: the page may not have heard yet whether there are documents.
        const mine = await api.identity.mine.query()
        const fileKey = mine === null ? newFileKey() : await fileKeyOf(mine.keys, own)
        const sealedBytes = await sealDocument(document, fileKey, commandKey)
        const content = await base64Of(new Blob([new Uint8Array(sealedBytes)]))
        const sealed = toHex(await sealKeyFor(own.publicKey, fileKey))
        const sealedKeys = [{ credentialId: own.credentialId, sealed }]
        return api.identity.import.mutate({ commandKey, kind, content, keys: sealedKeys })
      })
      toast({ title: t('added') })
      await queries.invalidateQueries({ queryKey: options.identity.mine.queryKey() })
    })
  return { add, error, busy }
}
