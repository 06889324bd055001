'use client'
import { Button, FormField, Notice, Skeleton, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { sha256OfFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { CertificateFound } from './certificate-found.tsx'
import type { FoundCertificate, FoundRight } from './check-proof.ts'
import { RightFound } from './right-found.tsx'

type Answer =
  | { readonly kind: 'rights'; readonly found: readonly FoundRight[] }
  | { readonly kind: 'certificate'; readonly found: FoundCertificate | null }

/** Anyone: is this genuine? By code, or by a copy whose hash is made here and which never leaves the browser. */
export function VerifyScreen({ code: given = '' }: { readonly code?: string }) {
  const t = useTranslations('verify')
  const api = useTRPCClient()
  const [code, setCode] = useState(given)
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  async function ask(work: () => Promise<Answer>) {
    setBusy(true)
    setError(undefined)
    setAnswer(undefined)
    try {
      setAnswer(await work())
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }
  const byCode = () =>
    ask(async () => {
      const asked = code.trim()
      if (/^REC-/i.test(asked))
        return { kind: 'certificate', found: await api.certificates.verify.query({ code: asked }) }
      const isCode = /^NFR-[0-9a-f]{24}$/i.test(asked)
      return { kind: 'rights', found: isCode ? await api.rights.verify.query({ code: asked }) : [] }
    })
  const byCopy = (file: File | undefined) =>
    file &&
    ask(async () => ({
      kind: 'rights',
      found: await api.rights.verify.query({ contentHash: await sha256OfFile(file) }),
    }))
  const isNone = answer && (answer.found === null || (answer.kind === 'rights' && answer.found.length === 0))
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-ink-soft">{t('lead')}</p>
      </div>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void byCode()
        }}
      >
        <FormField label={t('code')} hint={t('codeHint')}>
          <TextInput value={code} maxLength={100} onChange={(event) => setCode(event.target.value)} />
        </FormField>
        <Button type="submit" variant="primary" pending={busy}>
          {t('check')}
        </Button>
      </form>
      <label className="block">
        <span className="block font-strong">{t('copy')}</span>
        <span className="block text-small text-ink-soft">{t('copyHint')}</span>
        <input type="file" className="mt-1" onChange={(event) => byCopy(event.target.files?.[0])} />
      </label>
      <RefusalView error={error} />
      <div role="status" aria-live="polite" className="space-y-6">
        {busy && <Skeleton className="h-40" />}
        {isNone && <Notice title={t('none')}>{t('noneNext')}</Notice>}
        {answer?.kind === 'rights' && answer.found.map((one) => <RightFound key={one.code} found={one} />)}
        {answer?.kind === 'certificate' && answer.found && <CertificateFound found={answer.found} />}
      </div>
    </div>
  )
}
