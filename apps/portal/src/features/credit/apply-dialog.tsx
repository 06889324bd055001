'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Dialog, ErrorSummary, Notice, Skeleton, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { ApplicationFields, fieldId } from './application-fields.tsx'
import { type Form, type Terms, useApplication } from './use-application.ts'

/** The form of an application. Open it afresh for each: it draws the key that makes sending twice one application. */
export function ApplyDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('credit')
  const { data: terms, error } = useQuery(
    useTRPC().credit.terms.queryOptions(undefined, { refetchInterval: 3_000 }),
  )
  const ready = terms?.accounts.filter(({ isActive }) => isActive) ?? []
  if (terms && ready.length > 0) return <ApplyForm terms={terms} onClose={onClose} />
  const waiting = terms?.accounts[0]
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('apply.title')}>
      <RefusalView error={error} />
      {!terms && !error && <Skeleton className="h-40" />}
      {terms && !waiting && (
        <Notice title={t('apply.noWallet')}>
          {t('apply.makeWallet')}{' '}
          <Link href="/account#wallet" className="underline">
            {t('apply.toWallet')}
          </Link>
        </Notice>
      )}
      {waiting && (
        <Notice tone="waiting" title={t('apply.accountWaits')}>
          {t(isByPeople(waiting.admission?.reason) ? 'apply.accountHeld' : 'apply.accountSoon')}
        </Notice>
      )}
    </Dialog>
  )
}

function ApplyForm({ terms, onClose }: { readonly terms: Terms; readonly onClose: () => void }) {
  const t = useTranslations('credit')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [tries, setTries] = useState(0)
  const application = useApplication(terms)
  const { ready, wrong } = application

  async function send() {
    setTries((before) => before + 1)
    if (!ready || !(await run(() => api.credit.submit.mutate({ commandKey, ...ready })))) return
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
        <Button variant="primary" onClick={send}>
          {t('apply.go')}
        </Button>
      }
    >
      <RefusalView error={error} />
      <ErrorSummary key={tries} title={t('wrong.title')} errors={errors} />
      <ApplicationFields application={application} blocksPerDay={terms.blocksPerDay} isTried={tries > 0} />
    </Dialog>
  )
}

/** Whether people must admit, since this network's worker holds none of the admission group's keys. */
const isByPeople = (reason: string | null | undefined): boolean =>
  reason === 'admission-by-people' || reason === 'admission-keys-foreign'
