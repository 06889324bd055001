import type { ReactNode } from 'react'

/** A part of a paper under a small title. */
export function Part({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="mt-4">
      <h4 className="text-small font-strong text-ink-soft">{title}</h4>
      {children}
    </div>
  )
}
