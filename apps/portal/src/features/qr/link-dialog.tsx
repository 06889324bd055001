'use client'
import { Button, Dialog } from '@vc/ui'
import { QrCode } from './qr-code.tsx'

export type LinkDialogProps = {
  readonly title: string
  readonly lead: string
  /** Says what the code leads to. */
  readonly label: string
  readonly close: string
  /** Of this portal, as the reader's language has it. */
  readonly path: string
  readonly onClose: () => void
}

/** The link of a public page, to be read and to be scanned. */
export function LinkDialog({ title, lead, label, close, path, onClose }: LinkDialogProps) {
  const link = `${window.location.origin}${path}`
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={lead}
      footer={<Button onClick={onClose}>{close}</Button>}
    >
      <QrCode text={link} label={label} />
      <p className="mt-3 font-mono break-all">{link}</p>
    </Dialog>
  )
}
