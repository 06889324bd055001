'use client'
import { unionRoles } from '@vc/settlement'
import { FormField, Select, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
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
      <FormField label={words('purpose')} hint={words('purposeHint')}>
        <TextInput value={form.purpose} maxLength={300} onChange={say('purpose')} />
      </FormField>
      <FormField label={words('days')} hint={words('daysHint')}>
        <TextInput amount unit={words('daysUnit')} value={form.days} onChange={say('days')} />
      </FormField>
    </CommandDialog>
  )
}

function useAsking({ id: collectiveId, members }: Union) {
  const api = useTRPCClient()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const [commandKey] = useState(() => crypto.randomUUID())
  const [form, setForm] = useState({ purpose: '', days: '7' })
  const [changed, setChanged] = useState<Readonly<Record<string, Role>>>({})
  const before = new Map<string, Role>(members.map(({ credential, role }) => [credential, role ?? 'none']))
  const roleOf = (credential: string): Role => changed[credential] ?? before.get(credential) ?? 'none'
  const roles = [...before].flatMap(([credential, role]) =>
    roleOf(credential) === role ? [] : [{ credential, role: roleOf(credential) }],
  )
  async function ask() {
    const { purpose, days } = form
    const made = await run(() => {
      if (roles.length === 0) throw new RefusedHere('roles-same')
      if (purpose.trim() === '') throw new RefusedHere('purpose-missing')
      if (!/^(?:[1-9]|[1-5]\d|60)$/.test(days)) throw new RefusedHere('days-wrong')
      return api.unions.askRoles.mutate({ commandKey, collectiveId, roles, purpose, days: Number(days) })
    })
    if (made) router.push(`/collectives/votes/${made.proposalId}`)
  }
  const say = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  const set = (credential: string, role: Role) => setChanged({ ...changed, [credential]: role })
  return { ask, form, say, set, roleOf, error, busy }
}
