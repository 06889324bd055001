'use client'
import { Tag } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { SoftwareMark } from './software-mark.tsx'

type Key = {
  readonly label: string
  readonly isSoftware: boolean
  readonly backupEligible: boolean
  readonly createdAt: Date
  readonly lastUsedAt?: Date | null
}
type Props = {
  readonly of: Key
  /** What tells it from others, beside its name. */
  readonly mark?: ReactNode
  readonly action?: ReactNode
}

/** One key of a person: its name, what keeps it, since when. */
export function KeyRow({ of, mark, action }: Props) {
  const t = useTranslations('account.key')
  const format = useFormatter()
  const { label, isSoftware, backupEligible, createdAt, lastUsedAt } = of
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <span className="font-strong">{label}</span>
      {mark}
      <SoftwareMark isSoftware={isSoftware} />
      <Tag tone="quiet">{t(backupEligible ? 'synchronised' : 'bound')}</Tag>
      <span className="text-small text-ink-faint">
        {t('since', { day: format.dateTime(createdAt, 'day') })}
        {lastUsedAt && ` · ${t('used', { when: format.dateTime(lastUsedAt, 'short') })}`}
      </span>
      {action && <span className="ml-auto">{action}</span>}
    </li>
  )
}
