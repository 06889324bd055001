'use client'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'

type ApprovedBy = NonNullable<ApiAnswers['acts']['list'][number]['model']>

/** "Approved by model X of A, signed on D by N": the same words in the inbox, on the application and in its review. */
export function useApprovedBy() {
  const t = useTranslations('approvals')
  const format = useFormatter()
  const chinese = useLocale() === 'zh-CN'
  return ({ title, authority, signed }: ApprovedBy) =>
    t('approvedByModel', {
      ...{ title, authority: chinese ? authority.nameZh : authority.name },
      ...{ name: signed?.name ?? '–', at: signed ? format.dateTime(signed.at, 'short') : '–' },
    })
}
