'use client'
import { Button } from '@vc/ui'
import { KeyRound } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { leaveFor } from './go-on.ts'

type Props = { readonly token: string; readonly name: string; readonly organisation: string }

/** Somebody who is signed in joins one more organisation with the keys that are there, and acts for it at once. */
export function Join({ token, name, organisation }: Props) {
  const t = useTranslations('sign-in.join')
  const locale = useLocale()
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const [error, setError] = useState<unknown>()

  async function join() {
    setError(undefined)
    try {
      const { membershipId } = await steppedUp('auth.invitation.accept', { token }, (input) =>
        api.auth.invitation.accept.mutate(input),
      )
      await api.auth.session.switchMembership.mutate({ membershipId })
      await leaveFor(`/${locale}/overview`)
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <div className="space-y-5">
      <p className="text-ink-soft">{t('lead', { name })}</p>
      <RefusalView error={error} />
      <Button variant="primary" icon={<KeyRound aria-hidden />} onClick={join}>
        {t('go', { organisation })}
      </Button>
      <p className="border-t pt-4 text-ink-soft">{t('other', { name })}</p>
    </div>
  )
}
