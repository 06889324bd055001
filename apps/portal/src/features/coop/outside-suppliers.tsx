'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, Dialog, EmptyState, Section, Status, Table } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { AccountLink } from '../explorer/index.ts'
import { InvitationLink } from '../organisation/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSteppedUp } from '../session/index.ts'
import { AskSupplierDialog } from './ask-supplier-dialog.tsx'

const POLL_MS = 8_000
export type OutsideSupplier = ApiAnswers['coop']['outsideSuppliers'][number]

/** Suppliers from outside the network: asked for here, let in by the admission, invited here again. */
export function OutsideSuppliers() {
  const t = useTranslations('coop.outside')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(
    useTRPC().coop.outsideSuppliers.queryOptions(undefined, { refetchInterval }),
  )
  const [isOpen, setOpen] = useState(false)
  const { invite, token, refusal, forget } = useInviting()
  const columns = useColumns(invite)
  const open = <Button onClick={() => setOpen(true)}>{t('ask')}</Button>
  return (
    <Section id="outside-suppliers" title={t('title')} lead={t('lead')} actions={open}>
      <RefusalView error={error ?? refusal} />
      {(data || !error) && (
        <Table
          name="outside-suppliers"
          caption={t('title')}
          rows={data}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
        />
      )}
      {isOpen && <AskSupplierDialog onClose={() => setOpen(false)} />}
      <Dialog
        open={token !== undefined}
        onOpenChange={forget}
        title={t('invited')}
        description={t('invitedLead')}
      >
        {token && <InvitationLink token={token} />}
      </Dialog>
    </Section>
  )
}

function useInviting() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const [token, setToken] = useState<string>()
  const invite = async (requestId: string) => {
    const made = await run(() =>
      steppedUp('coop.inviteSupplier', { requestId }, (input) => api.coop.inviteSupplier.mutate(input)),
    )
    setToken(made?.token)
  }
  return { invite, token, refusal: error, forget: () => setToken(undefined) }
}

const toneOf = { asked: 'waiting', 'let-in': 'waiting', declined: 'refused', joined: 'plain' } as const

function useColumns(invite: (requestId: string) => void): readonly Column<OutsideSupplier>[] {
  const t = useTranslations('coop.outside')
  const isChinese = useLocale() === 'zh-CN'
  const nameOf = ({ name, nameZh }: OutsideSupplier) => (isChinese ? nameZh : name)
  const step = (row: OutsideSupplier) => t(`steps.${row.step}`)
  return [
    {
      ...{ key: 'name', header: t('name'), phone: 'main', filter: 'text' },
      cell: nameOf,
      text: nameOf,
    },
    {
      ...{ key: 'step', header: t('stands'), phone: 'side', filter: 'choice' },
      cell: (row) => (
        <>
          <Status tone={toneOf[row.step]}>{step(row)}</Status>
          {row.reason && <span className="block text-small text-ink-soft">{row.reason}</span>}
        </>
      ),
      text: step,
    },
    {
      ...{ key: 'account', header: t('account') },
      cell: ({ account }) => (account ? <AccountLink keyHash={account} /> : '–'),
      text: ({ account }) => account ?? '',
    },
    {
      ...{ key: 'act', header: t('next') },
      cell: (row) =>
        row.step === 'let-in' ? (
          <Button size="small" onClick={() => invite(row.id)}>
            {t('invite')}
          </Button>
        ) : (
          t(`nexts.${row.step}`, { hasAccount: row.account ? 'yes' : 'no' })
        ),
      text: ({ step: now }) => now,
    },
  ]
}
