'use client'
import { useTranslations } from 'next-intl'
import { useDays } from '../credit/use-days.ts'
import type { Case, CaseLot } from './case.ts'

/** When a lot falls due, or since when it is; nothing of one that no height opens. */
export function LotDue({ lot: { expiryHeight }, data }: { readonly lot: CaseLot; readonly data: Case }) {
  const t = useTranslations('debt')
  const days = useDays(data.blocksPerDay)
  if (expiryHeight === null) return null
  const left = expiryHeight - data.height
  return (
    <span className="text-small text-ink-soft">
      {left > 0 ? t('dueIn', { time: days(left) }) : t('dueSince', { time: days(-left) })}
    </span>
  )
}
