'use client'
import type { Role } from '@vc/api'
import { Checkbox, FormField, Select } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useSession, useSteppedUp } from '../session/index.ts'
import { InvitationDialog } from './invitation-dialog.tsx'

const HOURS = [24, 72, 168]
type Props = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** The roles that the organisation has. */
  readonly roles: readonly Role[]
}
type Terms = { readonly role: Role; readonly isAdmin: boolean; readonly hours: number }

/** Invites somebody into a role; gives a link to hand over, shown once. */
export function InviteDialog({ roles, ...dialog }: Props) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  const api = useTRPCClient()
  const { role } = useSession()
  const steppedUp = useSteppedUp()
  const [terms, setTerms] = useState<Terms>({ role, isAdmin: false, hours: 72 })
  const invite = () =>
    steppedUp('organisation.invite', terms, (input) => api.organisation.invite.mutate(input))
  return (
    <InvitationDialog
      {...dialog}
      title={t('invite.title')}
      lead={t('invite.lead')}
      go={t('invite.go', { role: roleName(terms.role) })}
      make={invite}
    >
      <TermsFields terms={terms} roles={roles} change={(part) => setTerms({ ...terms, ...part })} />
    </InvitationDialog>
  )
}

type TermsProps = Pick<Props, 'roles'> & {
  readonly terms: Terms
  readonly change: (part: Partial<Terms>) => void
}

/** Which role, for how long the link is good, and whether as an administrator. */
function TermsFields({ terms: { role, hours, isAdmin }, roles, change }: TermsProps) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  return (
    <>
      <FormField label={t('role')}>
        <Select
          value={role}
          onChange={(event) => change({ role: event.target.value as Role })}
          options={roles.map((value) => ({ value, label: roleName(value) }))}
        />
      </FormField>
      <FormField label={t('invite.hours')}>
        <Select
          value={hours}
          onChange={(event) => change({ hours: Number(event.target.value) })}
          options={HOURS.map((value) => ({
            value: String(value),
            label: t('invite.forHours', { hours: value }),
          }))}
        />
      </FormField>
      <Checkbox
        label={t('invite.asAdmin')}
        checked={isAdmin}
        onChange={(event) => change({ isAdmin: event.target.checked })}
      />
    </>
  )
}
