'use client'
import { Button, FormField, TextInput } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { createPasskey } from '../session/passkeys.ts'
import { leaveFor } from './go-on.ts'

/** A recovery code and a new key, for whoever has no key at hand. */
export function Recover() {
  const t = useTranslations('sign-in')
  const locale = useLocale()
  const api = useTRPCClient()
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>()
  const [pending, setPending] = useState(false)

  async function recover(event: FormEvent) {
    event.preventDefault()
    if (pending) return
    setPending(true)
    setError(undefined)
    try {
      const options = await api.auth.recover.begin.mutate({
        code: code.trim(),
        label: label.trim() || t('key.defaultLabel'),
      })
      await api.auth.recover.finish.mutate({ response: await createPasskey(options) })
      await leaveFor(`/${locale}/account`)
    } catch (cause) {
      setError(cause)
      setPending(false)
    }
  }

  return (
    <form onSubmit={recover} className="space-y-5">
      <div>
        <h1 className="text-title font-strong">{t('recovery.title')}</h1>
        <p className="mt-1 text-ink-soft">{t('recovery.lead')}</p>
      </div>
      <RefusalView error={error} />
      <FormField label={t('recovery.code')} hint={t('recovery.codeHint')}>
        <TextInput
          required
          value={code}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => setCode(event.target.value)}
        />
      </FormField>
      <FormField label={t('key.label')} hint={t('key.labelHint')} optional>
        <TextInput value={label} maxLength={60} onChange={(event) => setLabel(event.target.value)} />
      </FormField>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" pending={pending}>
          {t('recovery.go')}
        </Button>
        <Link href="/sign-in" className="underline">
          {t('back')}
        </Link>
      </div>
      <p className="border-t pt-4 text-ink-soft">{t('recovery.noCode')}</p>
    </form>
  )
}
