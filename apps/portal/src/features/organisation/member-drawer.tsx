'use client'
import { Button, Drawer, Facts, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { SoftwareMark } from '../keys/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession, useSteppedUp } from '../session/index.ts'
import type { Member, Members } from './organisation-screen.tsx'

type Props = { readonly member: Member | undefined; readonly data: Members; readonly onClose: () => void }

/** One person of the organisation: keys, and what an administrator may do. */
export function MemberDrawer({ member, data, onClose }: Props) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const session = useSession()
  const { run, error, clear } = useCommand()
  if (!member) return null
  const { personId } = member
  const self = personId === session.personId
  const leave = () => {
    clear()
    onClose()
  }
  const revokePerson = () =>
    run(() =>
      steppedUp('organisation.revokePerson', { personId }, (input) =>
        api.organisation.revokePerson.mutate(input),
      ),
    )
  const propose = () =>
    run(() =>
      steppedUp('organisation.readmit.propose', { personId }, (input) =>
        api.organisation.readmit.propose.mutate(input),
      ),
    )
  return (
    <Drawer
      open
      onOpenChange={leave}
      title={member.name}
      description={roleName(member.role)}
      footer={
        session.isAdmin &&
        !self && (
          <>
            <Button onClick={propose}>{t('readmit.propose')}</Button>
            {member.status === 'active' && (
              <Button variant="danger" onClick={revokePerson}>
                {t('revokePerson', { name: member.name })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="space-y-5">
        <RefusalView error={error} />
        <Facts
          rows={[
            { label: t('role'), value: roleName(member.role) },
            { label: t('admin'), value: member.isAdmin ? t('yes') : t('no') },
            { label: t('status'), value: t(`state.${member.status}`) },
          ]}
        />
        {session.isAdmin && <Keys keys={data.keys.filter((key) => key.personId === personId)} />}
      </div>
    </Drawer>
  )
}

function Keys({ keys }: { readonly keys: Members['keys'] }) {
  const t = useTranslations('organisation.keys')
  const format = useFormatter()
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  return (
    <div>
      <h3 className="font-strong">{t('title')}</h3>
      <RefusalView error={error} />
      <ul className="divide-y">
        {keys.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-3 py-2">
            <Status tone={key.revokedAt ? 'refused' : 'plain'}>{key.label}</Status>
            <SoftwareMark isSoftware={key.isSoftware} />
            <span className="text-small text-ink-soft">
              {t(key.kind === 'act' ? 'act' : 'signIn')} ·{' '}
              {key.revokedAt
                ? t('revoked', { when: format.dateTime(key.revokedAt, 'short') })
                : t('since', { day: format.dateTime(key.createdAt, 'day') })}
            </span>
            {!key.revokedAt && (
              <Button
                size="small"
                className="ml-auto"
                variant="danger"
                aria-label={`${t('revoke')} ${key.label}`}
                onClick={() =>
                  run(() =>
                    steppedUp('organisation.revokeKey', { keyId: key.id }, (input) =>
                      api.organisation.revokeKey.mutate(input),
                    ),
                  )
                }
              >
                {t('revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
