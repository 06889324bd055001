'use client'
import { useQuery } from '@tanstack/react-query'
import { Dialog, Notice, Skeleton } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusalView } from '../refusals/index.ts'
import type { Terms } from './use-application.ts'

const POLL_MS = 3_000

/** What asks for credit, once one of the person's accounts stands on the ledger; until then what is still to be done. */
export function WithAccount({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: (terms: Terms) => ReactNode
}) {
  const t = useTranslations('credit')
  const { data: terms, error } = useQuery(
    useTRPC().credit.terms.queryOptions(undefined, { refetchInterval: POLL_MS }),
  )
  if (terms?.accounts.some(({ isActive }) => isActive)) return children(terms)
  const waiting = terms?.accounts[0]
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
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

/** Whether people must admit, since this network's worker holds none of the admission group's keys. */
const isByPeople = (reason: string | null | undefined): boolean =>
  reason === 'admission-by-people' || reason === 'admission-keys-foreign'
