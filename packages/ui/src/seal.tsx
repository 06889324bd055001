'use client'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { guilloche } from './guilloche.ts'
import { useUi } from './provider.tsx'

/** A rosette of fine lines, for places of honour only. Decoration: it says nothing that the words do not. */
export function Guilloche({
  seed,
  lines,
  className,
}: {
  readonly seed: string
  readonly lines?: number
  readonly className?: string
}) {
  return (
    <svg
      viewBox="0 0 100 100"
      aria-hidden
      className={classNames('fill-none stroke-current', className)}
      strokeWidth={0.6}
    >
      {guilloche(seed, lines).map((path) => (
        <path key={path} d={path} vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  )
}

export type SealProps = {
  /** Who signs: a person, a key, an organisation. */
  readonly name: ReactNode
  /** The key or signature the rosette is drawn from. */
  readonly seed: string
  readonly state: 'signed' | 'empty' | 'refused'
  /** When, or the reason of a refusal. */
  readonly note?: ReactNode
}

/** One place for one signature: sealed, still empty, or refused. */
export function Seal({ name, seed, state, note }: SealProps) {
  const { words } = useUi()
  return (
    <figure className="flex w-28 flex-col items-center text-center">
      <div
        className={classNames(
          'flex size-16 items-center justify-center rounded-full',
          state === 'signed' && 'text-ink',
          state === 'empty' && 'border-2 border-dashed border-waiting text-waiting',
          state === 'refused' && 'border-2 border-refused text-refused',
        )}
      >
        {state === 'signed' && <Guilloche seed={seed} lines={9} className="size-16 animate-arrive" />}
        {state === 'refused' && <span aria-hidden className="h-0.5 w-14 -rotate-45 bg-refused" />}
      </div>
      <figcaption className="mt-1 text-small">
        <span className="block font-strong break-words">{name}</span>
        <span className="block text-ink-soft">
          {note ?? (state === 'empty' ? words.sealEmpty : state === 'refused' ? words.sealRefused : null)}
        </span>
      </figcaption>
    </figure>
  )
}
