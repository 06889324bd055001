'use client'
import { Amount, Facts, Hash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { CodeField } from '../forms/index.ts'
import { CommandDialog } from '../refusals/index.ts'
import { BitFields } from './bit-fields.tsx'
import { roleBits, roleNames, useMemberRoles } from './member-roles.ts'
import type { MemberAct, NetworkMember } from './members-table.tsx'
import { type Ask, usePropose } from './use-propose.ts'

type Props = {
  readonly act: Exclude<MemberAct, { readonly kind: 'member.end' }>
  readonly onClose: () => void
}
type Form = Pick<NetworkMember, 'key' | 'stakeKey' | 'certificateHash' | 'roles'>
const empty: Form = {
  ...{ key: '', stakeKey: '', certificateHash: '', roles: roleBits.producer | roleBits.voter },
}
const fields = ['key', 'stakeKey', 'certificateHash'] as const

/** Proposes a member of the network by the three lines that its node printed, or other roles and keys of one. */
export function MemberDialog({ act, onClose }: Props) {
  const t = useTranslations('foundation.members')
  const { propose, error, busy } = usePropose(onClose)
  const known = act.kind === 'member.change' ? act.member : undefined
  const [form, setForm] = useState<Form>(known ?? empty)
  const word = known ? 'change' : 'admit'
  return (
    <CommandDialog
      title={t(`titles.${word}`)}
      lead={t(`leads.${word}`)}
      go={t(`go.${word}`)}
      onGo={() => propose(() => askOf(act.kind, form))}
      onClose={onClose}
      error={error}
      pending={busy}
    >
      {known && <Facts rows={[{ label: t('node'), value: <Hash hash={known.key} /> }]} />}
      {fields
        .filter((name) => name !== 'key' || !known)
        .map((name) => (
          <CodeField
            key={name}
            label={t(`fields.${name}`)}
            hint={t(`hints.${name}`)}
            value={form[name]}
            onChange={(value) => setForm({ ...form, [name]: value })}
          />
        ))}
      <BitFields
        legend={t('roles')}
        names={roleNames}
        bits={roleBits}
        labelOf={(name) => t(`role.${name}`)}
        sum={form.roles}
        onChange={(roles) => setForm({ ...form, roles })}
      />
    </CommandDialog>
  )
}

type EndProps = { readonly member: NetworkMember; readonly onClose: () => void }

/** Proposes to end a membership: shows what goes with it. */
export function EndDialog({ member, onClose }: EndProps) {
  const t = useTranslations('foundation.members')
  const rolesOf = useMemberRoles()
  const { propose, error, busy } = usePropose(onClose)
  return (
    <CommandDialog
      title={t('titles.end')}
      lead={t('leads.end')}
      go={t('go.end')}
      onGo={() => propose(() => ({ kind: 'member.end', key: member.key }))}
      onClose={onClose}
      error={error}
      pending={busy}
    >
      <Facts
        rows={[
          { label: t('node'), value: <Hash hash={member.key} /> },
          { label: t('roles'), value: rolesOf(member.roles) },
          ...(member.standing
            ? [{ label: t('stake'), value: <Amount amount={member.standing.stake} element="value" /> }]
            : []),
        ]}
      />
    </CommandDialog>
  )
}

const HEX32 = /^[0-9a-f]{64}$/

function askOf(kind: Props['act']['kind'], form: Form): Ask {
  const [key = '', stakeKey = '', certificateHash = ''] = fields.map((name) =>
    form[name].trim().toLowerCase(),
  )
  if (!HEX32.test(key)) throw new RefusedHere('node-key-bad')
  if (!HEX32.test(stakeKey)) throw new RefusedHere('stake-key-bad')
  if (!HEX32.test(certificateHash)) throw new RefusedHere('certificate-hash-bad')
  if (form.roles === 0) throw new RefusedHere('roles-missing')
  return { kind, key, stakeKey, certificateHash, roles: form.roles }
}
