'use client'
import type { Role } from '@vc/api'
import { Amount, Button, type Column, Dialog, Facts, Section, Table } from '@vc/ui'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { InvitationLink } from '../organisation/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import type { Sample } from './sample-section.tsx'

type Organisation = ApiAnswers['sample']['read']['organisations'][number]

/** The sample as it stands: who takes part, a way in for the reader, and a way to take it away. */
export function SampleStands({ organisations }: { readonly organisations: readonly Organisation[] }) {
  const t = useTranslations('overview.sample')
  const roleName = useTranslations('frame.roles')
  const chinese = useLocale() === 'zh-CN'
  const { invite, error, invited, close } = useInvite()
  const nameOf = (one: Organisation) => (chinese ? one.nameZh : one.name)
  const roleOf = ({ roles: [role] }: Organisation) => roleName(role as Role)
  const columns: Column<Organisation>[] = [
    { key: 'name', header: t('organisation'), cell: nameOf, text: nameOf, sortBy: nameOf },
    { key: 'role', header: t('role'), cell: roleOf, text: roleOf, sortBy: roleOf },
    {
      key: 'invite',
      header: t('wayIn'),
      align: 'right',
      cell: (one) => (
        <Button size="small" aria-label={`${t('invite')}: ${nameOf(one)}`} onClick={() => invite(one)}>
          {t('invite')}
        </Button>
      ),
      text: () => '',
    },
  ]
  return (
    <Section id="sample" title={t('title')} lead={`${t('stands')} ${t('look')}`} actions={<Remove />}>
      <RefusalView error={error} />
      <Table
        caption={t('title')}
        name="sample"
        rows={organisations}
        columns={columns}
        rowKey={({ id }) => id}
      />
      <Dialog
        open={invited !== undefined}
        onOpenChange={close}
        title={invited && t('inviteTitle', { name: nameOf(invited.to) })}
        description={t('once')}
      >
        {invited && <InvitationLink token={invited.token} />}
      </Dialog>
    </Section>
  )
}

function useInvite() {
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const [invited, setInvited] = useState<{ readonly to: Organisation; readonly token: string }>()
  async function invite(to: Organisation) {
    const made = await run(() =>
      steppedUp('sample.invite', { organisationId: to.id }, (input) => api.sample.invite.mutate(input)),
    )
    if (made) setInvited({ to, token: made.token })
  }
  return { invite, error, invited, close: () => setInvited(undefined) }
}

function Remove() {
  const t = useTranslations('overview.sample')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error } = useCommand()
  const [open, setOpen] = useState(false)
  async function remove() {
    const asked = await run(() => steppedUp('sample.remove', {}, (input) => api.sample.remove.mutate(input)))
    if (asked) setOpen(false)
  }
  return (
    <>
      <Button size="small" variant="danger" onClick={() => setOpen(true)}>
        {t('remove')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('removeTitle')}
        description={t('removeLead')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('keep')}</Button>
            <Button variant="danger" onClick={remove}>
              {t('remove')}
            </Button>
          </>
        }
      >
        <RefusalView error={error} />
      </Dialog>
    </>
  )
}

/** A network that has begun without a sample can still have one. */
export function SampleOffered() {
  const t = useTranslations('overview')
  return (
    <Section id="sample" title={t('sample.title')} lead={t('begin.orSample')}>
      <MakeSample />
    </Section>
  )
}

/** What of a removed sample stands on the ledger, and a way to make another. */
export function SampleRemoved({ sample }: { readonly sample: Sample }) {
  const t = useTranslations('overview.sample')
  const format = useFormatter()
  const { standing } = sample
  if (!standing || standing.organisations + standing.rights === 0)
    return (
      <Section id="sample" title={t('title')} actions={<MakeSample again />}>
        <p className="text-ink-soft">{t('nothing')}</p>
      </Section>
    )
  const { debt, rights, certificates, batches, organisations, people, desks } = standing
  const rows = [
    { label: t('standing.debt'), value: <Amount amount={BigInt(debt)} element="debt" /> },
    { label: t('standing.rights'), value: format.number(rights) },
    { label: t('standing.certificates'), value: format.number(BigInt(certificates)) },
    { label: t('standing.batches'), value: format.number(batches) },
    ...(desks
      ? Object.entries(desks).map(([desk, count]) => ({
          label: t(`standing.${desk}`),
          value: format.number(count),
        }))
      : []),
    { label: t('standing.names'), value: t('names', { organisations, people }) },
  ]
  return (
    <Section id="sample" title={t('title')} lead={t('removed')} actions={<MakeSample again />}>
      <Facts rows={rows} />
    </Section>
  )
}

/** Asks the worker for the sample. */
export function MakeSample({ again = false }: { readonly again?: boolean }) {
  const t = useTranslations('overview.sample')
  const api = useTRPCClient()
  const { run, error } = useCommand()
  return (
    <>
      <RefusalView error={error} />
      <Button
        variant={again ? 'plain' : 'primary'}
        size={again ? 'small' : 'base'}
        onClick={() => run(() => api.sample.start.mutate({}))}
      >
        {t(again ? 'again' : 'make')}
      </Button>
    </>
  )
}
