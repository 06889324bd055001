'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, EmptyState, Facts, Hash, Section, Tag } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { OwnAddress } from '../accounts/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { MakeWallet } from './make-wallet.tsx'
import { RestoreWallet } from './restore-wallet.tsx'
import { useWallet } from './use-wallet.ts'

type Seed = ApiAnswers['seeds']['read'][number]

/** The accounts whose seed this person keeps, sealed, and how to make or restore one. */
export function WalletSection() {
  const t = useTranslations('wallet')
  const options = useTRPC()
  const { data: seeds, error } = useQuery(options.seeds.read.queryOptions())
  const [making, setMaking] = useState(false)
  const [restoring, setRestoring] = useState(false)
  const buttons = (
    <>
      <Button size="small" onClick={() => setMaking(true)}>
        {t('make')}
      </Button>
      <Button size="small" variant="quiet" onClick={() => setRestoring(true)}>
        {t('restore')}
      </Button>
    </>
  )
  const accounts = Map.groupBy(seeds ?? [], ({ accountId }) => accountId)
  return (
    <Section
      id="wallet"
      title={t('title')}
      lead={t('lead')}
      actions={accounts.size > 0 ? <span className="flex gap-2">{buttons}</span> : undefined}
    >
      <RefusalView error={error} />
      {seeds?.length === 0 && (
        <EmptyState title={t('none')} action={buttons}>
          {t('noneLead')}
        </EmptyState>
      )}
      <div className="space-y-6">
        {[...accounts].map(([accountId, sealed]) => (
          <Account key={accountId} sealed={sealed} />
        ))}
      </div>
      <MakeWallet open={making} onOpenChange={setMaking} />
      <RestoreWallet open={restoring} onOpenChange={setRestoring} />
    </Section>
  )
}

function Account({ sealed }: { readonly sealed: readonly Seed[] }) {
  const t = useTranslations('wallet')
  const { data: keys = [] } = useQuery(useTRPC().auth.keys.list.queryOptions())
  const { store, openEntropy } = useWallet()
  const [error, setError] = useState<unknown>()
  const [first] = sealed
  if (!first) return null
  const open = keys.filter((key) => !sealed.some(({ credentialId }) => credentialId === key.credentialId))

  async function sealTo(seed: Seed, credentialId: string) {
    setError(undefined)
    try {
      const entropy = await openEntropy(seed)
      await store(entropy, credentialId).finally(() => entropy.fill(0))
    } catch (cause) {
      setError(cause)
    }
  }

  const sealedTo = keys.filter((key) => sealed.some(({ credentialId }) => credentialId === key.credentialId))
  return (
    <div className="space-y-2">
      <RefusalView error={error} />
      <Facts
        rows={[
          { label: t('address'), value: <OwnAddress accountId={first.accountId} /> },
          { label: t('account'), value: <Hash hash={first.accountId} /> },
          { label: t('debtKey'), value: <Hash hash={first.debtKeyHash} /> },
          {
            label: t('sealedTo'),
            value: (
              <span className="flex flex-wrap gap-1.5">
                {sealedTo.map((key) => (
                  <Tag key={key.id}>{key.label}</Tag>
                ))}
              </span>
            ),
          },
        ]}
      />
      {open.map((key) => (
        <Button key={key.id} size="small" variant="quiet" onClick={() => sealTo(first, key.credentialId)}>
          {t('sealTo', { key: key.label })}
        </Button>
      ))}
    </div>
  )
}
