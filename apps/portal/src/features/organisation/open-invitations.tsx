'use client'
import { Button, Section, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Members } from './organisation-screen.tsx'

/** Invitations that nobody has used yet. */
export function OpenInvitations({ invitations }: { readonly invitations: Members['invitations'] }) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  const format = useFormatter()
  const api = useTRPCClient()
  const { run, error } = useCommand()
  if (invitations.length === 0) return null
  return (
    <Section id="invitations" title={t('invitations.title')}>
      <RefusalView error={error} />
      <ul className="divide-y">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <Status tone="waiting">{roleName(invitation.role)}</Status>
            {invitation.isAdmin && <span>{t('admin')}</span>}
            <span className="text-small text-ink-soft">
              {t('invitations.until', { until: format.dateTime(invitation.expiresAt, 'short') })}
            </span>
            <span className="grow" />
            <Button
              size="small"
              aria-label={`${t('invitations.revoke')}: ${roleName(invitation.role)}, ${format.dateTime(invitation.expiresAt, 'short')}`}
              onClick={() =>
                run(() => api.organisation.revokeInvitation.mutate({ invitationId: invitation.id }))
              }
            >
              {t('invitations.revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
