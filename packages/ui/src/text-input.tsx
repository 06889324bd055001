'use client'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useField } from './form-field.tsx'

const box =
  'w-full min-w-0 rounded-base border border-line-strong bg-raised text-ink placeholder:text-ink-faint disabled:bg-sunk disabled:text-ink-faint aria-invalid:border-refused'

export type TextInputProps = ComponentProps<'input'> & {
  /** The unit, shown inside the field at its end. */
  readonly unit?: ReactNode
  /** Right-aligned tabular figures. */
  readonly amount?: boolean
}

/** One line of text, in a FormField. */
export function TextInput({ unit, amount = false, className, ...rest }: TextInputProps) {
  const field = useField()
  const figures = amount ? 'text-right figures' : ''
  const input = (
    <input
      {...field}
      inputMode={amount ? 'decimal' : undefined}
      {...rest}
      className={classNames(box, 'h-10 px-3', figures, unit && 'pr-16', className)}
    />
  )
  if (!unit) return input
  return (
    <span className="relative block">
      {input}
      <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-small text-ink-faint">
        {unit}
      </span>
    </span>
  )
}

/** Several lines of text, in a FormField. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...useField()} rows={4} {...rest} className={classNames(box, 'px-3 py-2', className)} />
}

export type SelectOption = { readonly value: string; readonly label: string; readonly disabled?: boolean }
export type SelectProps = Omit<ComponentProps<'select'>, 'children'> & {
  readonly options: readonly SelectOption[]
  readonly placeholder?: string
}

/** One of a list, in a FormField. The system's own list: it works with every keyboard, reader and phone. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  return (
    <span className="relative block">
      <select
        {...useField()}
        {...rest}
        className={classNames(box, 'h-10 appearance-none pr-9 pl-3', className)}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-soft"
      />
    </span>
  )
}

/** A yes or no with its sentence beside it. */
export function Checkbox({
  label,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { readonly label: ReactNode }) {
  return (
    <label className={classNames('flex items-start gap-2', className)}>
      <input type="checkbox" {...rest} className="mt-0.5 size-4.5 shrink-0 accent-ink" />
      <span>{label}</span>
    </label>
  )
}
