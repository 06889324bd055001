'use client'
import { classNames } from './class-names.ts'
import { formatUnits } from './format-units.ts'
import { useUi } from './provider.tsx'

export type Element = 'value' | 'credit' | 'debt'

const colour = { value: 'text-value', credit: 'text-credit', debt: 'text-debt' } as const
const mark = { value: 'rounded-full', credit: 'rotate-45', debt: '' } as const
const fill = { value: 'bg-value', credit: 'bg-credit', debt: 'bg-debt' } as const

/** The small sign of an element: a disc for value, a diamond for credit, a square for debt; never colour alone. */
export function ElementMark({
  element,
  className,
}: {
  readonly element: Element
  readonly className?: string
}) {
  return (
    <span
      aria-hidden
      className={classNames('inline-block size-[0.5em] shrink-0', mark[element], fill[element], className)}
    />
  )
}

export type AmountProps = {
  /** In smallest units. */
  readonly amount: bigint
  readonly element?: Element | undefined
  /** Small grey text after the number; the element's word when left out and an element is given. */
  readonly unit?: string | undefined
  readonly decimals?: number
  readonly signed?: boolean
  readonly className?: string
}

/** An amount to the last unit: tabular, in its element's colour, never rounded. */
export function Amount({ amount, element, unit, decimals, signed = false, className }: AmountProps) {
  const ui = useUi()
  const text = formatUnits(amount, decimals ?? ui.decimals, ui.locale)
  const word = unit ?? (element && ui.words.elements[element])
  return (
    <span
      className={classNames(
        'figures inline-flex items-baseline gap-1 whitespace-nowrap',
        element && colour[element],
        className,
      )}
    >
      {element && <ElementMark element={element} className="self-center" />}
      <span>{signed && amount > 0n ? `+${text}` : text}</span>
      {word && <span className="text-small font-normal text-ink-faint">{word}</span>}
    </span>
  )
}
