'use client'
import { Amount, Button, type Column, Hash, type StateTone, Status } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, RecordLink } from '../explorer/links.tsx'
import { useMemberRoles } from './member-roles.ts'

export type NetworkMember = ApiAnswers['foundation']['members']['rows'][number]
export type MemberAct =
  | { readonly kind: 'member.admit' }
  | { readonly kind: 'member.change' | 'member.end'; readonly member: NetworkMember }
type Seen = 'ended' | 'suspended' | 'online' | 'away' | 'unknown'

/** What the table of members says of each; `onAct` of whoever may propose a change. */
export function useMemberColumns(
  onAct: ((act: MemberAct) => void) | undefined,
): readonly Column<NetworkMember>[] {
  const t = useTranslations('foundation.members')
  const rolesOf = useMemberRoles()
  const chinese = useLocale() === 'zh-CN'
  const nameOf = ({ organisation: of }: NetworkMember) => (of ? (chinese ? of.nameZh : of.name) : '')
  const stakeOf = ({ standing }: NetworkMember) => standing?.stake ?? 0n
  return [
    {
      key: 'node',
      header: t('node'),
      cell: (row) => (
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          {nameOf(row)} <Hash hash={row.key} />
        </span>
      ),
      text: (row) => `${nameOf(row)} ${row.key}`.trim(),
      phone: 'main',
    },
    {
      key: 'roles',
      header: t('roles'),
      cell: ({ roles }) => rolesOf(roles),
      text: ({ roles }) => rolesOf(roles),
      filter: 'choice',
    },
    {
      key: 'seen',
      header: t('seen'),
      cell: (row) => <SeenStatus row={row} />,
      text: (row) => t(`seens.${seenOf(row)}`),
      filter: 'choice',
      phone: 'side',
    },
    {
      key: 'stake',
      header: t('stake'),
      cell: (row) => (row.standing ? <Amount amount={stakeOf(row)} element="value" /> : '–'),
      text: (row) => (row.standing ? stakeOf(row).toString() : ''),
      sortBy: stakeOf,
      align: 'right',
    },
    ...hashColumns(t),
    {
      key: 'record',
      header: t('record'),
      cell: ({ key }) => <RecordLink table="member" recordKey={key} />,
      text: ({ key }) => key,
    },
    ...(onAct ? [actColumn(t, onAct)] : []),
  ]
}

type Words = ReturnType<typeof useTranslations<'foundation.members'>>

const hashColumns = (t: Words): readonly Column<NetworkMember>[] => [
  {
    key: 'stakeKey',
    header: t('stakeKey'),
    cell: ({ stakeKey }) => <Hash hash={stakeKey} />,
    text: ({ stakeKey }) => stakeKey,
  },
  {
    key: 'certificate',
    header: t('certificate'),
    cell: ({ certificateHash }) => <Hash hash={certificateHash} />,
    text: ({ certificateHash }) => certificateHash,
  },
]

function seenOf({ roles, standing }: NetworkMember): Seen {
  if (roles === 0) return 'ended'
  if (!standing) return 'unknown'
  return standing.isSuspended ? 'suspended' : standing.isOnline ? 'online' : 'away'
}

const tones: Readonly<Record<Seen, StateTone>> = {
  ended: 'quiet',
  suspended: 'refused',
  online: 'plain',
  away: 'waiting',
  unknown: 'quiet',
}

/** Whether the last blocks saw it, and which was the last. */
function SeenStatus({ row }: { readonly row: NetworkMember }) {
  const t = useTranslations('foundation.members')
  const seen = seenOf(row)
  const last = row.standing?.lastSeen ?? null
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Status tone={tones[seen]}>{t(`seens.${seen}`)}</Status>
      {seen === 'online' && last !== null && <BlockLink height={last} />}
    </span>
  )
}

function actColumn(t: Words, onAct: (act: MemberAct) => void): Column<NetworkMember> {
  return {
    key: 'act',
    phone: 'action',
    header: t('act'),
    cell: (member) =>
      member.roles === 0 ? null : (
        <span className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => onAct({ kind: 'member.change', member })}>
            {t('change')}
          </Button>
          <Button size="small" onClick={() => onAct({ kind: 'member.end', member })}>
            {t('end')}
          </Button>
        </span>
      ),
    text: () => '',
  }
}
