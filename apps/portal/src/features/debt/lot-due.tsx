'use client'
import { useTranslations } from 'next-intl'
import { useDays } from '../credit/use-days.ts'
import type { Case, CaseLot } from './case.ts'

/** When a lot falls due, or since when it is: one that no height opens by what its creditor keeps; nothing where nothing is kept. */
export function LotDue({ lot, data }: { readonly lot: CaseLot; readonly data: Case }) {
  const t = useTranslations('debt')
  const days = useDays(data.blocksPerDay)
  const expiryHeight = lot.expiryHeight ?? lot.kept?.expiryHeight ?? null
  if (expiryHeight === null) return null
  const left = expiryHeight - data.height
  return (
    <span className="text-small text-ink-soft">
      {left > 0 ? t('dueIn', { time: days(left) }) : t('dueSince', { time: days(-left) })}
    </span>
  )
}
