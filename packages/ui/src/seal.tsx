'use client'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { guilloche, type Petal } from './guilloche.ts'
import { useUi } from './provider.tsx'

/** A rosette of fine lines, for places of honour only. Decoration: it says nothing that the words do not. */
export function Guilloche({
  seed,
  lines,
  fineness,
  className,
}: {
  readonly seed: string
  readonly lines?: number
  /** Strokes of a petal: what is small needs few. */
  readonly fineness?: number
  readonly className?: string
}) {
  return (
    <svg
      viewBox="0 0 100 100"
      aria-hidden
      className={classNames('fill-none stroke-current', className)}
      strokeWidth={0.6}
    >
      {guilloche(seed, lines, fineness).map((petal) => (
        <Ring key={petal.path} {...petal} />
      ))}
    </svg>
  )
}

function Ring({ path, petals }: Petal) {
  const id = useId()
  return (
    <>
      <path id={id} d={path} vectorEffect="non-scaling-stroke" />
      {Array.from({ length: petals - 1 }, (_, at) => `rotate(${((at + 1) * 360) / petals} 50 50)`).map(
        (turn) => (
          <use key={turn} href={`#${id}`} transform={turn} />
        ),
      )}
    </>
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
        {state === 'signed' && (
          <Guilloche seed={seed} lines={9} fineness={24} className="size-16 animate-arrive" />
        )}
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
