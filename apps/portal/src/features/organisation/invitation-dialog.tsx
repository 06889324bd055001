'use client'
import { Button, Dialog } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { InvitationLink } from './invitation-link.tsx'

type Made = { readonly token: string }
export type InvitationDialogProps = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly lead: string
  /** What the button says and does: gives the token of a fresh invitation, or nothing when the form is not right yet. */
  readonly go: string
  readonly make: () => Promise<Made | undefined>
  readonly children: ReactNode
}

/** A form that ends in an invitation; its link takes the place of the form and is shown once. */
export function InvitationDialog({
  open,
  onOpenChange,
  title,
  lead,
  go,
  make,
  children,
}: InvitationDialogProps) {
  const t = useTranslations('organisation.invite')
  const { run, error, clear } = useCommand()
  const [token, setToken] = useState<string>()
  function leave(next: boolean) {
    onOpenChange(next)
    setToken(undefined)
    clear()
  }
  const press = async () => setToken((await run(make))?.token)
  const button = (
    <Button variant="primary" onClick={press}>
      {go}
    </Button>
  )
  return (
    <Dialog
      open={open}
      onOpenChange={leave}
      title={title}
      description={token ? t('once') : lead}
      footer={!token && button}
    >
      {token ? (
        <InvitationLink token={token} />
      ) : (
        <div className="space-y-4">
          <RefusalView error={error} />
          {children}
        </div>
      )}
    </Dialog>
  )
}
