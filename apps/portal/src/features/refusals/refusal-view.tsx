'use client'
import { RefusalNotice } from '@vc/ui'
import type { ReactNode } from 'react'
import { useRefusalWords } from './use-refusal-words.ts'

export type RefusalViewProps = {
  /** What a query or mutation threw; nothing is shown without it. */
  readonly error: unknown
  /** When something was changed after all. */
  readonly changed?: ReactNode
  readonly action?: ReactNode
}

/** Shows a refusal or an outage of a call: what happened, whether anything was changed, what to do. */
export function RefusalView({ error, changed, action }: RefusalViewProps) {
  const words = useRefusalWords()
  if (error === null || error === undefined) return null
  const { title, next, code, requestId } = words(error)
  return (
    <RefusalNotice
      title={title}
      next={next}
      code={code}
      requestId={requestId}
      changed={changed}
      action={action}
    />
  )
}
