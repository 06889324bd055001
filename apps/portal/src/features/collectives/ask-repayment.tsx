'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Checkbox, FormField, Notice, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Lot } from './debts.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import type { Collective } from './stages.ts'

type Props = {
  readonly collective: Collective
  readonly lots: readonly Lot[]
  readonly onClose: () => void
}

/** Opens a vote by which the collective repays lots out of its own value; what would stay locked by it is agreed to first. */
export function AskRepayment({ collective, lots, onClose }: Props) {
  const t = useTranslations('collectives.debts.ask')
  const words = useTranslations('collectives.propose')
  const { ask, form, say, error, busy } = useAsking(collective, lots)
  const locking = useLocks(collective, lots)
  const [isAgreed, setAgreed] = useState(false)
  const [isExact, setExact] = useState(false)
  const { name, threshold, weight, address } = collective
  const { locks = 0n, exact = 0n } = locking.data ?? {}
  if (isExact) {
    const start = { purpose: t('exactPurpose'), to: address, amount: exact }
    return <ProposeDialog collective={collective} start={start} onClose={onClose} />
  }
  return (
    <CommandDialog
      title={t('title', { name, count: lots.length })}
      lead={t('lead', { threshold, weight })}
      go={words('go')}
      pending={busy}
      disabled={!locking.data || (locks > 0n && !isAgreed)}
      onGo={() => ask(locks)}
      onClose={onClose}
      error={error ?? locking.error}
    >
      {locks > 0n && (
        <Notice title={t('locks')}>
          <p>
            <Amount amount={locks} element="value" /> {t('locksNext')}
          </p>
          <Button className="mt-3" onClick={() => setExact(true)}>
            {t('exact')}
          </Button>
          <Checkbox
            label={t('agree')}
            checked={isAgreed}
            onChange={({ target }) => setAgreed(target.checked)}
          />
        </Notice>
      )}
      <FormField label={words('purpose')} hint={words('purposeHint')}>
        <TextInput value={form.purpose} maxLength={300} onChange={say('purpose')} />
      </FormField>
      <FormField label={words('days')} hint={words('daysHint')}>
        <TextInput amount unit={words('daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
    </CommandDialog>
  )
}

/** What the ledger would keep locked of the value that pays; asked for restructured lots alone. */
function useLocks({ id }: Collective, lots: readonly Lot[]) {
  const asked = { collectiveId: id, lots: lots.map(({ name }) => name) }
  return useQuery(useTRPC().collectives.locks.queryOptions(asked, { retry: false }))
}

function useAsking(collective: Collective, lots: readonly Lot[]) {
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState({ purpose: '', days: '7' })
  const say = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  async function ask(mayLock: bigint) {
    const { purpose, days } = form
    const made = await run(() => {
      if (purpose.trim() === '') throw new RefusedHere('purpose-missing')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(days)) throw new RefusedHere('days-wrong')
      const asked = { commandKey, collectiveId: collective.id, purpose, mayLock, days: Number(days) }
      return api.collectives.askRepayment.mutate({ ...asked, lots: lots.map(({ name }) => name) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  return { ask, form, say, error, busy }
}
