'use client'
import { Button, Dialog } from '@vc/ui'
import type { ReactNode } from 'react'
import { RefusalView } from './refusal-view.tsx'

type Props = {
  readonly title: ReactNode
  readonly lead: ReactNode
  /** What the one button says. */
  readonly go: ReactNode
  /** May give a promise: until it settles the button is pending. */
  readonly onGo: () => unknown
  readonly onClose: () => void
  /** What was refused the last time. */
  readonly error: Parameters<typeof RefusalView>[0]['error']
  /** What may be done about the refusal. */
  readonly action?: ReactNode
  readonly pending?: boolean
  readonly disabled?: boolean
  readonly children?: ReactNode
}

/** A form with one answer: what was refused stands on top of its fields, the button that does it below. */
export function CommandDialog(props: Props) {
  const { title, lead, go, onGo, onClose, error, action, pending = false, disabled = false, children } = props
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={lead}
      footer={
        <Button variant="primary" pending={pending} disabled={disabled} onClick={onGo}>
          {go}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} action={action} />
        {children}
      </div>
    </Dialog>
  )
}
