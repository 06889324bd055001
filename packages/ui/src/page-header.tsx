import type { ReactNode } from 'react'

/** The head of a screen: where one is, what it is, and what one may do here. */
export function PageHeader({
  title,
  lead,
  above,
  actions,
}: {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly above?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-3xl">
        {above && (
          <div className="mb-1 text-small text-ink-faint [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center">
            {above}
          </div>
        )}
        <h1 className="text-title font-strong tracking-tight">{title}</h1>
        {lead && <p className="mt-1 text-base text-ink-soft">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  )
}

/** A part of a screen under its own heading. */
export function Section({
  title,
  lead,
  actions,
  children,
  id,
}: {
  readonly title: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly id?: string
}) {
  return (
    <section className="mt-8 first:mt-0" aria-labelledby={id && `${id}-title`} id={id}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-3 border-b border-ink pb-1.5">
        <h2 className="text-lead font-strong" id={id && `${id}-title`}>
          {title}
        </h2>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {lead && <p className="mb-3 max-w-3xl text-ink-soft">{lead}</p>}
      {children}
    </section>
  )
}
