'use client'
import { Button, FormField, Skeleton, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChooseFiles } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { Answer } from './answer.tsx'
import { useVerification } from './use-verification.ts'

/** Anyone: is this genuine? By code, or by a copy whose fingerprints are made here; the copy never leaves the browser. */
export function VerifyScreen({ code = '' }: { readonly code?: string }) {
  const t = useTranslations('verify')
  const { byCode, byCopy, found, error, busy } = useVerification()
  return (
    <div className="space-y-6">
      <div>
        <h1 className="text-title font-strong tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-ink-soft">{t('lead')}</p>
      </div>
      <CodeForm given={code} busy={busy} onAsk={byCode} />
      <ChooseFiles
        label={t('copy')}
        hint={t('copyHint')}
        disabled={busy}
        onFiles={([file]) => file && byCopy(file)}
      />
      <RefusalView error={error} />
      <div role="status" aria-live="polite" className="space-y-6">
        {busy && <Skeleton className="h-40" />}
        {found && <Answer answer={found} />}
      </div>
    </div>
  )
}

type CodeProps = {
  readonly given: string
  readonly busy: boolean
  readonly onAsk: (code: string) => Promise<void>
}

function CodeForm({ given, busy, onAsk }: CodeProps) {
  const t = useTranslations('verify')
  const [code, setCode] = useState(given)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void onAsk(code)
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
          <Button
            type="submit"
            variant="primary"
            className="shrink-0"
            pending={busy}
            disabled={code.trim() === ''}
          >
            {t('check')}
          </Button>
        </div>
      </FormField>
    </form>
  )
}
