'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  buttonLook,
  type Column,
  EmptyState,
  plainUnits,
  Section,
  Status,
  Table,
  useUi,
} from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { registrationOf, toneOfRegistration } from './stages.ts'

type Group = ApiAnswers['collectives']['groups'][number]
const POLL_MS = 10_000

/** The groups of a collective: collectives of their own, each with its account. */
export function Groups({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const router = useRouter()
  const { may } = useSession()
  const refetchInterval = usePolling(POLL_MS)
  const asked = { collectiveId: id }
  const { data, error } = useQuery(useTRPC().collectives.groups.queryOptions(asked, { refetchInterval }))
  const columns = useColumns()
  const form = may('collective.register') && (
    <Link href={`/collectives/${id}/group`} className={buttonLook({ size: 'small' })}>
      {t('group.open')}
    </Link>
  )
  return (
    <Section id="groups" title={t('group.all')} actions={form}>
      <RefusalView error={error} />
      {(data || !error) && (
        <Table
          name="collective-groups"
          caption={t('group.all')}
          rows={data}
          columns={columns}
          rowKey={(row) => row.id}
          onOpen={(row) => router.push(`/collectives/${row.id}`)}
          empty={<EmptyState title={t('group.none')}>{t('group.noneNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}

function useColumns(): readonly Column<Group>[] {
  const t = useTranslations('collectives')
  const { decimals } = useUi()
  const stage = (row: Group) => t(`registration.${registrationOf(row)}`)
  return [
    { key: 'name', header: t('name'), cell: ({ name }) => name, text: ({ name }) => name, phone: 'main' },
    {
      key: 'held',
      header: t('holds'),
      cell: ({ held }) => <Amount amount={held} element="value" unit="" />,
      text: ({ held }) => plainUnits(held, decimals),
      sortBy: ({ held }) => held,
      align: 'right',
      phone: 'side',
    },
    {
      key: 'step',
      header: t('step'),
      cell: (row) => <Status tone={toneOfRegistration[registrationOf(row)]}>{stage(row)}</Status>,
      text: stage,
      filter: 'choice',
    },
  ]
}
