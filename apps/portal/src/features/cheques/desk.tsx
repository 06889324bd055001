'use client'
import { useQuery } from '@tanstack/react-query'
import {
  Amount,
  Button,
  type Column,
  EmptyState,
  Facts,
  Hash,
  plainUnits,
  Section,
  Skeleton,
  Table,
  useUi,
} from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { PresentedTable } from './present-section.tsx'

type DeskBook = ApiAnswers['cheques']['desk']['books'][number]
const POLL_MS = 5_000

/** A settlement centre's desk of cheques: its key, what lies there for whom, and what was presented. */
export function Desk() {
  const t = useTranslations('cheques')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().cheques.desk.queryOptions(undefined, { refetchInterval }))
  const columns = useColumns()
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-60" />
  return (
    <>
      <Opened centreKey={data.key} />
      <Section id="cheque-books" title={t('desk.books')}>
        <Table
          name="cheque-books"
          caption={t('desk.books')}
          rows={data.books}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('desk.none')}>{t('desk.noneNext')}</EmptyState>}
        />
      </Section>
      <Section id="cheques" title={t('present.all')}>
        <PresentedTable rows={data.cheques} />
      </Section>
    </>
  )
}

function Opened({ centreKey }: { readonly centreKey: string | null }) {
  const t = useTranslations('cheques.desk')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  const open = centreKey === null && may('settlement.run') && (
    <Button variant="primary" pending={busy} onClick={() => run(() => api.cheques.open.mutate())}>
      {t('open')}
    </Button>
  )
  return (
    <Section id="cheque-key" title={t('title')} lead={t('lead')} actions={open}>
      <RefusalView error={error} />
      {centreKey && <Facts rows={[{ label: t('key'), value: <Hash hash={centreKey} /> }]} />}
    </Section>
  )
}

const isOpen = (state: string) => ['ready', 'late', 'in-block'].includes(state)

function useColumns(): readonly Column<DeskBook>[] {
  const t = useTranslations('cheques')
  const chinese = useLocale() === 'zh-CN'
  const { decimals } = useUi()
  const who = ({ drawer }: DeskBook) => (drawer ? (chinese ? drawer.nameZh : drawer.name) : '–')
  const lies = ({ amount, states }: DeskBook) => amount * BigInt(states.filter(isOpen).length)
  const leaves = ({ states }: DeskBook) =>
    t('desk.leaves', { open: states.filter(isOpen).length, all: states.length })
  const until = ({ expiry }: DeskBook) => t('atHeight', { height: expiry })
  return [
    { key: 'who', header: t('drawer'), cell: who, text: who, filter: 'text', phone: 'main' },
    {
      ...{ key: 'lies', header: t('desk.lies'), align: 'right', phone: 'side' },
      cell: (book) => <Amount amount={lies(book)} element="value" unit="" />,
      text: (book) => plainUnits(lies(book), decimals),
      sortBy: lies,
    },
    { key: 'leaves', header: t('desk.openLeaves'), cell: leaves, text: leaves },
    { key: 'until', header: t('until'), cell: until, text: until, sortBy: ({ expiry }) => expiry },
  ]
}
