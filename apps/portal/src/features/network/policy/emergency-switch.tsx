'use client'
import { Button, Dialog, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusalView } from '../../refusals/index.ts'
import { type Policy, useReplacePolicy } from './use-replace-policy.ts'

/** Keeps all new credit out of the node's blocks at once (003 §3.3.10, 紧急开关); the other bounds stay as they are. */
export function EmergencySwitch({ policy }: { readonly policy: Policy }) {
  const t = useTranslations('network.policy')
  const [open, setOpen] = useState(false)
  const { replace, error } = useReplacePolicy()
  const { isStopped } = policy
  const press = async () => {
    if (await replace({ ...policy, isStopped: !isStopped })) setOpen(false)
  }
  const word = t(isStopped ? 'goOn' : 'stopNow')
  return (
    <>
      {isStopped ? (
        <Notice tone="waiting" title={t('switchOn')} />
      ) : (
        <p className="max-w-3xl text-ink-soft">{t('switchOff')}</p>
      )}
      <Button className="mt-3" variant={isStopped ? 'plain' : 'danger'} onClick={() => setOpen(true)}>
        {word}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t(isStopped ? 'goOnTitle' : 'stopTitle')}
        description={t('confirmLead')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('keep')}</Button>
            <Button variant={isStopped ? 'primary' : 'danger'} onClick={press}>
              {word}
            </Button>
          </>
        }
      >
        <RefusalView error={error} />
      </Dialog>
    </>
  )
}
