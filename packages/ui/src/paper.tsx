import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type PaperProps = { readonly className?: string | undefined; readonly children: ReactNode }

/** A slip of paper between two fine rules, as a bank note has them: what is signed, and what proves something. */
export const Paper = ({ className, children }: PaperProps) => (
  <article className={classNames('border border-line-strong bg-raised shadow-slip', className)}>
    <div aria-hidden className="mx-1.5 mt-1.5 h-1 border-y border-line" />
    <div className="px-5 pt-4 pb-5 sm:px-7">{children}</div>
    <div aria-hidden className="mx-1.5 mb-1.5 h-1 border-y border-line" />
  </article>
)
