'use client'
import { EmptyState, shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { refusalOf } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { SearchForm } from './search-form.tsx'

const unknown: readonly string[] = ['not-found', 'input-malformed']

/** Why a screen of the ledger has nothing to show: what was asked for is not there, or the call was refused. */
export function NotShown({ error, asked }: { readonly error: unknown; readonly asked: string }) {
  const t = useTranslations('explorer')
  if (error === null || error === undefined) return null
  if (!unknown.includes(refusalOf(error).code)) return <RefusalView error={error} />
  return (
    <EmptyState
      title={t('notFound', { asked: shortHash(asked) })}
      action={
        <Link className="underline underline-offset-2" href="/explorer">
          {t('toNewest')}
        </Link>
      }
    >
      <p>{t('notFoundNext')}</p>
      <div className="mt-4 text-left">
        <SearchForm initial={asked} />
      </div>
    </EmptyState>
  )
}
