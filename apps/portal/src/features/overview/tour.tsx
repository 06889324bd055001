'use client'
import type { Permission, Role } from '@vc/api'
import { Button, buttonLook, Section } from '@vc/ui'
import { Check, Circle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'

export type TourAnswer = ApiAnswers['overview']['tour']
type Stop = {
  readonly key: keyof TourAnswer['done']
  readonly href: string
  readonly permission: Permission
  /** Who does the job. */
  readonly role: Role
}
const stops: readonly Stop[] = [
  { key: 'credit', href: '/credit', permission: 'credit.list', role: 'authority' },
  { key: 'rights', href: '/rights', permission: 'right.list', role: 'certification-centre' },
  { key: 'energy', href: '/energy', permission: 'certificate.list', role: 'trading-centre' },
  { key: 'settlement', href: '/settlement', permission: 'settlement.list', role: 'settlement-centre' },
  { key: 'audit', href: '/audit', permission: 'audit.run', role: 'regulator' },
]

function useNote() {
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const put = (holds: boolean) => run(() => api.overview.note.mutate({ name: 'tour-away', holds }))
  return { put, error }
}

/** The main jobs as a checklist, ticked from what the network holds. Each person puts it away when it has served. */
export function Tour({ answer: { done } }: { readonly answer: TourAnswer }) {
  const t = useTranslations('overview.tour')
  const { put, error } = useNote()
  const count = stops.filter(({ key }) => done[key]).length
  return (
    <Section
      id="tour"
      title={t('title')}
      lead={t('lead')}
      actions={
        <span className="flex items-baseline gap-4">
          <span className="figures text-small text-ink-soft">
            {t('progress', { done: count, total: stops.length })}
          </span>
          <Button size="small" variant="quiet" onClick={() => put(true)}>
            {t('away')}
          </Button>
        </span>
      }
    >
      <RefusalView error={error} />
      <ol className="grid gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-5">
        {stops.map((stop) => (
          <TourStop key={stop.key} stop={stop} isDone={done[stop.key]} />
        ))}
      </ol>
    </Section>
  )
}

/** Brings the tour back for who has put it away. */
export function TourAgain() {
  const t = useTranslations('overview.tour')
  const { put } = useNote()
  return (
    <p className="mt-8">
      <Button size="small" variant="quiet" onClick={() => put(false)}>
        {t('back')}
      </Button>
    </p>
  )
}

function TourStop({ stop, isDone }: { readonly stop: Stop; readonly isDone: boolean }) {
  const t = useTranslations('overview.tour')
  const roleName = useTranslations('frame.roles')
  const { may } = useSession()
  const { key, href, permission, role } = stop
  const Mark = isDone ? Check : Circle
  return (
    <li className="flex flex-col border-t-2 border-line-strong pt-2">
      <p className="flex items-center gap-2 font-strong">
        <Mark className="size-4 shrink-0" aria-label={t(isDone ? 'done' : 'open')} role="img" />
        {t(`${key}.title`)}
      </p>
      <p className="mt-1 flex-1 text-small text-ink-soft">{t(`${key}.lead`)}</p>
      <p className="mt-2 text-small">
        {may(permission) ? (
          <Link href={href} className={buttonLook({ size: 'small' })}>
            {t(`${key}.go`)}
          </Link>
        ) : (
          <span className="text-ink-faint">{t('as', { role: roleName(role) })}</span>
        )}
      </p>
    </li>
  )
}
