'use client'
import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { classNames } from './class-names.ts'
import { Progress, type ProgressProps } from './progress.tsx'
import { useUi } from './provider.tsx'

export type Toast = {
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly tone?: 'plain' | 'waiting' | 'refused'
}
type Shown = Toast & { readonly id: number }

const ToastContext = createContext<(toast: Toast) => void>(() => undefined)
/** Says something in passing. What must not be missed belongs on the page, not here. */
export const useToast = () => useContext(ToastContext)

const SHOWN_MS = 7_000
let count = 0

/** Holds the messages in passing; stands once in the frame. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { words } = useUi()
  const [toasts, setToasts] = useState<readonly Shown[]>([])
  const drop = useCallback((id: number) => setToasts((now) => now.filter((toast) => toast.id !== id)), [])
  const show = useCallback(
    (toast: Toast) => {
      count += 1
      const id = count
      setToasts((now) => [...now.slice(-3), { ...toast, id }])
      setTimeout(() => drop(id), SHOWN_MS)
    },
    [drop],
  )
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        className="fixed inset-x-3 bottom-20 z-50 ml-auto flex max-w-sm flex-col gap-2 md:right-4 md:bottom-4"
      >
        {toasts.map(({ id, title, detail, tone = 'plain' }) => (
          <div
            key={id}
            className={classNames(
              'flex animate-arrive items-start gap-3 border-l-4 bg-raised px-4 py-3 shadow-slip',
              tone === 'plain' ? 'border-ink' : tone === 'waiting' ? 'border-waiting' : 'border-refused',
            )}
          >
            <div className="min-w-0 flex-1">
              <p className="font-strong">{title}</p>
              {detail && <p className="text-ink-soft">{detail}</p>}
            </div>
            <button
              type="button"
              aria-label={words.close}
              onClick={() => drop(id)}
              className="inline-flex size-6 items-center justify-center text-ink-faint hover:text-ink"
            >
              <X className="size-4" aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  )
}

export type TrayJob = ProgressProps & { readonly key: string; readonly link?: ReactNode }

/** Long work that goes on while one is elsewhere. */
export function JobTray({ jobs }: { readonly jobs: readonly TrayJob[] }) {
  const { words } = useUi()
  if (jobs.length === 0) return null
  return (
    <section aria-label={words.jobs} className="divide-y">
      {jobs.map(({ key, link, ...job }) => (
        <div key={key} className="py-3">
          <Progress {...job} />
          {link && <p className="mt-1 text-small">{link}</p>}
        </div>
      ))}
    </section>
  )
}
