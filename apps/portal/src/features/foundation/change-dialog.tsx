'use client'
import { Button, Dialog, Facts } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RefusedHere } from '../../trpc/refusal.ts'
import { RefusalView } from '../refusals/index.ts'
import { CandidateField } from './candidate-field.tsx'
import type { Group } from './group-section.tsx'
import { KeyOwner } from './owner.tsx'
import { type Ask, usePropose } from './use-propose.ts'

export type Change =
  | { readonly kind: 'group.add' }
  | { readonly kind: 'group.remove' | 'group.replace'; readonly key: string }
type Props = { readonly group: Group; readonly change: Change; readonly onClose: () => void }

/** Proposes a change of a roster: says who must sign it before it is sent. */
export function ChangeDialog({ group, change, onClose }: Props) {
  const t = useTranslations('foundation')
  const { propose, error, busy } = usePropose(onClose)
  const [newKey, setNewKey] = useState('')
  const keys = group.members.map(({ key }) => key)
  const member = 'key' in change ? group.members.find(({ key }) => key === change.key) : undefined
  const need = keys.length - (change.kind === 'group.remove' ? 1 : 0)
  const word = change.kind.slice('group.'.length)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`change.titles.${word}`, { group: t(`groups.${group.name}`) })}
      description={t(`change.rules.${word}`)}
      footer={
        <Button variant="primary" disabled={busy} onClick={() => propose(() => askOf(group, change, newKey))}>
          {t(`change.go.${word}`)}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <Facts
          rows={[
            ...(member
              ? [{ label: t('member'), value: <KeyOwner of={member.key} owner={member.owner} /> }]
              : []),
            { label: t('mustSign'), value: t('mustSignCount', { need, of: keys.length }) },
          ]}
        />
        {change.kind !== 'group.remove' && (
          <CandidateField
            label={t('change.newMember')}
            hint={t('change.newMemberHint')}
            value={newKey}
            onChange={setNewKey}
            roles={group.name === 'council' ? ['admission', 'regulator'] : ['admission']}
            but={keys}
          />
        )}
      </div>
    </Dialog>
  )
}

function askOf(group: Group, change: Change, newKey: string): Ask {
  const name = group.name === 'council' ? ('council' as const) : ('admission' as const)
  if (change.kind === 'group.remove') return { kind: change.kind, group: name, key: change.key }
  if (newKey === '') throw new RefusedHere('member-missing')
  if (change.kind === 'group.add') return { kind: change.kind, group: name, key: newKey }
  return { kind: change.kind, group: name, key: change.key, newKey }
}
