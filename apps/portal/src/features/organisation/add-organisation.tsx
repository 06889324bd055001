'use client'
import type { Role } from '@vc/api'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useSteppedUp } from '../session/index.ts'
import { InvitationDialog } from './invitation-dialog.tsx'
import { type Founding, OrganisationFields } from './organisation-fields.tsx'

const nothing: Founding = { name: '', nameZh: '', roles: [] }
type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }

/** The admission members add an organisation; its first administrator gets the link. */
export function AddOrganisation({ open, onOpenChange }: Props) {
  const t = useTranslations('organisation.add')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const [founding, setFounding] = useState(nothing)
  const [tries, setTries] = useState(0)

  async function add() {
    setTries(tries + 1)
    const [first, ...others] = founding.roles
    const [name, nameZh] = [founding.name.trim(), founding.nameZh.trim()]
    if (!first || !name || !nameZh) return undefined
    const roles: [Role, ...Role[]] = [first, ...others]
    return steppedUp('organisation.add', { name, nameZh, roles }, (input) =>
      api.organisation.add.mutate(input),
    )
  }
  function leave(next: boolean) {
    onOpenChange(next)
    setFounding(nothing)
    setTries(0)
  }
  return (
    <InvitationDialog
      open={open}
      onOpenChange={leave}
      title={t('title')}
      lead={t('lead')}
      go={t('go')}
      make={add}
    >
      <OrganisationFields
        founding={founding}
        change={(part) => setFounding({ ...founding, ...part })}
        tries={tries}
      />
    </InvitationDialog>
  )
}
