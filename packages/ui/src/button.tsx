'use client'
import { cva, type VariantProps } from 'class-variance-authority'
import { Loader2 } from 'lucide-react'
import {
  type ButtonHTMLAttributes,
  type MouseEvent,
  type ReactNode,
  useContext,
  useRef,
  useState,
} from 'react'
import { classNames } from './class-names.ts'
import { HoldContext } from './hold.ts'
import { useUi } from './provider.tsx'

const look = cva(
  'inline-flex items-center justify-center gap-2 rounded-base border font-strong whitespace-nowrap max-sm:whitespace-normal transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-ink bg-ink text-paper hover:bg-ink-soft',
        plain: 'border-line-strong bg-raised text-ink hover:bg-sunk',
        quiet: 'border-transparent text-ink-soft hover:bg-sunk hover:text-ink',
        danger: 'border-refused bg-raised text-refused hover:bg-refused-soft',
      },
      size: {
        base: 'min-h-9 px-3.5 text-base',
        small: 'min-h-7 px-2.5 text-small',
        large: 'min-h-11 px-5 py-1.5 text-lead',
        icon: 'size-9 p-0',
      },
    },
    defaultVariants: { variant: 'plain', size: 'base' },
  },
)

/** The look of a button, for links that lead somewhere. */
export const buttonLook = (options?: VariantProps<typeof look>, extra?: string) =>
  classNames(look(options), extra)

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> &
  VariantProps<typeof look> & {
    /** May give a promise: until it settles the button is pending and can not be pressed again. */
    readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => unknown
    /** Set by a form while it works. */
    readonly pending?: boolean
    readonly icon?: ReactNode
  }

/** A button that says what happens. Pressing it twice fires once while the first press is still at work. */
export function Button({
  variant,
  size,
  onClick,
  pending = false,
  icon,
  children,
  className,
  type,
  ...rest
}: ButtonProps) {
  const { words } = useUi()
  const hold = useContext(HoldContext)
  const busy = useRef(false)
  const [working, setWorking] = useState(false)
  const waits = pending || working

  async function press(event: MouseEvent<HTMLButtonElement>) {
    if (busy.current || waits) return event.preventDefault()
    const answer = onClick?.(event)
    if (!(answer instanceof Promise)) return
    busy.current = true
    setWorking(true)
    const letGo = hold?.()
    await answer.finally(() => {
      busy.current = false
      letGo?.()
      setWorking(false)
    })
  }

  return (
    <button
      type={type ?? 'button'}
      className={buttonLook({ variant, size }, className)}
      aria-disabled={waits || undefined}
      aria-busy={waits || undefined}
      onClick={press}
      {...rest}
    >
      {waits ? <Loader2 className="animate-spin" aria-hidden /> : icon}
      {children}
      {waits && <span className="sr-only">{words.working}</span>}
    </button>
  )
}
