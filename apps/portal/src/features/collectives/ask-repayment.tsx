'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, Checkbox, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { CommandDialog } from '../refusals/index.ts'
import type { Lot } from './debts.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import type { Collective } from './stages.ts'
import { useVoteAsk, VoteFields } from './vote-fields.tsx'

type Props = {
  readonly collective: Collective
  readonly lots: readonly Lot[]
  readonly onClose: () => void
}

/** Opens a vote by which the collective repays lots out of its own value; what would stay locked by it is agreed to first. */
export function AskRepayment({ collective, lots, onClose }: Props) {
  const t = useTranslations('collectives.debts.ask')
  const words = useTranslations('collectives.propose')
  const api = useTRPCClient()
  const { open, form, say, error, busy } = useVoteAsk()
  const locking = useLocks(collective, lots)
  const [isAgreed, setAgreed] = useState(false)
  const [isExact, setExact] = useState(false)
  const { name, threshold, weight, address } = collective
  const { locks = 0n, exact = 0n } = locking.data ?? {}
  const names = lots.map((lot) => lot.name)
  const ask = () =>
    open((asked) =>
      api.collectives.askRepayment.mutate({
        ...asked,
        ...{ collectiveId: collective.id, lots: names, mayLock: locks },
      }),
    )
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
      onGo={ask}
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
          <div className="mt-4">
            <Checkbox
              label={t('agree')}
              checked={isAgreed}
              onChange={({ target }) => setAgreed(target.checked)}
            />
          </div>
        </Notice>
      )}
      <VoteFields form={form} say={say} />
    </CommandDialog>
  )
}

/** What the ledger would keep locked of the value that pays; asked for restructured lots alone. */
function useLocks({ id }: Collective, lots: readonly Lot[]) {
  const asked = { collectiveId: id, lots: lots.map(({ name }) => name) }
  return useQuery(useTRPC().collectives.locks.queryOptions(asked, { retry: false }))
}
