import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** One figure with its name and what it rests on. Put several into a `StatRow`. */
export function Stat({
  label,
  value,
  note,
  tone,
}: {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly note?: ReactNode
  readonly tone?: 'value' | 'credit' | 'debt' | 'waiting' | 'refused' | undefined
}) {
  const rule = {
    value: 'border-value',
    credit: 'border-credit',
    debt: 'border-debt',
    waiting: 'border-waiting',
    refused: 'border-refused',
  }
  return (
    <div
      className={classNames(
        'min-w-min flex-1 basis-36 border-t-2 border-line-strong pt-2',
        tone && rule[tone],
      )}
    >
      <dt className="text-small text-ink-soft">{label}</dt>
      <dd className="figures mt-0.5 text-title font-strong tracking-tight">{value}</dd>
      {note && <dd className="mt-0.5 text-small text-ink-faint">{note}</dd>}
    </div>
  )
}

/** Figures side by side, as many as there is room for: none is ever cut. In a narrow column they stand in `pairs`. */
export function StatRow({
  children,
  pairs = false,
}: {
  readonly children: ReactNode
  readonly pairs?: boolean
}) {
  return (
    <dl
      className={classNames(
        'flex flex-wrap gap-x-6 gap-y-5',
        pairs && '*:basis-[calc(50%-var(--spacing)*3)]',
      )}
    >
      {children}
    </dl>
  )
}
