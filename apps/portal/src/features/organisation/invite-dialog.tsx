'use client'
import type { Role } from '@vc/api'
import { Button, Checkbox, Dialog, FormField, Select } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession, useSteppedUp } from '../session/index.ts'
import { InvitationLink } from './invitation-link.tsx'
import { allRoles } from './roles.ts'

const HOURS = [24, 72, 168]

/** Invites somebody into a role; gives a link to hand over, shown once. */
export function InviteDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  const api = useTRPCClient()
  const { role: own } = useSession()
  const steppedUp = useSteppedUp()
  const { run, error, clear } = useCommand()
  const [role, setRole] = useState<Role>(own)
  const [isAdmin, setIsAdmin] = useState(false)
  const [hours, setHours] = useState(72)
  const [token, setToken] = useState<string>()

  async function invite() {
    const made = await run(() =>
      steppedUp('organisation.invite', { role, isAdmin, hours }, (input) =>
        api.organisation.invite.mutate(input),
      ),
    )
    setToken(made?.token)
  }
  function leave(next: boolean) {
    onOpenChange(next)
    setToken(undefined)
    clear()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={leave}
      title={t('invite.title')}
      description={token ? t('invite.once') : t('invite.lead')}
      footer={
        !token && (
          <Button variant="primary" onClick={invite}>
            {t('invite.go', { role: roleName(role) })}
          </Button>
        )
      }
    >
      {token ? (
        <InvitationLink token={token} />
      ) : (
        <div className="space-y-4">
          <RefusalView error={error} />
          <FormField label={t('role')}>
            <Select
              value={role}
              onChange={(event) => setRole(event.target.value as Role)}
              options={allRoles.map((value) => ({ value, label: roleName(value) }))}
            />
          </FormField>
          <FormField label={t('invite.hours')}>
            <Select
              value={hours}
              onChange={(event) => setHours(Number(event.target.value))}
              options={HOURS.map((value) => ({
                value: String(value),
                label: t('invite.forHours', { hours: value }),
              }))}
            />
          </FormField>
          <Checkbox
            label={t('invite.asAdmin')}
            checked={isAdmin}
            onChange={(event) => setIsAdmin(event.target.checked)}
          />
        </div>
      )}
    </Dialog>
  )
}
