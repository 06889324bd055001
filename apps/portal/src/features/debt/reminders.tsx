'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Notice } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useDays } from '../credit/use-days.ts'
import { usePolling } from '../session/index.ts'
import { DebtLink } from './debt-link.tsx'

type Answer = ApiAnswers['credit']['reminders']
const POLL_MS = 10_000
const MOST = 5

/** What the debtor is reminded of now: lots whose schedule of reminders has come, the first due in front. */
export function Reminders() {
  const t = useTranslations('debt.reminders')
  const refetchInterval = usePolling(POLL_MS)
  const { data } = useQuery(useTRPC().credit.reminders.queryOptions(undefined, { refetchInterval }))
  if (!data || data.reminders.length === 0) return null
  return (
    <div className="mb-5">
      <Notice tone="waiting" title={t('title', { count: data.reminders.length })}>
        <ul>
          {data.reminders.slice(0, MOST).map((reminder) => (
            <li key={`${reminder.txid}:${reminder.index}`} className="flex flex-wrap items-baseline gap-x-3">
              <Amount amount={reminder.amount} element="debt" />
              <When reminder={reminder} data={data} />
              <DebtLink txid={reminder.txid} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

function When({ reminder, data }: { readonly reminder: Answer['reminders'][number]; readonly data: Answer }) {
  const t = useTranslations('debt.reminders')
  const days = useDays(data.blocksPerDay)
  const left = (reminder.expiryHeight ?? data.height) - data.height
  const time = days(Math.abs(left))
  return (
    <span>
      {left > 0 ? t(reminder.stage === 'due' ? 'last' : reminder.stage, { time }) : t('due', { time })}
    </span>
  )
}
