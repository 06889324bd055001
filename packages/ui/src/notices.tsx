'use client'
import { CircleSlash, Hourglass, Info } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'

/** A place with nothing in it yet: what it is for, who may begin and how. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="border-b border-dashed border-line-strong px-4 py-8 text-center">
      <p className="text-lead font-strong">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-xl text-balance text-ink-soft">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

export type RefusalNoticeProps = {
  /** What happened. */
  readonly title: ReactNode
  /** Whether anything was changed; "Nothing was changed" when left out. */
  readonly changed?: ReactNode
  /** What to do now. */
  readonly next?: ReactNode
  readonly code?: string | undefined
  readonly requestId?: string | undefined
  readonly action?: ReactNode
}

/** A "no" said well: what happened, whether anything was changed, what to do. In a long dialog it comes into view by itself. */
export function RefusalNotice({ title, changed, next, code, requestId, action }: RefusalNoticeProps) {
  const { words } = useUi()
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (notice.current?.closest('[role=dialog]')) notice.current.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={notice} role="alert" className="border-l-4 border-refused bg-refused-soft px-4 py-3">
      <p className="flex items-start gap-2 font-strong text-refused">
        <CircleSlash className="mt-0.5 size-4 shrink-0" aria-hidden />
        {title}
      </p>
      <p className="mt-1">{changed ?? words.nothingChanged}</p>
      {next && (
        <p className="mt-1">
          <span className="font-strong">{words.whatNow}: </span>
          {next}
        </p>
      )}
      {(code || requestId) && (
        <p className="mt-1 font-mono text-small text-ink-soft">
          {[code && `${words.code} ${code}`, requestId && `${words.requestId} ${requestId}`]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {action && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}

/** Something to know. `waiting` says for whom and until when. */
export function Notice({
  tone = 'plain',
  title,
  children,
}: {
  readonly tone?: 'plain' | 'waiting'
  readonly title: ReactNode
  readonly children?: ReactNode
}) {
  const Icon = tone === 'waiting' ? Hourglass : Info
  return (
    <div
      className={classNames(
        'border-l-4 px-4 py-3',
        tone === 'waiting' ? 'border-waiting bg-waiting-soft' : 'border-line-strong bg-sunk',
      )}
    >
      <p className={classNames('flex items-start gap-2 font-strong', tone === 'waiting' && 'text-waiting')}>
        <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
        {title}
      </p>
      {children && <div className="mt-1">{children}</div>}
    </div>
  )
}

/** The shape of what comes. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden className={classNames('block h-4 animate-breathe rounded-small bg-line', className)} />
  )
}

/** Names and values, one under the other. */
export function Facts({
  rows,
}: {
  readonly rows: readonly { readonly label: ReactNode; readonly value: ReactNode }[]
}) {
  return (
    <dl className="divide-y border-y">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one fact sheet do not move
        <div key={at} className="grid gap-x-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-ink-soft">{row.label}</dt>
          <dd className="min-w-0 break-words">{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
