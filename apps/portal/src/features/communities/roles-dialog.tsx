'use client'
import { unionRoles } from '@vc/settlement'
import { FormField, Select } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useVoteAsk, VoteFields } from '../collectives/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import type { Union } from './stages.ts'

type Props = { readonly union: Union; readonly onClose: () => void }
type Role = (typeof options)[number]
const options = [...unionRoles, 'none'] as const
const isRole = (text: string): text is Role => (options as readonly string[]).includes(text)

/** Opens a vote on who is what in the union: each member with the role of now, to be set anew. */
export function RolesDialog({ union, onClose }: Props) {
  const t = useTranslations('communities')
  const words = useTranslations('collectives.propose')
  const { ask, form, say, set, roleOf, error, busy } = useAsking(union)
  const choices = options.map((value) => ({ value, label: t(`roles.${value}`) }))
  return (
    <CommandDialog
      title={t('roleVote.title', { name: union.name })}
      lead={t('roleVote.lead', { threshold: Number(union.threshold), weight: Number(union.weight) })}
      go={words('go')}
      pending={busy}
      onGo={ask}
      onClose={onClose}
      error={error}
    >
      {union.members.map((member) => (
        <FormField key={member.credential} label={member.name || member.account.slice(0, 8)}>
          <Select
            value={roleOf(member.credential)}
            options={choices}
            onChange={({ target }) => isRole(target.value) && set(member.credential, target.value)}
          />
        </FormField>
      ))}
      <VoteFields form={form} say={say} />
    </CommandDialog>
  )
}

function useAsking({ id: collectiveId, members }: Union) {
  const api = useTRPCClient()
  const { open, ...rest } = useVoteAsk()
  const [changed, setChanged] = useState<Readonly<Record<string, Role>>>({})
  const before = new Map<string, Role>(members.map(({ credential, role }) => [credential, role ?? 'none']))
  const roleOf = (credential: string): Role => changed[credential] ?? before.get(credential) ?? 'none'
  const roles = [...before].flatMap(([credential, role]) =>
    roleOf(credential) === role ? [] : [{ credential, role: roleOf(credential) }],
  )
  const ask = () =>
    open((asked) => {
      if (roles.length === 0) throw new RefusedHere('roles-same')
      return api.unions.askRoles.mutate({ ...asked, collectiveId, roles })
    })
  const set = (credential: string, role: Role) => setChanged({ ...changed, [credential]: role })
  return { ask, set, roleOf, ...rest }
}
