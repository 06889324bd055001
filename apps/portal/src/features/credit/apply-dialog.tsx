'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Dialog, ErrorSummary, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { ApplicationFields, fieldId } from './application-fields.tsx'
import { GuaranteeFields } from './guarantee-fields.tsx'
import { HandInAnyway } from './hand-in-anyway.tsx'
import { type Form, type Terms, useApplication } from './use-application.ts'
import { useGuarantees } from './use-guarantees.ts'
import { WithAccount } from './with-account.tsx'

/** The form of an application. Open it afresh for each: it draws the key that makes sending twice one application. */
export function ApplyDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('credit')
  return (
    <WithAccount title={t('apply.title')} onClose={onClose}>
      {(terms) => <ApplyForm terms={terms} onClose={onClose} />}
    </WithAccount>
  )
}

function ApplyForm({ terms, onClose }: { readonly terms: Terms; readonly onClose: () => void }) {
  const t = useTranslations('credit')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [tries, setTries] = useState(0)
  const asked = useQuery(useTRPC().collectives.list.queryOptions())
  const voting = (asked.data ?? []).filter(({ step }) => step === 'registered')
  const application = useApplication(terms, voting)
  const { ready, wrong } = application
  const offered = useQuery(useTRPC().credit.pledgeable.queryOptions())
  const guarantees = useGuarantees(offered.data ?? [])

  async function send(queues: boolean) {
    setTries((before) => before + 1)
    const list = guarantees.ready
    if (!ready || !list) return
    if (!(await run(() => api.credit.submit.mutate({ commandKey, ...ready, guarantees: list, queues }))))
      return
    toast({ title: t('apply.sent') })
    onClose()
  }

  const errors = Object.entries(tries > 0 ? wrong : {}).map(([field, text]) => ({
    id: fieldId(field as keyof Form),
    text,
  }))
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('apply.title')}
      description={t('apply.lead')}
      footer={
        <Button variant="primary" onClick={() => send(false)}>
          {t('apply.go')}
        </Button>
      }
    >
      <RefusalView error={error} action={<HandInAnyway error={error} onGo={() => send(true)} />} />
      <ErrorSummary key={tries} title={t('wrong.title')} errors={errors} />
      <ApplicationFields application={application} blocksPerDay={terms.blocksPerDay} isTried={tries > 0} />
      <div className="mt-6">
        <GuaranteeFields form={guarantees} isTried={tries > 0} />
      </div>
    </Dialog>
  )
}
