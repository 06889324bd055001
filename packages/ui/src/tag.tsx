import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Tone = 'plain' | 'quiet' | 'value' | 'credit' | 'debt' | 'waiting' | 'refused'

const tones: Record<Tone, string> = {
  plain: 'border-line-strong text-ink bg-raised',
  quiet: 'border-line text-ink-soft bg-transparent',
  value: 'border-value text-value bg-value-soft',
  credit: 'border-credit text-credit bg-credit-soft',
  debt: 'border-debt text-debt bg-debt-soft',
  waiting: 'border-waiting text-waiting bg-waiting-soft',
  refused: 'border-refused text-refused bg-refused-soft',
}

/** A short word in a frame. Amber waits for somebody, red is refused or overdue; success is plain. */
export function Tag({
  tone = 'plain',
  icon,
  children,
}: {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded-small border px-1.5 py-px text-small leading-5 whitespace-nowrap [&_svg]:size-3',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  )
}

/** The colours of value, credit and debt say what a thing is made of, never how far it is. */
export type StateTone = Exclude<Tone, 'value' | 'credit' | 'debt'>

const dots: Record<StateTone, string> = {
  plain: 'border-ink bg-ink rounded-full',
  quiet: 'border-ink-faint bg-transparent rounded-full',
  waiting: 'border-waiting bg-transparent rounded-full border-dashed',
  refused: 'border-refused bg-refused rotate-45',
}

/** The state of a thing: a mark whose shape says the same as its colour, and a word. */
export function Status({
  tone = 'plain',
  children,
}: {
  readonly tone?: StateTone
  readonly children: ReactNode
}) {
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span aria-hidden className={classNames('size-2 shrink-0 border-[1.5px]', dots[tone])} />
      {children}
    </span>
  )
}
