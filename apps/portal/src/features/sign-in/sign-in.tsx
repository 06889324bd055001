'use client'
import { Button, Notice } from '@vc/ui'
import { KeyRound } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { askPasskey } from '../session/passkeys.ts'
import { goOnTo, leaveFor } from './go-on.ts'

type Props = {
  /** Where to go on after sign-in. */
  readonly next: string | undefined
  /** A session was open and has run out. */
  readonly hasEnded: boolean
}

/** Sign-in by passkey; no name, no password. */
export function SignIn({ next, hasEnded }: Props) {
  const t = useTranslations('sign-in')
  const locale = useLocale()
  const api = useTRPCClient()
  const [error, setError] = useState<unknown>()

  async function signIn() {
    setError(undefined)
    try {
      const response = await askPasskey(await api.auth.login.begin.mutate())
      await api.auth.login.finish.mutate({ response })
      await leaveFor(goOnTo(next, locale))
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <>
      {hasEnded && (
        <div className="mb-8" role="status">
          <Notice tone="waiting" title={t('ended')}>
            {t('endedLead')}
          </Notice>
        </div>
      )}
      <h1 className="text-figure font-strong tracking-tight">{t('title')}</h1>
      <p className="mt-2 text-lead text-ink-soft">{t('lead')}</p>
      <div className="mt-6 space-y-5">
        <RefusalView error={error} />
        <Button variant="primary" size="large" icon={<KeyRound aria-hidden />} onClick={signIn}>
          {t('withKey')}
        </Button>
        <p className="border-t pt-4 text-ink-soft">
          {t('lost')}{' '}
          <Link href="/recover" className="underline">
            {t('recover')}
          </Link>
        </p>
        <p className="text-ink-soft">{t('invited')}</p>
      </div>
    </>
  )
}
