'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, Section, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling } from '../session/index.ts'

type Told = ApiAnswers['standing']['notices'][number]
const POLL_MS = 15_000
const MOST = 20

/** What an organisation is told besides the acts that wait for it: evaluations, appeals, guarantees and credit that have moved, bad debts. */
export function Notices() {
  const t = useTranslations('standing.notices')
  const refetchInterval = usePolling(POLL_MS)
  const { data = [] } = useQuery(useTRPC().standing.notices.queryOptions(undefined, { refetchInterval }))
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const see = (noticeId: string) => run(() => api.standing.seen.mutate({ noticeId }))
  if (data.length === 0) return null
  return (
    <Section id="notices" title={t('title')}>
      <RefusalView error={error} />
      <ul className="divide-y border-y">
        {data.slice(0, MOST).map((told) => (
          <NoticeLine key={told.id} told={told} onSeen={() => see(told.id)} />
        ))}
      </ul>
    </Section>
  )
}

function NoticeLine({ told, onSeen }: { readonly told: Told; readonly onSeen: () => unknown }) {
  const t = useTranslations('standing.notices')
  const format = useFormatter()
  const { kind, height, createdAt, seenAt } = told
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1 py-2">
      <Status tone={seenAt ? 'plain' : 'waiting'}>{t(seenAt ? 'seen' : 'new')}</Status>
      <Link href={placeOf(told)} className="underline underline-offset-2">
        {t(`kinds.${kind}`, { height })}
      </Link>
      <span className="text-small text-ink-soft">{format.dateTime(createdAt, 'short')}</span>
      {!seenAt && (
        <Button size="small" onClick={onSeen}>
          {t('see')}
        </Button>
      )}
    </li>
  )
}

/** Where what a notice tells of is looked at. */
function placeOf({ kind, about }: Told): string {
  if (kind === 'guarantee-moved') return `/credit/${about.split('/')[0]}`
  if (kind === 'credit-moved') return `/approvals?act=${about.split('/')[0]}`
  if (kind === 'debt-bad') return `/credit/debt/${about.split(':')[0]}#write-off`
  return `/credit/standing?tab=${kind === 'appeal' ? 'appeals' : 'evaluations'}`
}
