'use client'
import { useQuery } from '@tanstack/react-query'
import { FormField, formatUnits, Select, TextInput, useToast, useUi } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { mustBeWhole } from '../forms/index.ts'
import { CommandDialog, useFieldErrors } from '../refusals/index.ts'
import type { Statement } from './answers.ts'

const MOST_DAYS = 9_999

type Props = { readonly statement: Statement; readonly onClose: () => void }

/** Asks the credit authority for credit that pays arrears to one creditor: the channel owes it as debt from then on. */
export function ArrearsDialog({ statement, onClose }: Props) {
  const t = useTranslations('studio.arrears')
  const api = useTRPCClient()
  const toast = useToast()
  const { run, error, busy } = useCommand()
  const errorAt = useFieldErrors(error)
  const { data: terms } = useQuery(useTRPC().credit.terms.queryOptions())
  const creditors = useCreditors(statement)
  const [commandKey] = useState(() => crypto.randomUUID())
  const [payee, setPayee] = useState(creditors[0]?.value ?? '')
  const [days, setDays] = useState('30')
  async function ask() {
    const done = await run(async () => {
      const account = terms?.accounts.find(({ isActive }) => isActive)
      if (!terms || !account) throw new RefusedHere('account-missing')
      const term = mustBeWhole(days, { field: 'days', most: MOST_DAYS })
      return api.studio.arrearsToCredit.mutate({
        ...{ commandKey, statementId: statement.id, payee, accountId: account.accountId, lots: 1 },
        termBlocks: Math.round(term * terms.blocksPerDay),
        purpose: t('purpose', { file: statement.fileName.slice(0, 100) }),
        guarantee: t('guarantee', { digest: statement.digest }),
      })
    })
    if (!done) return
    toast({ title: t('sent') })
    onClose()
  }
  return (
    <CommandDialog
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      pending={busy}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      <FormField label={t('creditor')}>
        <Select value={payee} onChange={(event) => setPayee(event.target.value)} options={creditors} />
      </FormField>
      <FormField label={t('term')} error={errorAt('days')}>
        <TextInput amount unit={t('days')} value={days} onChange={(event) => setDays(event.target.value)} />
      </FormField>
    </CommandDialog>
  )
}

/** To whom something is late, and how much. */
function useCreditors({ lateTo }: Statement) {
  const t = useTranslations('studio')
  const { decimals, locale } = useUi()
  return lateTo.map(({ account, parts, amount }) => ({
    value: account,
    label: `${parts.map((part) => t(`parts.${part}`)).join(', ')}: ${formatUnits(amount, decimals, locale)}`,
  }))
}
