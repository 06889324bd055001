'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, PageHeader, Section, Skeleton, Status, Table } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { AddOrganisation } from './add-organisation.tsx'
import { AskedSuppliers } from './asked-suppliers.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberDrawer } from './member-drawer.tsx'
import { OpenInvitations } from './open-invitations.tsx'
import { Readmissions } from './readmissions.tsx'

export type Members = ApiAnswers['organisation']['members']
export type Member = Members['members'][number]

/** Who belongs to the organisation, what they may do, and the doors to it. */
export function OrganisationScreen() {
  const t = useTranslations('organisation')
  const chinese = useLocale() === 'zh-CN'
  const session = useSession()
  const { data, error } = useQuery(useTRPC().organisation.members.queryOptions())
  const [inviting, setInviting] = useState(false)
  const [adding, setAdding] = useState(false)
  const [openKey, setOpenKey] = useState<string>()
  const columns = useMemberColumns()
  const open = data?.members.find(({ membershipId }) => membershipId === openKey)
  return (
    <>
      <PageHeader
        title={chinese ? session.organisationNameZh : session.organisationName}
        lead={t('lead')}
        actions={
          <>
            {session.may('organisation.add') && (
              <Button onClick={() => setAdding(true)}>{t('add.title')}</Button>
            )}
            {session.may('organisation.invite') && (
              <Button variant="primary" onClick={() => setInviting(true)}>
                {t('invite.title')}
              </Button>
            )}
          </>
        }
      />
      <RefusalView error={error} />
      {!data && !error && <Skeleton className="h-60" />}
      {data && (
        <>
          {session.may('organisation.add') && <AskedSuppliers />}
          <Readmissions data={data} />
          <OpenInvitations invitations={data.invitations} />
          <Section id="members" title={t('members')}>
            <Table
              name="members"
              caption={t('members')}
              rows={data.members}
              columns={columns}
              rowKey={(row) => row.membershipId}
              onOpen={(row) => setOpenKey(row.membershipId)}
              openKey={openKey}
              initialSort={{ key: 'name', down: false }}
            />
          </Section>
          <MemberDrawer member={open} data={data} onClose={() => setOpenKey(undefined)} />
        </>
      )}
      <InviteDialog open={inviting} onOpenChange={setInviting} roles={data?.roles ?? [session.role]} />
      <AddOrganisation open={adding} onOpenChange={setAdding} />
    </>
  )
}

function useMemberColumns(): readonly Column<Member>[] {
  const t = useTranslations('organisation')
  const role = useTranslations('frame.roles')
  return [
    {
      key: 'name',
      header: t('name'),
      cell: (row) => row.name,
      text: (row) => row.name,
      filter: 'text',
      phone: 'main',
    },
    {
      key: 'role',
      header: t('role'),
      cell: (row) => role(row.role),
      text: (row) => role(row.role),
      filter: 'choice',
    },
    {
      key: 'admin',
      header: t('admin'),
      cell: (row) => t(row.isAdmin ? 'yes' : 'no'),
      text: (row) => t(row.isAdmin ? 'yes' : 'no'),
      filter: 'choice',
    },
    {
      key: 'status',
      header: t('status'),
      cell: (row) => (
        <Status tone={row.status === 'active' ? 'plain' : 'refused'}>{t(`state.${row.status}`)}</Status>
      ),
      text: (row) => t(`state.${row.status}`),
      filter: 'choice',
      phone: 'side',
    },
  ]
}
