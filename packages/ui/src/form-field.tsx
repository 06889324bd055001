'use client'
import { TriangleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from 'react'
import { classNames } from './class-names.ts'
import { useUi } from './provider.tsx'

type Field = { readonly id: string; readonly describedBy: string | undefined; readonly invalid: boolean }
const FieldContext = createContext<Field | undefined>(undefined)
/** What an input inside a FormField must carry: id, description, whether it is wrong. */
export function useField(): {
  id?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
} {
  const field = useContext(FieldContext)
  if (!field) return {}
  return { id: field.id, 'aria-describedby': field.describedBy, 'aria-invalid': field.invalid || undefined }
}

export type FormFieldProps = {
  readonly label: ReactNode
  /** Limits and help, shown before they are broken. */
  readonly hint?: ReactNode
  readonly error?: ReactNode
  readonly optional?: boolean
  /** The id of its input, so that the summary on top can lead to it. */
  readonly id?: string
  readonly className?: string
  readonly children: ReactNode
}

/** A label above, the input, its error beside it. Put a TextInput, TextArea or Select inside. */
export function FormField({ label, hint, error, optional = false, id, className, children }: FormFieldProps) {
  const { words } = useUi()
  const made = useId()
  const field = id ?? made
  const described = [hint ? `${field}-hint` : '', error ? `${field}-error` : ''].filter(Boolean).join(' ')
  return (
    <FieldContext value={{ id: field, describedBy: described || undefined, invalid: Boolean(error) }}>
      <div className={classNames('max-w-md', error && 'border-l-2 border-refused pl-3', className)}>
        <label htmlFor={field} className="block font-strong">
          {label}
          {optional && <span className="font-normal text-ink-faint"> · {words.optional}</span>}
        </label>
        {hint && (
          <p id={`${field}-hint`} className="text-small text-ink-soft">
            {hint}
          </p>
        )}
        {error && (
          <p
            id={`${field}-error`}
            className="mt-0.5 flex items-start gap-1 text-small font-strong text-refused"
          >
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {error}
          </p>
        )}
        <div className="mt-1">{children}</div>
      </div>
    </FieldContext>
  )
}

export type FieldError = { readonly id: string; readonly text: string }

/**
 * All errors of a form, on top of it. Takes the focus when it comes, not while somebody corrects them: give it a new
 * `key` at each try to send.
 */
export function ErrorSummary({
  title,
  errors,
}: {
  readonly title: string
  readonly errors: readonly FieldError[]
}) {
  const box = useRef<HTMLDivElement>(null)
  const any = errors.length > 0
  useEffect(() => {
    if (any) box.current?.focus()
  }, [any])
  if (!any) return null
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="mb-5 max-w-xl border-2 border-refused bg-refused-soft p-4"
    >
      <p className="font-strong text-refused">{title}</p>
      <ul className="mt-1 list-disc pl-5">
        {errors.map(({ id, text }) => (
          <li key={id}>
            <a href={`#${id}`} className="inline-block align-top leading-6 underline">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
