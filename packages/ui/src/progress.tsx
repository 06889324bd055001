'use client'
import type { ReactNode } from 'react'
import { useUi } from './provider.tsx'

export type ProgressProps = {
  readonly label: ReactNode
  readonly done: number
  readonly total: number
  /** Stands instead of `done` and `total`, where these are parts of what is written exactly. */
  readonly figures?: ReactNode
  /** Units a second. */
  readonly rate?: number | undefined
  readonly unit?: string | undefined
  /** When it ends, already written in the reader's form. */
  readonly endsAt?: ReactNode
  readonly state?: 'running' | 'waiting' | 'done' | 'refused'
}

const fills = {
  running: 'fill-ink',
  waiting: 'fill-waiting',
  done: 'fill-ink-faint',
  refused: 'fill-refused',
}

/** Long work: how far, how fast, until when. */
export function Progress({
  label,
  done,
  total,
  figures,
  rate,
  unit,
  endsAt,
  state = 'running',
}: ProgressProps) {
  const { words, locale } = useUi()
  const number = (n: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(n)
  const share = total > 0 ? Math.min(100, (100 * done) / total) : 0
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-strong">{label}</span>
        <span className="figures text-small text-ink-soft">
          {figures ?? `${number(done)} / ${number(total)} ${unit ?? ''}`}
        </span>
      </div>
      <svg
        role="progressbar"
        aria-label={typeof label === 'string' ? label : words.working}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="mt-1 block h-1.5 w-full bg-line"
      >
        <rect width={`${share}%`} height="100%" className={fills[state]} />
      </svg>
      {(rate !== undefined || endsAt) && (
        <p className="figures mt-1 text-small text-ink-faint">
          {rate !== undefined && `${number(rate)} ${unit ?? ''} ${words.perSecond}`}
          {rate !== undefined && endsAt && ' · '}
          {endsAt && (
            <>
              {words.endsAt} {endsAt}
            </>
          )}
        </p>
      )}
    </div>
  )
}
