'use client'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'

/** Leads to the page of the debt that a transaction belongs to. */
export function DebtLink({ txid }: { readonly txid: string }) {
  const t = useTranslations('debt')
  return (
    <Link
      href={`/credit/debt/${txid}`}
      className="inline-block min-w-6 leading-6 underline decoration-line-strong underline-offset-2 hover:decoration-ink"
    >
      {t('open')}
    </Link>
  )
}
