'use client'
import { Button, Dialog, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { RecoveryCodes } from '../sign-in/recovery-codes.tsx'

/** New recovery codes; the older ones are void then. */
export function RecoverySection() {
  const t = useTranslations('account.recovery')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const [codes, setCodes] = useState<readonly string[]>()
  const [error, setError] = useState<unknown>()

  async function issue() {
    setError(undefined)
    try {
      const made = await steppedUp('auth.recoveryCodes.issue', {}, () =>
        api.auth.recoveryCodes.issue.mutate({}),
      )
      setCodes(made.recoveryCodes)
    } catch (cause) {
      setError(cause)
    }
  }

  return (
    <Section id="recovery" title={t('title')} lead={t('lead')}>
      <div className="space-y-3">
        <RefusalView error={error} />
        <Button onClick={issue}>{t('issue')}</Button>
      </div>
      <Dialog
        open={codes !== undefined}
        onOpenChange={() => setCodes(undefined)}
        held
        wide
        title={t('title')}
      >
        {codes && <RecoveryCodes codes={codes} go={t('done')} onDone={() => setCodes(undefined)} />}
      </Dialog>
    </Section>
  )
}
