'use client'
import { useQuery } from '@tanstack/react-query'
import { buttonLook, EmptyState, Section, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { Link, useRouter } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useCollectiveColumns } from './columns.tsx'

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
  const { name, held, step } = useCollectiveColumns<Group>()
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
          columns={[name, held, step]}
          rowKey={(row) => row.id}
          onOpen={(row) => router.push(`/collectives/${row.id}`)}
          empty={<EmptyState title={t('group.none')}>{t('group.noneNext')}</EmptyState>}
        />
      )}
    </Section>
  )
}
