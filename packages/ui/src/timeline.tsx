import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { Tone } from './tag.tsx'

export type TimelineEvent = {
  readonly key: string
  /** When, already in the reader's form. */
  readonly at: ReactNode
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly tone?: Tone
}

const marks: Record<Tone, string> = {
  plain: 'bg-ink border-ink rounded-full',
  quiet: 'bg-paper border-ink-faint rounded-full',
  value: 'bg-value border-value rounded-full',
  credit: 'bg-credit border-credit rotate-45',
  debt: 'bg-debt border-debt',
  waiting: 'bg-paper border-waiting border-dashed rounded-full',
  refused: 'bg-refused border-refused rotate-45',
}

/** What happened, in order, each with its proof. */
export function Timeline({ events }: { readonly events: readonly TimelineEvent[] }) {
  return (
    <ol className="ml-1.5 border-l border-line-strong">
      {events.map(({ key, at, title, detail, tone = 'plain' }) => (
        <li key={key} className="relative pb-5 pl-5 last:pb-0">
          <span
            aria-hidden
            className={classNames('absolute top-1.5 -left-[5.5px] size-2.5 border-2', marks[tone])}
          />
          <div className="figures text-small text-ink-faint">{at}</div>
          <div className="font-strong">{title}</div>
          {detail && <div className="mt-0.5 text-ink-soft">{detail}</div>}
        </li>
      ))}
    </ol>
  )
}
