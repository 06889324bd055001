'use client'
import { Button, FormField, Notice, Section, TextInput, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import type { BatchDetail } from './batch-screen.tsx'

/** The centre takes a batch on, waits for the draft, and certifies it with a hardware key; or sends it back. */
export function Certify({ batch }: { readonly batch: BatchDetail }) {
  const t = useTranslations('rights')
  const api = useTRPCClient()
  const toast = useToast()
  const { personId, organisationId } = useSession()
  const { sign } = useActSigner()
  const { run, error } = useCommand()
  const [reason, setReason] = useState('')
  const { step, actId, isDraftOver } = batch
  if (step !== 'appraised' && step !== 'prepared') return null
  const isOurs = step === 'appraised' || batch.centreId === organisationId
  if (!isOurs) return null

  async function signNow(id: string) {
    const outcome = await sign(id)
    if (outcome) toast({ title: t('certify.sent') })
    await run(async () => undefined)
  }
  const prepare = () => run(() => api.rights.certify.mutate({ batchId: batch.id }))
  const waits = step === 'prepared' && actId === null
  const isReady = step === 'prepared' && actId !== null && !isDraftOver
  return (
    <Section id="certify" title={t('certify.title')} lead={t('certify.lead')}>
      <div className="space-y-4">
        <RefusalView error={error} />
        {waits && (
          <Notice tone="waiting" title={t('certify.waits')}>
            {t('certify.waitsNext')}
          </Notice>
        )}
        {isReady && batch.certifierId !== personId && <Notice title={t('certify.colleague')} />}
        <div className="flex flex-wrap gap-3">
          {(step === 'appraised' || isDraftOver) && (
            <Button variant="primary" onClick={prepare}>
              {t('certify.prepare')}
            </Button>
          )}
          {isReady && batch.certifierId === personId && (
            <Button variant="primary" onClick={() => signNow(actId)}>
              {t('certify.sign')}
            </Button>
          )}
        </div>
        <FormField label={t('decline.reason')}>
          <TextInput value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
        </FormField>
        <Button
          variant="danger"
          disabled={reason.trim() === ''}
          onClick={() => run(() => api.rights.decline.mutate({ batchId: batch.id, reason }))}
        >
          {t('decline.go')}
        </Button>
      </div>
    </Section>
  )
}
