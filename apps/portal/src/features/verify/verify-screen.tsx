'use client'
import { Button, FormField, Skeleton, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { ChooseFiles, fingerprintOfFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { Answer, type Found } from './answer.tsx'

/** Anyone: is this genuine? By code, or by a copy whose fingerprints are made here; the copy never leaves the browser. */
export function VerifyScreen({ code: given = '' }: { readonly code?: string }) {
  const t = useTranslations('verify')
  const api = useTRPCClient()
  const [code, setCode] = useState(given)
  const [found, setFound] = useState<Found>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  async function ask(work: () => Promise<Found>) {
    setBusy(true)
    setError(undefined)
    setFound(undefined)
    try {
      setFound(await work())
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const byCode = () =>
    ask(async () => {
      const asked = code.trim().replace(/^rec-/i, 'REC-')
      if (/^REC-.{1,64}-\d{10,18}$/i.test(asked))
        return { kind: 'certificate', asked, found: await api.certificates.verify.query({ code: asked }) }
      if (!/^NFR-[0-9a-f]{24}$/i.test(asked)) return { kind: 'no-code', asked }
      return { kind: 'rights', asked, copy: undefined, found: await api.rights.verify.query({ code: asked }) }
    })
  const byCopy = ([file]: readonly File[]) =>
    file &&
    ask(async () => {
      const copy = await fingerprintOfFile(file)
      const { contentHash, textHash, likeness } = copy
      const input = { contentHash, likeness, ...(textHash === undefined ? {} : { textHash }) }
      return { kind: 'rights', asked: file.name, copy, found: await api.rights.verify.query(input) }
    })
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-ink-soft">{t('lead')}</p>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void byCode()
        }}
      >
        <FormField label={t('code')} hint={t('codeHint')}>
          <div className="flex gap-2">
            <TextInput
              className="font-mono"
              value={code}
              maxLength={100}
              spellCheck={false}
              autoCapitalize="none"
              onChange={(event) => setCode(event.target.value)}
            />
            <Button type="submit" variant="primary" pending={busy} disabled={code.trim() === ''}>
              {t('check')}
            </Button>
          </div>
        </FormField>
      </form>
      <ChooseFiles label={t('copy')} hint={t('copyHint')} disabled={busy} onFiles={byCopy} />
      <RefusalView error={error} />
      <div role="status" aria-live="polite" className="space-y-6">
        {busy && <Skeleton className="h-40" />}
        {found && <Answer answer={found} />}
      </div>
    </div>
  )
}
