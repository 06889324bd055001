'use client'
import { Button, type Column, Hash, Notice, Section, Table } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { AccountLink } from '../explorer/index.ts'
import { useSession } from '../session/index.ts'
import { RolesDialog } from './roles-dialog.tsx'
import type { Union } from './stages.ts'

type Member = Union['members'][number]

/** Who is in the union now and as what, and how its members change that by a vote. */
export function Members({ union }: { readonly union: Union }) {
  const t = useTranslations('communities')
  const { may } = useSession()
  const [isOpen, setOpen] = useState(false)
  const { members, txid } = union
  const isLed = members.some(({ role }) => role === 'leader')
  return (
    <Section
      id="members"
      title={t('founders')}
      lead={t('foundersLead')}
      actions={
        txid &&
        may('collective.propose') && <Button onClick={() => setOpen(true)}>{t('roleVote.open')}</Button>
      }
    >
      {!isLed && (
        <div className="mb-4">
          <Notice tone="waiting" title={t('roleVote.noLeader')}>
            {t('roleVote.noLeaderNext')}
          </Notice>
        </div>
      )}
      <Table
        name="union-members"
        caption={t('founders')}
        rows={members}
        columns={useColumns()}
        rowKey={({ position }) => String(position)}
      />
      {isOpen && <RolesDialog union={union} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function useColumns(): readonly Column<Member>[] {
  const t = useTranslations('communities')
  const format = useFormatter()
  const role = (row: Member) => t(`roles.${row.role ?? 'none'}`)
  return [
    {
      ...{ key: 'name', header: t('name'), phone: 'main', filter: 'text' },
      cell: ({ name }) => name || '–',
      text: ({ name }) => name,
    },
    {
      ...{ key: 'role', header: t('role'), phone: 'side', filter: 'choice' },
      cell: role,
      text: role,
    },
    {
      ...{ key: 'weight', header: t('weight'), align: 'right' },
      cell: ({ weight }) => format.number(weight),
      text: ({ weight }) => String(weight),
      sortBy: ({ weight }) => weight,
    },
    {
      ...{ key: 'account', header: t('account') },
      cell: ({ account }) => <AccountLink keyHash={account} />,
      text: ({ account }) => account,
    },
    {
      ...{ key: 'key', header: t('key'), phone: 'hide' },
      cell: ({ credential }) => <Hash hash={credential} />,
      text: ({ credential }) => credential,
    },
  ]
}
