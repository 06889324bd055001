'use client'
import { Button, type Column, Section, Table, Timeline } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ApiAnswers } from '../../trpc/types.ts'
import { BlockLink, TransactionLink } from '../explorer/links.tsx'
import { useSession } from '../session/index.ts'
import { type Change, ChangeDialog } from './change-dialog.tsx'
import { Founding } from './founding.tsx'
import { KeyOwner, useOwnerName } from './owner.tsx'

export type Group = ApiAnswers['foundation']['groups']['groups'][number]
type Member = Group['members'][number]
type Props = { readonly group: Group; readonly hardwareOnly: boolean }

/** One group: its roster, what is missing to be safe, how it came to be as it is, and how it may change. */
export function GroupSection({ group, hardwareOnly }: Props) {
  const t = useTranslations('foundation')
  const { role } = useSession()
  const [change, setChange] = useState<Change>()
  const mayPropose = role === 'admission'
  return (
    <Section
      id={group.name}
      title={t(`groups.${group.name}`)}
      lead={t(`groupLead.${group.name}`, { count: group.members.length })}
    >
      <Founding group={group} />
      <Roster group={group} hardwareOnly={hardwareOnly} onChange={mayPropose ? setChange : undefined} />
      {mayPropose && (
        <div className="mt-3">
          <Button onClick={() => setChange({ kind: 'group.add' })}>
            {t('change.add', { group: t(`groups.${group.name}`) })}
          </Button>
        </div>
      )}
      <History group={group} />
      {change && <ChangeDialog group={group} change={change} onClose={() => setChange(undefined)} />}
    </Section>
  )
}

type RosterProps = Props & { readonly onChange: ((change: Change) => void) | undefined }

function Roster({ group, hardwareOnly, onChange }: RosterProps) {
  const t = useTranslations('foundation')
  const nameOf = useOwnerName()
  const curve = ({ curve: of }: Member) => t(`curve.${of === 'P-256' ? 'p256' : 'secp256k1'}`)
  const columns: readonly Column<Member>[] = [
    {
      key: 'member',
      header: t('member'),
      cell: ({ key, owner }) => <KeyOwner of={key} owner={owner} />,
      text: ({ key, owner }) => `${nameOf(owner)} ${key}`,
      phone: 'main',
    },
    { key: 'curve', header: t('keyKind'), cell: curve, text: curve },
    {
      key: 'since',
      header: t('since'),
      cell: ({ since }) => <BlockLink height={since} />,
      text: ({ since }) => String(since),
      sortBy: ({ since }) => since,
    },
    ...(onChange ? [changeColumn(t, onChange)] : []),
  ]
  return (
    <>
      <Table
        name={`roster-${group.name}`}
        caption={t('roster', { group: t(`groups.${group.name}`) })}
        rows={group.members}
        columns={columns}
        rowKey={({ key }) => key}
        empty={t('nobody')}
      />
      <p className="mt-2 text-small text-ink-soft">{t(hardwareOnly ? 'hardwareOnly' : 'softwareToo')}</p>
    </>
  )
}

function changeColumn(
  t: ReturnType<typeof useTranslations>,
  onChange: (change: Change) => void,
): Column<Member> {
  return {
    key: 'change',
    phone: 'action',
    header: t('change.title'),
    cell: ({ key }) => (
      <span className="flex flex-wrap gap-2">
        <Button onClick={() => onChange({ kind: 'group.replace', key })}>{t('change.replace')}</Button>
        <Button onClick={() => onChange({ kind: 'group.remove', key })}>{t('change.remove')}</Button>
      </span>
    ),
    text: () => '',
  }
}

/** Every transaction of the group, the newest first. */
function History({ group }: { readonly group: Group }) {
  const t = useTranslations('foundation')
  const nameOf = useOwnerName()
  const events = group.steps.toReversed().map(({ height, what, txid, count, key, newKey }) => ({
    key: txid,
    at: <BlockLink height={height} />,
    title: t(`steps.${what}`, {
      key: key ? nameOf(key.owner) : '',
      newKey: newKey ? nameOf(newKey.owner) : '',
      count,
    }),
    detail: <TransactionLink txid={txid} />,
  }))
  return (
    <details className="mt-4" open>
      <summary className="mb-3 underline underline-offset-2">{t('history')}</summary>
      <Timeline events={events} />
    </details>
  )
}
